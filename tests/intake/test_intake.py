"""Every hand-in reaches the right student with the right source, or the reason why not."""

import ast
import pickle
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import COURSE
from tests.intake.generate import MISSING, NOT, build
from tests.intake.making import Expected, notebook, source, zipped
from torchgrade.intake import roster as rosters
from torchgrade.intake.choice import choose
from torchgrade.intake.claims import Piece
from torchgrade.intake.collect import Intake, collect
from torchgrade.intake.hand_ins import HandIn
from torchgrade.intake.names import Meant, Owner, lms_owner, meant, read_names

SLUGS = [assignment.slug for assignment in COURSE.assignments]
SOME = ["mlp", "xor_mlp", "mnist_mlp", "spiral"]


@pytest.fixture(scope="session")
def generated(tmp_path_factory) -> tuple[Path, list[Expected], Intake]:
    """The generated class, collected once."""
    folder, workspace = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("workspace")
    expected = build(folder)
    return folder, expected, collect(folder / "hand-ins", workspace, SLUGS, rosters.read(folder / "roster.csv"))


@pytest.fixture
def take(tmp_path):
    """`take({path: content}, slugs=SOME, **more)`: what is collected from a folder of these files."""

    def collect_files(files: dict[str, str | bytes], slugs=SOME, **more) -> Intake:
        for path, content in files.items():
            file = tmp_path / "hand-ins" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        (tmp_path / "workspace").mkdir()
        return collect(tmp_path / "hand-ins", tmp_path / "workspace", slugs, **more)

    return collect_files


def only(intake: Intake) -> HandIn:
    (hand_in,) = intake.hand_ins
    return hand_in


def code(hand_in: HandIn, slug: str = "spiral") -> str:
    return "".join(text for _, text in hand_in.submissions[slug].cells)


def hand_in_of(intake: Intake, expected: Expected) -> HandIn:
    (found,) = (h for h in intake.hand_ins if (h.name, h.sid) == (expected.student, expected.sid))
    return found


def laid_over(text: str, slug: str) -> set[str]:
    """The known mistakes whose docstring is in a source."""
    paths = (COURSE.root / "graders" / slug / "mistakes").glob("*.py")
    return {path.stem for path in paths if ast.get_docstring(ast.parse(path.read_text()), clean=False) in text}


def test_the_generated_class_is_varied_enough(generated):
    assert len({(e.student, e.sid) for e in generated[1]}) >= 40


def test_every_generated_hand_in_is_its_students(generated):
    _, expected, intake = generated
    people = sorted({(e.student, e.sid) for e in expected})
    assert sorted((h.name, h.sid) for h in intake.hand_ins) == people


def test_every_generated_source_is_the_one_expected(generated):
    _, expected, intake = generated
    for e in expected:
        if e.mark != NOT:
            text = code(hand_in_of(intake, e), e.slug)
            assert laid_over(text, e.slug) == ({e.mark} - {"full"}), e
            assert source(e.slug).splitlines()[-1] in text, e


def test_every_reason_is_given(generated):
    _, expected, intake = generated
    for e in expected:
        hand_in = hand_in_of(intake, e)
        assert hand_in.gradable == (e.mark != NOT), e
        assert e.reason in " ".join([hand_in.problem, *hand_in.notes]), e


def test_what_is_nobodys_is_listed(generated):
    assert generated[2].leftovers == (
        ("and_perceptron (3).py", "nobody's name is in it: put it into a folder that bears the student's name"),
        ("grades.csv", "neither a folder, an archive, a .py nor an .ipynb"),
        ("lost.py", "is a link and was not followed"),
    )


def test_who_handed_in_nothing_is_found(generated):
    assert tuple(student.name for student in generated[2].missing) == MISSING


def test_every_key_is_a_file_name_of_its_own(generated):
    keys = [hand_in.key for hand_in in generated[2].hand_ins]
    assert len({key.casefold() for key in keys}) == len(keys)
    assert all(key.replace("-", "a").replace("_", "a").replace(".", "a").isalnum() and key.isascii() for key in keys)
    assert not [key for key in keys if key[0] in "-." or len(key) > 80]


def test_everything_collected_is_plain_data_that_utf_8_can_hold(generated):
    intake = generated[2]
    assert pickle.loads(pickle.dumps(intake)) == intake
    repr(intake).encode()
    for hand_in in intake.hand_ins:
        assert hand_in.name.isprintable()


def test_a_second_run_gives_the_same(generated, tmp_path):
    folder, _, first = generated
    again = collect(folder / "hand-ins", tmp_path, SLUGS, rosters.read(folder / "roster.csv"))
    assert [(h.key, h.notes) for h in again.hand_ins] == [(h.key, h.notes) for h in first.hand_ins]


def test_everything_may_come_in_one_archive(tmp_path):
    members = {"ada/spiral.py": "x = 1", "bob.zip": zipped({"spiral.py": "x = 2"}), "eve_1_2_spiral.py": "x = 3"}
    (tmp_path / "all.zip").write_bytes(zipped(members))
    (tmp_path / "workspace").mkdir()
    intake = collect(tmp_path / "all.zip", tmp_path / "workspace", SOME)
    assert {h.name: code(h) for h in intake.hand_ins} == {"ada": "x = 1", "bob": "x = 2", "eve": "x = 3"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("spiral.py", Meant("spiral", ".py", True)),
        ("spiral-1.py", Meant("spiral", ".py", True, (1,))),
        ("spiral_1.py", Meant("spiral", ".py", True, (1,))),
        ("spiral (2).ipynb", Meant("spiral", ".ipynb", True, (2,))),
        ("spiral (1)-2.py", Meant("spiral", ".py", True, (2, 1))),
        ("spiral - Copy (2).py", Meant("spiral", ".py", True, (2, 1))),
        ("SPIRAL.PY", Meant("spiral", ".py", True)),
        ("spiral.py.txt", Meant("spiral", ".py", True)),
        ("spiral.ipynb.json", Meant("spiral", ".ipynb", True)),
        ("XOR MLP.py", Meant("xor_mlp", ".py", True)),
        ("mlp.py", Meant("mlp", ".py", True)),
        ("xor_mlp.py", Meant("xor_mlp", ".py", True)),
        ("mnist_mlp.pt", Meant("mnist_mlp", ".pt", True)),
        ("my_xor_mlp-3.py", Meant("xor_mlp", ".py", False, (3,))),
        ("lovelace_mlp.py", Meant("mlp", ".py", False, (), "lovelace")),
        ("spiral_and_mlp.py", Meant("", ".py", rest="spiral_and_mlp")),
        ("test_spiral.py", Meant("", ".py", rest="test_spiral")),
        ("spirals.py", Meant("", ".py", rest="spirals")),
        ("essay.pdf", None),
        ("spiral", None),
    ],
)
def test_a_file_name_says_which_assignment_it_is_for(name, says):
    assert meant(name, SOME) == says


@pytest.mark.parametrize(
    ("entry", "owner"),
    [
        ("lovelaceada_12345_678901_spiral.py", Owner("canvas", "lovelaceada", "12345", "spiral.py", 678901)),
        ("lovelaceada_LATE_1_2_spiral-2.py", Owner("canvas", "lovelaceada", "1", "spiral-2.py", 2)),
        ("de_la_cruz_1_2_hw 1_2.zip", Owner("canvas", "de_la_cruz", "1", "hw 1_2.zip", 2)),
        ("müllerjörg_1_2_a.py", Owner("canvas", "müllerjörg", "1", "a.py", 2)),
        ("anon_Ab1c2_678_spiral.py", Owner("canvas", "anon_Ab1c2", "", "spiral.py", 678)),
        ("lovelaceada_123_text.html", Owner("canvas", "lovelaceada", "123", "text.html")),
        ("Ada Lovelace_12_assignsubmission_file_", Owner("moodle", "Ada Lovelace", "12")),
        ("Ada Lovelace_12_assignsubmission_file", Owner("moodle", "Ada Lovelace", "12")),
        ("Ada Lovelace_12_assignsubmission_file_a.py", Owner("moodle", "Ada Lovelace", "12", "a.py")),
        ("submission_678", Owner("gradescope", "submission_678", order=678)),
        ("spiral_1_2_final.py", None),
        ("Ada Lovelace", None),
        ("hw_2_3_final", None),
    ],
)
def test_the_naming_of_an_lms_says_whose_an_entry_is(entry, owner):
    assert lms_owner(entry, SOME) == owner


def test_under_the_prefix_of_an_lms_the_files_own_name_is_read():
    name = read_names([("ada_1_2_spiral-3.py",)], SOME)["ada_1_2_spiral-3.py"]
    assert name.inner.meant == Meant("spiral", ".py", True, (3,))


@given(st.text(max_size=80))
def test_no_name_makes_the_reader_fall_over(name):
    meant(name + ".py", SOME)
    lms_owner(name, SOME)


def test_two_students_with_the_same_letters_in_their_names_get_keys_of_their_own(take):
    intake = take({"Zoë/spiral.py": "x = 1", "Zoe/spiral.py": "x = 2"})
    assert len({hand_in.key for hand_in in intake.hand_ins}) == 2
    assert {code(hand_in) for hand_in in intake.hand_ins} == {"x = 1", "x = 2"}


def test_a_key_does_not_depend_on_who_else_came(take, tmp_path):
    files = {"Zoë/spiral.py": "x", "Zoe/spiral.py": "x", "Abe/spiral.py": "x"}
    before = {h.name: h.key for h in take(files).hand_ins}
    shutil.rmtree(tmp_path / "workspace")
    after = {h.name: h.key for h in take({"Ann/spiral.py": "x"}).hand_ins}
    assert {name: after[name] for name in before} == before


def test_the_lms_numbers_uploads_and_file_times_do_not_count(take):
    intake = take({"ada_1_20_spiral.py": "x = 'new'", "ada_1_9_spiral-7.py": "x = 'old'"})
    assert code(only(intake)) == "x = 'new'"
    assert "is older than spiral.py" in only(intake).notes[0]


def test_the_form_with_the_later_attempt_is_taken(take):
    intake = take({"ada/spiral.py": "x = 1", "ada/spiral-1.ipynb": notebook("x = 2")})
    assert code(only(intake)) == "x = 2"


def test_trained_weights_come_along(take):
    hand_in = only(take({"ada_1_2_mnist_mlp.py": "x = 1", "ada_1_3_mnist_mlp.pt": b"weights"}))
    assert hand_in.submissions["mnist_mlp"].weights.read_bytes() == b"weights"


def test_weights_in_an_archive_come_along(take):
    hand_in = only(take({"ada.zip": zipped({"mnist_mlp.py": "x = 1", "mnist_mlp.pt": b"weights"})}))
    assert hand_in.submissions["mnist_mlp"].weights.read_bytes() == b"weights"


def test_a_lone_file_is_taken_where_one_assignment_is_graded(take):
    hand_in = only(take({"ada/Untitled1.ipynb": notebook("x = 1"), "ada/test_it.py": ""}, ["spiral"]))
    assert (code(hand_in), hand_in.notes) == ("x = 1", ("Untitled1.ipynb was taken for spiral",))


def test_a_lone_file_for_another_assignment_is_not_taken(take):
    hand_in = only(take({"ada/xor_mlp.py": "x = 1"}, ["spiral"], others=["xor_mlp"]))
    assert hand_in.problem == "no file for spiral, only xor_mlp.py"


def test_flat_files_of_one_student_come_together(take):
    hand_in = only(take({"ada_spiral.py": "x = 1", "mlp_ada.py": "x = 2"}))
    assert set(hand_in.submissions) == {"spiral", "mlp"}


def test_what_a_student_hands_in_for_two_exports_comes_together(take):
    name = "Ada Lovelace_{}_assignsubmission_file_"
    files = {f"a/{name.format(11)}/spiral.py": "x = 1", f"b/{name.format(22)}/mlp.py": "x = 2"}
    assert set(only(take(files)).submissions) == {"spiral", "mlp"}


def test_a_lone_folder_of_students_is_looked_through(take):
    intake = take({"week 1/ada/spiral.py": "x = 1", "week 1/bob/spiral.py": "x = 2"})
    assert [hand_in.name for hand_in in intake.hand_ins] == ["ada", "bob"]


def test_a_lone_file_is_its_students(take):
    assert only(take({"ada_spiral.py": "x = 1"})).name == "ada"


def test_a_lone_student_with_several_folders_is_one_student(take):
    assert only(take({"ada/a/spiral.py": "x = 1", "ada/b/mlp.py": "x = 2"})).name == "ada"


METADATA = "submission_1:\n  :submitters:\n  - :name: Bob\n    :sid: '2'\n"


@pytest.mark.parametrize(
    "forged",
    [
        {"submission_metadata.yml": METADATA, "submission_1/spiral.py": "x = 'forged'"},
        {"bob_2_99999999_spiral.py": "x = 'forged'"},
        {
            "assignment_1_export/submission_metadata.yml": METADATA,
            "assignment_1_export/submission_1/spiral.py": "x = 2",
        },
    ],
)
def test_an_archive_cannot_speak_for_another_student(take, forged):
    intake = take({"bob_2_1_spiral.py": "x = 'own'", "eve.zip": zipped(forged)})
    assert [hand_in.name for hand_in in intake.hand_ins] == ["bob", "eve"]
    assert code(intake.hand_ins[0]) == "x = 'own'"


def test_broken_metadata_of_gradescope_is_said_and_the_folders_are_read(take):
    files = {"assignment_1_export/submission_metadata.yml": "a: [", "assignment_1_export/submission_5/spiral.py": "x"}
    intake = take(files)
    assert intake.leftovers[0][0] == "assignment_1_export/submission_metadata.yml"
    assert intake.leftovers[0][1].startswith("cannot be read (ParserError)")
    assert only(intake).name == "submission_5"


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ValueError, match="there is no folder"):
        collect(tmp_path / "nowhere", tmp_path, SOME)


def test_a_file_that_cannot_be_read_is_its_students_problem_alone(tmp_path):
    gone = Piece("spiral.py", tmp_path / "spiral.py", Meant("spiral", ".py", True))
    (pick,) = choose([gone], ["spiral"]).picks
    assert pick.problem == "spiral.py cannot be read (No such file or directory)"


def test_random_bytes_in_place_of_any_file_never_stop_the_intake(take):
    noise = random.Random(1)
    names = ("a.zip", "b.tar.gz", "c/spiral.py", "d/spiral.ipynb", "e/hw.tgz", "f.rar", "g/spiral.py.txt")
    intake = take({name: noise.randbytes(3000) for name in names})
    assert {h.name: h.gradable for h in intake.hand_ins} == dict.fromkeys("abcdefg", False)


@pytest.mark.parametrize("worked_on", [".py", ".ipynb"])
def test_of_two_forms_the_one_that_was_worked_on_is_taken(tmp_path, worked_on):
    stub = (COURSE.root / "student_template" / "spiral.py").read_text()
    for form in (".py", ".ipynb"):
        text = source("spiral") if form == worked_on else stub
        path = tmp_path / "in" / "Ada" / f"spiral{form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notebook(text) if form == ".ipynb" else text)
    (hand_in,) = collect(tmp_path / "in", tmp_path / "unpacked", ["spiral"]).hand_ins
    assert hand_in.files["spiral"] == f"spiral{worked_on}"
    assert "has more left to write" in hand_in.notes[0]
