"""The student's kit: the marks of the full grader on the visible checks, from recordings, and no solution in it."""

import ast
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn

from tests.conftest import CHECKS, COURSE, earned, make_course, result
from torchgrade.checks.announced import listed
from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.judge.judging import examine, judge, open_session
from torchgrade.judge.recorded import NotRecorded, Recorder, Reference, Replay, draw_seed, load
from torchgrade.judge.settings import Settings
from torchgrade.link.wire import decode, encode
from torchgrade.prove.cases import Case
from torchgrade.prove.cases import cases as all_cases
from torchgrade.publish import kit, packing
from torchgrade.publish.stubs import _blocks
from torchgrade.submission import Submission
from torchgrade.worker.sandbox import missing_walls

SLUGS = ("autograd_regression", "and_perceptron")
SEED = 2  # of those in the kit, so that a kit that ignores what is asked for would be found out
ALL = tuple(assignment.slug for assignment in COURSE.assignments)


# ---- the kit, built and unpacked ----


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """A kit of two assignments with one seed."""
    return kit.build([COURSE.assignment(slug) for slug in SLUGS], tmp_path_factory.mktemp("dist"), seeds=(SEED,))


@pytest.fixture(scope="session")
def unpacked(built, tmp_path_factory) -> Path:
    """Where a student has unpacked it."""
    folder = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder)
    return folder / kit.NAME


@pytest.fixture(scope="session")
def untouched(unpacked) -> str:
    """What `make check` says in it at first, line ends left out."""
    done = make(unpacked, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    return " ".join(done.stdout.split())


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["make", *words, f"PY={sys.executable}", "DATA=/dev/null"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)


def check(folder: Path, slug: str, submission: Path) -> dict:
    """The report of `make check` in the kit."""
    file = submission.parent / "report.json"
    done = make(folder, "check", f"A={slug}", f"SUBMISSION={submission}", f"SEED={SEED}", f"JSON={file}")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(file.read_text())["assignments"][0]


def of_the_full_grader(case: Case, server) -> dict[str, float]:
    """The points that the course itself gives on the visible checks."""
    settings = Settings(seed=SEED, data="/dev/null", diagnose=False)
    report = judge(COURSE.assignment(case.slug), case.submission, settings, server)
    return {found.check: found.earned for found in report.results if not found.hidden}


def written(case: Case, folder: Path) -> Path:
    """A case as the file that a student would have."""
    file = folder / f"{case.slug}.py"
    file.write_text("\n\n".join(source for _, source in case.submission.cells))
    return file


def cases(slug: str) -> list[Case]:
    """The reference, every right variant, and five mistakes."""
    known = list(all_cases(COURSE.assignment(slug)))
    right = [case for case in known if case.kind in ("reference", "correct")]
    return right + [case for case in known if case.kind == "mistake"][::6][:5]


# ---- what a student does with it ----


@pytest.mark.slow
def test_untouched_stubs_are_a_list_of_things_to_write(untouched):
    assert "to write, for 8 points: predict mse_loss fit start with predict in autograd_regression.py" in untouched
    assert "to write, for 7 points: Perceptron.__init__" in untouched


@pytest.mark.slow
def test_the_last_line_says_how_many_points_come_later(untouched):
    assert "0 of 15 visible points; 5 more are judged after you hand in" in untouched


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_the_kit_gives_the_marks_of_the_full_grader_check_by_check(slug, unpacked, server, tmp_path):
    known = {case.name: case for case in cases(slug)}
    for number, case in enumerate(known.values()):
        (tmp_path / str(number)).mkdir()
        written(case, tmp_path / str(number))
    reports = json.loads(in_the_kit(unpacked, MARKS, slug, str(SEED), str(tmp_path), str(len(known))))
    for (name, case), report in zip(known.items(), reports, strict=True):
        assert report["earned"] == of_the_full_grader(case, server), name
        if case.mistake is None:
            assert report["full"], name
            assert not report["named"], name


# Run inside the kit, where `torchgrade` is the kit's: what it finds in the folders 0, 1, ...
MARKS = """
import json, sys
from pathlib import Path
from torchgrade import course
from torchgrade.intake.reading import find
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.worker.sandbox import missing_walls
from torchgrade.worker.servers import make_server
slug, seed, folder, count = sys.argv[1:]
how, kit = Settings(seed=int(seed), walls=not missing_walls(), data="/dev/null"), course.find(Path.cwd())
server, assignment = make_server(kit), kit.assignment(slug)
found = [find(Path(folder) / str(number), slug) for number in range(int(count))]
reports = [judge(assignment, one, how, server) for one in found]
server.close()
print(json.dumps([{"full": report.full, "earned": {r.check: r.earned for r in report.results},
                   "named": [name for r in report.results for name in r.mistakes]} for report in reports]))
"""


def in_the_kit(folder: Path, code: str, *words: str) -> str:
    """What Python code prints that runs in the kit."""
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_right_submission_gets_all_visible_points(unpacked, tmp_path):
    case = next(c for c in cases(SLUGS[1]) if c.kind == "correct")
    report = check(unpacked, SLUGS[1], written(case, tmp_path))
    assert (report["earned"], report["points"], report["later"]) == (7, 7, 3)
    assert not any(lost["diagnosis"] for lost in report["results"])


@pytest.mark.slow
def test_a_wrong_submission_is_told_its_mistake(unpacked, tmp_path):
    case = next(c for c in all_cases(COURSE.assignment(SLUGS[0])) if c.name == "mistake/gradients_not_zeroed")
    report = check(unpacked, SLUGS[0], written(case, tmp_path))
    lost = next(found for found in report["results"] if found["check"] == "test_few_epochs")
    assert "gradients_not_zeroed" in lost["mistakes"]
    assert "The gradients are never cleared" in lost["diagnosis"][0]


@pytest.mark.slow
def test_an_answer_of_no_use_is_the_students_fault_though_no_reference_is_there(unpacked, tmp_path):
    file = tmp_path / "autograd_regression.py"
    file.write_text("def predict(x, w, b):\n    return x\n\ndef mse_loss(a, b):\n    return a.mean()\n\nfit = 3\n")
    outcomes = {found["check"]: found["outcome"] for found in check(unpacked, SLUGS[0], file)["results"]}
    assert outcomes["test_few_epochs"] == "failed"


@pytest.mark.slow
def test_a_seed_that_was_not_recorded_is_refused_in_one_sentence(unpacked):
    done = make(unpacked, "check", "A=autograd_regression", "SEED=99")
    assert done.returncode == 2
    assert "take seed 2" in done.stdout


@pytest.mark.slow
def test_a_notebook_is_marked_like_the_script(unpacked, tmp_path):
    report = check(unpacked, SLUGS[0], unpacked / "student_template" / f"{SLUGS[0]}.ipynb")
    assert report["earned"] == 0
    assert {found["unfinished"].split(": ")[-1] for found in report["results"]} == {"predict", "mse_loss", "fit"}


@pytest.mark.slow
def test_the_questions_of_a_notebook_find_their_checks(unpacked):
    code = "import torchgrade.publish.promises as p; print(sorted(p.Question('and_perceptron', 'predict')._checks))"
    assert "test_predict" in in_the_kit(unpacked, code)


@pytest.mark.slow
def test_training_draws_its_figure(unpacked, tmp_path):
    shutil.copy(COURSE.assignment(SLUGS[0]).reference, tmp_path)
    done = make(unpacked, "train", f"A={SLUGS[0]}", f"SUBMISSION={tmp_path}", "EPOCHS=5")
    assert (tmp_path / "figures" / f"{SLUGS[0]}.png").exists(), done.stdout + done.stderr


@pytest.mark.slow
def test_a_quiz_is_asked(unpacked):
    done = make(unpacked, "quiz", f"A={SLUGS[0]}")
    assert "1 of" in done.stdout, done.stdout + done.stderr


def test_a_link_to_an_assignment_that_is_not_in_it_is_its_name_alone():
    alone = dict(kit._files([COURSE.assignment("and_perceptron")]))["assignments/and_perceptron/README.md"].decode()
    assert "](../" not in alone
    assert "xor_mlp" in alone
    both = dict(kit._files([COURSE.assignment("and_perceptron"), COURSE.assignment("xor_mlp")]))
    assert "](../xor_mlp/README.md)" in both["assignments/and_perceptron/README.md"].decode()


# ---- what must not be in it ----


def texts(archive: bytes) -> Iterator[tuple[str, str]]:
    """The name and the text of every file in an archive, and in the archives in it."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            if name.endswith(".zip"):
                yield from texts(opened.read(name))
            yield name, opened.read(name).decode(errors="replace")


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 12}


def solution_lines(slug: str) -> set[str]:
    """What stands between the marks of a reference."""
    source = COURSE.assignment(slug).reference.read_text().split("\n")
    return lines("\n".join(line for block in _blocks(source, slug) for line in source[block.first : block.last - 1]))


def mistake_lines(slug: str) -> set[str]:
    """The code of an assignment's mistakes, docstrings left out."""
    found: set[str] = set()
    for path in COURSE.assignment(slug).mistakes:
        for node in ast.parse(path.read_text()).body:
            found |= lines(ast.unparse(node)) if isinstance(node, ast.FunctionDef | ast.ClassDef) else set()
    return found


def given_to_students(slug: str) -> str:
    """What they have anyway: the handout and the stub."""
    assignment = COURSE.assignment(slug)
    paths = assignment.root / "assignments" / slug / "README.md", assignment.root / "student_template" / f"{slug}.py"
    return "\n".join(path.read_text() for path in paths)


# Lines of every training loop there is: the engine, the other handouts and the checks have them, too.
IDIOMS = re.compile(
    r"(model|net|optimizer|loss)\.\w+\(\)|with torch\.no_grad\(\):|for (epoch|_) in range\(epochs\):|"
    r"return (model, history|histor(y|ies)|losses|results|matrix)|losses\.append\(loss\.item\(\)\)|"
    r"(torch\.manual_|np\.random\.)seed\(\w+\)|order = torch\.Generator\(\)(\.manual_seed\(seed\))?|"
    r"for name, make in makers\.items\(\):|for name in names:|if not found:|if waited >= patience:|"
    r"super\(\)\.__init__\(\)|except (Base)?Exception( as error)?:|mode = model\.training|model\.train\(mode\)|"
    r"nn\.(Linear\(\w+, \w+\)|Flatten\(\)),|return torch\.tensor\(\w+, dtype=torch\.float32\)|"
    r"\"config\": config,|on_result\(result\)|started = time\.perf_counter\(\)"
)


@pytest.fixture(scope="session")
def held(built) -> list[tuple[str, str]]:
    """Every file of the kit of two assignments, recordings too, and every file but the recordings of a whole one."""
    whole = kit._files(COURSE.assignments)
    return [*texts(built.read_bytes()), *((name, content.decode(errors="replace")) for name, content in whole)]


def found(secret: set[str], held: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where something that must not be in the kit is in it."""
    return [(name, line) for name, text in held for line in secret if line in text and not IDIOMS.fullmatch(line)]


@pytest.mark.slow
@pytest.mark.parametrize("slug", ALL)
def test_no_line_of_a_solution_is_in_it(slug, held):
    secret = solution_lines(slug) - lines(given_to_students(slug))
    assert len(secret) > 3
    assert found(secret, held) == []


def test_a_line_of_a_solution_would_be_found_in_an_archive_in_the_archive():
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(COURSE.assignment(SLUGS[0]).reference, "notes.txt")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("more.zip", inner.getvalue())
    assert found({"return ((y_pred - y_true) ** 2).mean()"}, list(texts(outer.getvalue())))


@pytest.mark.slow
@pytest.mark.parametrize("slug", ALL)
def test_no_hidden_check_is_named_in_it(slug, held):
    visible = " ".join(name for one in COURSE.assignments for name in kit._visible(one))
    hidden = {check.name for check in listed(COURSE.assignment(slug)) if check.hidden and check.name not in visible}
    assert hidden
    assert found(hidden, held) == []


@pytest.mark.slow
def test_no_reference_mistake_attack_or_test_is_in_it(held):
    assert not [name for name, _ in held if re.search(r"(reference|mistakes|attacks|tests)/|_hidden\.py$", name)]


@pytest.mark.slow
@pytest.mark.parametrize("slug", ALL)
def test_no_code_of_a_mistake_is_in_it(slug, held):
    """Lines that the stub, the checks or the solution have as well are no mistakes; those of solutions are above."""
    given = given_to_students(slug) + COURSE.assignment(slug).checks[0].read_text()
    secret = {line for line in mistake_lines(slug) if line not in given} - solution_lines(slug)
    told = " ".join(
        mistake.message for mistake in kit.mistakes(COURSE.assignment(slug))
    )  # sentences that may quote a line
    assert found({line for line in secret if not line.startswith("def ") and line not in told}, held) == []


@pytest.mark.parametrize("slug", ALL)
def test_visible_points_and_those_that_come_later_are_all_points(slug):
    assignment = COURSE.assignment(slug)
    settings, own = (
        tomllib.loads(text) for text in (kit._toml(assignment), (assignment.folder / "assignment.toml").read_text())
    )
    assert kit._worth(assignment, hidden=False) + settings["points_later"] == assignment.points
    assert settings.keys() == {*own, "points_later"}


def test_settings_that_only_hidden_checks_read_are_left_out():
    assert "permuted" in (COURSE.root / "assignments" / "mnist_mlp" / "assignment.toml").read_text()
    assert "permuted" not in kit._toml(COURSE.assignment("mnist_mlp"))


@pytest.mark.slow
def test_anybody_may_read_what_is_unpacked(built):
    with zipfile.ZipFile(built) as archive:
        assert {item.external_attr >> 16 for item in archive.infolist()} == {0o644}


# ---- recordings ----


class Counter:
    """Counts its calls."""

    def __init__(self):
        self.count = 0

    def __call__(self, step):
        self.count += step
        return self.count


def double(x):
    return 2 * x


def train(net, x):
    with torch.no_grad():
        for value in net.parameters():
            value += x.mean()
    net.eval()


MODULE = type("module", (), {"double": double, "train": train, "Counter": Counter, "Net": lambda: nn.Linear(3, 2)})


def asked_again(ask, other=None):
    """What `ask` gives when a reference answers, and what it (or `other`) gives when a recording does."""
    recorder = Recorder()
    first = ask(Reference(recorder, MODULE))
    return first, (other or ask)(Reference(Replay("test_it", recorder.entries)))


def test_values_come_back():
    first, again = asked_again(lambda reference: reference.double(torch.arange(3.0)))
    assert torch.equal(first, again)


def test_a_network_that_a_call_changed_is_changed_by_the_recording():
    def ask(reference):
        net = nn.Linear(3, 2)
        with torch.no_grad():
            net.weight.fill_(1)
            net.bias.fill_(0)
        reference.train(net, torch.full((4, 3), 0.5))
        return net

    first, again = asked_again(ask)
    assert torch.equal(first.weight, again.weight)
    assert not again.training


def test_a_network_of_the_references_answers_for_the_weights_it_was_given():
    def ask(reference):
        net = reference.Net()
        net.load_state_dict({"weight": torch.ones(2, 3), "bias": torch.tensor([0.5, 1.0])})
        return net(torch.eye(3)).detach()

    first, again = asked_again(ask)
    assert torch.equal(first, again)


def test_an_object_keeps_its_course():
    def ask(reference):
        counter = reference.Counter()
        return [counter(2), counter.count, counter(3), counter.count]

    assert asked_again(ask) == ([2, 2, 5, 5], [2, 2, 5, 5])


@pytest.mark.parametrize(
    "other",
    [
        lambda reference: reference.double(torch.ones(4)),  # another value
        lambda reference: reference.train(torch.arange(3.0)),  # another question
        lambda reference: [reference.double(torch.arange(3.0)), reference.double(torch.arange(3.0))],  # one too many
    ],
)
def test_what_was_not_recorded_is_not_made_up(other):
    with pytest.raises(NotRecorded):
        asked_again(lambda reference: reference.double(torch.arange(3.0)), other)


def test_a_check_that_asks_something_else_than_was_recorded_is_an_authors_error(tmp_path, server):
    course = recorded_course(tmp_path, "test_doubles", lambda reference: reference.double(torch.arange(9.0)))
    source = "def double(x): return 2 * x\ndef add(x, y): return x + y"
    with pytest.raises(AuthorError, match="recorded was double, or other values"):
        judge(course, Submission((("tiny.py", source),)), Settings(seed=1), server)


def recorded_course(root: Path, check: str, ask) -> Assignment:
    """The tiny course with a recording, for seed 1, in place of its reference."""
    course, recorder = make_course(root, CHECKS), Recorder()
    ask(Reference(recorder, MODULE))
    course.reference.unlink()
    with zipfile.ZipFile(course.graders / "recorded.zip", "w") as archive:
        archive.writestr("about.json", json.dumps({"seeds": [1], "names": ["double", "add"], "mistakes": []}))
        archive.writestr(f"answers/1/{check}", encode(recorder.entries))
    return course


def test_a_recording_that_does_not_replay_is_not_built(server):
    empty = Reference(Replay("test_predict", []))
    with pytest.raises(AuthorError, match="cannot be recorded with seed 2: test_predict"):
        kit.prove(COURSE.assignment(SLUGS[0]), SEED, frozenset({"test_predict"}), lambda check: empty, server)


def test_a_recording_gives_points(tmp_path, server):
    course = recorded_course(tmp_path, "test_doubles", lambda reference: reference.double(torch.arange(3.0)))
    source = "def double(x): return 2 * x\ndef add(x, y): return x - y"
    report = judge(course, Submission((("tiny.py", source),)), Settings(seed=1), server)
    assert earned(report)["test_doubles"] == 2
    assert result(report, "test_adds").outcome == "failed"


def test_a_run_without_a_seed_draws_a_recorded_one(tmp_path):
    course = recorded_course(tmp_path, "test_doubles", lambda reference: None)
    assert draw_seed([course]) == 1
    assert draw_seed(COURSE.assignments) < 2**48


@pytest.mark.slow
def test_a_recording_says_what_it_holds(unpacked):
    recording = load(unpacked / "graders" / "and_perceptron" / "recorded.zip")
    assert recording.seeds == (SEED,)
    assert "Perceptron" in recording.names
    assert all(mistake.message and not mistake.source for mistake in recording.mistakes)


# ---- the other four ----


@pytest.mark.slow
@pytest.mark.parametrize("slug", [slug for slug in ALL if slug not in SLUGS])
def test_a_recording_of_any_assignment_stands_in_for_its_reference(slug, server):
    """On the checks that ask the reference: for it, right variants and mistakes, the same points as with the source."""
    assignment, entries = COURSE.assignment(slug), kit.record_answers(COURSE.assignment(slug), SEED, server)
    settings = Settings(SEED, walls=not missing_walls(), data="/dev/null", only=frozenset(entries))

    def marks(case: Case, reference=None) -> dict[str, float]:
        session = open_session(assignment, case.submission, settings, server)
        results = examine(assignment, session, settings, reference=reference).results
        return {name: result.earned for name, result in results.items()}

    for case in cases(slug):
        by_recording = marks(case, lambda check: Reference(Replay(check, decode(entries[check]))))
        assert by_recording == marks(case), case.name


def test_the_packages_that_assignments_share_are_in_it():
    shared = {name for name, _ in packing.shared_files(COURSE)}
    assert {"assignments/datasets.py", "assignments/figures/planes.py"} <= shared
    assert not [name for name in shared if name.endswith("show.py")]
