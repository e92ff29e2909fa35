"""Writes a class of hand-ins, each varied in another way, and says what grading must make of each.

`python -m tests.intake.generate FOLDER` writes them; FOLDER/hand-ins is what is graded, FOLDER/roster.csv the class.
"""

import sys
from pathlib import Path

from tests.intake.making import Class, Expected, encrypted, notebook, source, tarred, zipped

FILE = "and_perceptron.py"
NOT = "not gradable"
GRADESCOPE = """
submission_7001:
  :submitters:
  - :name: Grace Hopper
    :sid: '0042'
    :email: grace@example.edu
  :created_at: 2026-03-01 10:00:00.000000000 Z
  :score: 0.0
submission_7002:
  :submitters:
  - :name: Katherine Johnson
    :sid: '0043'
    :email: katherine@example.edu
  - :name: Dorothy Vaughan
    :sid: '0044'
    :email: dorothy@example.edu
"""
ROSTER = """Student ID;Name;E-Mail
s1001;Lovelace, Ada;ada@example.edu
s1002;Müller, Jörg;joerg@example.edu
s1003;Nobody, Nemo;nemo@example.edu
s1004;Absent, Anna;anna@example.edu
s1005;Alan Turing;alan@example.edu
0042;Grace Hopper;grace@example.edu
"""
MISSING = ("Nobody, Nemo", "Absent, Anna")  # of the roster, with nothing handed in


def build(folder: Path) -> list[Expected]:
    """Writes `folder`/hand-ins and `folder`/roster.csv, the same in each call, into a folder without either."""
    made = Class(folder / "hand-ins")
    for part in (
        folders,
        names,
        encodings,
        archives,
        broken_archives,
        canvas,
        moodle,
        gradescope,
        notebooks,
        tools,
        broken_notebooks,
        leftovers,
    ):
        part(made)
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8-sig")
    return made.expected


def folders(made: Class) -> None:
    """A folder for each student, with files named as browsers and students name them."""
    right, wrong = source(), source(mistake="no_bias")
    made.put(f"Ada Lovelace/{FILE}", right)
    made.one("Ada Lovelace/spiral.py", source("spiral"), "Lovelace, Ada", sid="s1001", slug="spiral")
    made.expect("Lovelace, Ada", sid="s1001")
    made.one(f"Jo\u0308rg Mu\u0308ller/{FILE}", wrong, "Müller, Jörg", "no_bias", sid="s1002")
    line = "autograd_regression"
    made.one(f"s1005/{line}.py", source(line), "Alan Turing", sid="s1005", slug=line)
    made.one(f"Nora Nested/week 2/src/{FILE}", right, "Nora Nested")
    made.put(f"Second Try/{FILE}", wrong)
    made.one("Second Try/and_perceptron-1.py", right, "Second Try", "full", "is older than and_perceptron-1.py")
    made.put("Browser Copy/and_perceptron (1).ipynb", notebook(wrong))
    made.one("Browser Copy/and_perceptron (10).ipynb", notebook(right), "Browser Copy", "full", "is older than")
    made.put("Both Forms/and_perceptron.ipynb", notebook(wrong))
    made.one(f"Both Forms/{FILE}", right, "Both Forms", "full", "another form")
    made.put(f"Old Copy/old/{FILE}", wrong)
    made.one(f"Old Copy/{FILE}", right, "Old Copy", "full", "lies deeper")
    made.one("Loose Name/my_and_perceptron_final.py", right, "Loose Name", "full", "was taken for and_perceptron")
    made.put("Two Loose/and_perceptron_a.py", right)
    made.one("Two Loose/and_perceptron_b.py", wrong, "Two Loose", NOT, "could each be and_perceptron")
    made.one("Txt Ending/and_perceptron.py.txt", right, "Txt Ending")
    made.one("Upper Case/AND-Perceptron.PY", right, "Upper Case")
    made.put("With Junk/.ipynb_checkpoints/and_perceptron-checkpoint.ipynb", notebook(wrong))
    made.put(f"With Junk/__pycache__/{FILE}", wrong)
    made.one(f"With Junk/{FILE}", right, "With Junk")
    made.one(f"Empty File/{FILE}", "", "Empty File", NOT, f"{FILE} is empty")
    made.put(f"Empty Second/{FILE}", right)
    made.one("Empty Second/and_perceptron (1).py", "", "Empty Second", "full", "is empty and was not used")
    (made.folder / "Empty Folder").mkdir()
    made.expect("Empty Folder", NOT, "is empty")
    made.one("Only Pdf/essay.pdf", "%PDF", "Only Pdf", NOT, "essay.pdf")
    made.one("Other Work/poem.py", "x = 1", "Other Work", NOT, "named after no assignment")
    (made.folder / "Linked File").mkdir()
    (made.folder / "Linked File" / FILE).symlink_to("/etc/hostname")
    made.expect("Linked File", NOT, f"{FILE} is a link and was not followed")
    for name in ("Copy Cat", "Cat Copied"):
        made.one(f"{name}/{FILE}", source(mistake="no_sigmoid"), name, "no_sigmoid")


def names(made: Class) -> None:
    """Names that file systems, tables and pages stumble over; and students in the names of lone files."""
    for name, shown in (
        ("-rf", "-rf"),
        ("New\nLine", "New\ufffdLine"),
        ("\u202etxt.exe", "\ufffdtxt.exe"),
        ("=cmd|'calc'!A1", "=cmd|'calc'!A1"),
        ("<img src=x onerror=alert(1)>",) * 2,
        ("Zoe\u0308 Z", "Zoë Z"),
        ("Zoe Z", "Zoe Z"),
        ("x" * 255,) * 2,
        ("王小明",) * 2,
    ):
        made.one(f"{name}/{FILE}", source(), shown)
    made.one(b"Ren\xe8 E/and_perceptron.py", source(), "Ren\ufffd E")
    made.one(b"Ren\xe9 E/and_perceptron.py", source(mistake="no_bias"), "Ren\ufffd E~2", "no_bias")
    made.one("Edsger Dijkstra and_perceptron.py", source(), "Edsger Dijkstra")
    made.one("donald_knuth_and_perceptron-2.ipynb", notebook(source()), "donald knuth")


def encodings(made: Class) -> None:
    """Scripts in every encoding that editors write."""
    right = source()
    for name, content in (
        ("Utf Sixteen", right.encode("utf-16")),
        ("Latin Declared", f"# -*- coding: latin-1 -*-\n# größer\n{right}".encode("latin-1", "replace")),
        ("Bom And Crlf", right.replace("\n", "\r\n").encode("utf-8-sig")),
    ):
        made.one(f"{name}/{FILE}", content, name)
    undeclared = f"# größer\n{right}".encode("latin-1", "replace")
    made.one(f"Latin Undeclared/{FILE}", undeclared, "Latin Undeclared", NOT, "save it as UTF-8")
    made.one(f"Nul Bytes/{FILE}", right + "\0", "Nul Bytes", NOT, "holds NUL bytes")


def archives(made: Class) -> None:
    """An archive for each student, of every kind."""
    right, wrong = {FILE: source()}, {"work/" + FILE: source(mistake="no_sigmoid")}
    made.one("Zip Student.zip", zipped(right), "Zip Student")
    made.one("Tar Student.tar.gz", tarred(wrong), "Tar Student", "no_sigmoid")
    made.one("Tgz Student.tgz", tarred(right), "Tgz Student")
    made.one("Plain Tar.tar", tarred(right, "w"), "Plain Tar")
    made.one("Inner Zip/homework.zip", zipped(wrong), "Inner Zip", "no_sigmoid")
    made.one("Zip In Zip.zip", zipped({"inner.zip": zipped(right)}), "Zip In Zip")
    made.one("Really Tar.zip", tarred(right, "w"), "Really Tar")
    made.one("Mac Zip.zip", zipped(wrong | {"__MACOSX/work/._" + FILE: "\0\5"}), "Mac Zip", "no_sigmoid")
    climbing = right | {"../../evil.py": "x = 1", "/tmp/evil.py": "x = 1", "..\\evil.py": "x = 1"}
    made.one("Climber.zip", zipped(climbing), "Climber", "full", "points outside Climber.zip")


def broken_archives(made: Class) -> None:
    """Archives that hold no work, each for another reason."""
    whole = {FILE: source()}
    for name, content, reason in (
        ("Web Page.zip", "<!DOCTYPE html><p>Please log in", "is a web page, not an archive"),
        ("Cut Off.tar.gz", tarred(whole)[:-700], "is broken"),
        ("Cut Zip.zip", zipped(whole)[:-30], "is broken"),
        ("Locked.zip", encrypted(zipped(whole)), "encrypted"),
        ("No Members.zip", zipped({}), "is an empty archive"),
        ("No Bytes.zip", b"", "is an empty file"),
        ("Linker.tar.gz", tarred({}, links={FILE: "/etc/hostname"}), "is a link and was not followed"),
        ("Zip Linker.zip", zipped({FILE + "@": "/etc/hostname"}), "is a link and was not followed"),
        ("Bomb.zip", zipped({FILE: b"\n" * 30_000_000}), "2 MiB are the most"),
        ("Rar Student.rar", b"Rar!\x1a\x07", "is a RAR archive"),
        ("Noise.zip", bytes(range(256)), "is not an archive"),
    ):
        made.one(name, content, name.split(".")[0], NOT, reason)


def canvas(made: Class) -> None:
    """As Canvas names the files of a bulk download."""
    made.put("hamiltonmargaret_5001_90001_and_perceptron.py", source(mistake="no_bias"))
    late = "hamiltonmargaret_LATE_5001_90002_and_perceptron-1.py"
    made.one(late, source(), "hamiltonmargaret", "full", "is older than", sid="5001")
    made.one("perlmanradia_5002_90003_hw.zip", zipped({FILE: source()}), "perlmanradia", sid="5002")
    made.one("torvaldslinus_5003_text.html", "<p>hello", "torvaldslinus", NOT, "no file", sid="5003")
    wrong = source("spiral", "no_dropout")
    made.one("anon_x7Yz1_90005_spiral.py", wrong, "anon_x7Yz1", "no_dropout", slug="spiral")


def moodle(made: Class) -> None:
    """As Moodle names folders, or lone files, of a bulk download; two students share a name."""
    middle = "assignsubmission_file_"
    made.one(f"Barbara Liskov_610001_{middle}/and_perceptron.ipynb", notebook(source()), "Barbara Liskov", sid="610001")
    made.one(f"Frances Allen_610002_{middle}{FILE}", source(), "Frances Allen", sid="610002")
    made.one(f"John Smith_610003_{middle}/{FILE}", source(), "John Smith", sid="610003")
    made.one(f"John Smith_610004_{middle}/{FILE}", source(mistake="no_bias"), "John Smith", "no_bias", sid="610004")


def gradescope(made: Class) -> None:
    """As Gradescope exports submissions, one of them by a group."""
    made.put("assignment_4711_export/submission_metadata.yml", GRADESCOPE)
    made.one(f"assignment_4711_export/submission_7001/{FILE}", source(), "Grace Hopper", sid="0042")
    made.put(f"assignment_4711_export/submission_7002/{FILE}", source(mistake="no_sigmoid"))
    made.expect("Katherine Johnson", "no_sigmoid", "handed in together with Dorothy Vaughan", sid="0043")
    made.expect("Dorothy Vaughan", "no_sigmoid", "handed in together with Katherine Johnson", sid="0044")


def notebooks(made: Class) -> None:
    """Notebooks from every editor."""
    right = source()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    colab = {"colab": {"provenance": []}, "accelerator": "GPU"} | kernel
    for name, content in (
        ("No Metadata", notebook(right).replace('"metadata": {}, ', "")),
        ("From Colab", notebook(right, metadata=colab)),
        ("Version Three", notebook(right, version=3)),
        ("Huge Outputs", notebook(right, outputs=50_000_000)),
        ("Sixteen Bits", notebook(right).encode("utf-16")),
        ("With Bom", notebook(right).encode("utf-8-sig")),
        ("Failing Cell", notebook("1 / 0", right, "undefined_name")),
    ):
        made.one(f"{name}/and_perceptron.ipynb", content, name)
    made.one(f"Named Script/{FILE}", notebook(right), "Named Script")


def tools(made: Class) -> None:
    """Notebooks with what only a notebook understands."""
    magics = "%matplotlib inline\n!pip install torch\nfiles = !ls\nhelp?\n" + source()
    made.one("Line Magics/and_perceptron.ipynb", notebook(magics), "Line Magics")
    cells = ("%%bash\nls", "%%time\n" + source(), "%%html\n<b>")
    made.one("Cell Magics/and_perceptron.ipynb", notebook(*cells), "Cell Magics")
    cells = ("import otter\ngrader = otter.Notebook()", source(), 'grader.check("q1")', "grader.export()")
    made.one("With Otter/and_perceptron.ipynb", notebook(*cells), "With Otter")
    exported = "get_ipython().run_line_magic('matplotlib', 'inline')\n" + source()
    made.one(f"Exported Script/{FILE}", exported, "Exported Script")


def broken_notebooks(made: Class) -> None:
    """Notebooks that cannot be read, each for another reason."""
    language = {"kernelspec": {"name": "ir", "language": "R"}}
    for name, content, reason in (
        ("Cut Notebook", notebook(source())[:-400], "is not a notebook that can be opened"),
        ("Script Inside", source(), "is not a notebook that can be opened"),
        ("Other Language", notebook("x <- 1", metadata=language), "is a notebook of R"),
        ("No Code", notebook(), "has no code in it"),
    ):
        made.one(f"{name}/and_perceptron.ipynb", content, name, NOT, reason)


def leftovers(made: Class) -> None:
    """What belongs to nobody."""
    made.put("grades.csv", "a,b")
    made.put("and_perceptron (3).py", source())
    (made.folder / "lost.py").symlink_to("/etc/hostname")


if __name__ == "__main__":
    for line in build(Path(sys.argv[1])):
        print(line)
