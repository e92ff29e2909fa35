"""A notebook is graded like the same code in a script: magics, shell commands and Otter out, every version in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REFERENCE, result
from tests.intake.making import notebook
from torchgrade.intake import notebook as engine
from torchgrade.intake.reading import find


def cells(tmp_path, content):
    """The sources that a notebook becomes."""
    path = tmp_path / "tiny.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = find(tmp_path, "tiny")
    assert found.problem == ""
    return [source for _, source in found.cells]


def problem(tmp_path, content):
    """The sentence on a notebook that cannot be read."""
    (tmp_path / "tiny.ipynb").write_bytes(content if isinstance(content, bytes) else content.encode())
    return find(tmp_path, "tiny").problem


def python(source, otter=("otter", "grader")):
    return engine.plain_python(source, set(otter), from_ipython=True)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("%matplotlib inline\nx = 1\n", "None\nx = 1\n"),
        ("!pip install torch\nx = 1\n", "None\nx = 1\n"),
        ("files = !ls\n", "files = None\n"),
        ("home = %env HOME\n", "home = None\n"),
        ("help?\n", "None\n"),
        ("def f():\n    !ls\n    return 1\n", "def f():\n    None\n    return 1\n"),
        ("%pip install a \\\n  b\nx = 1\n", "None\nx = 1\n"),
        ("%time x = f()\n", "x = f()\n"),
        ("%timeit -n 10 -r3 x = f()\n", "x = f()\n"),
        ("x = %time f()\n", "x = f()\n"),
        ("x = %timeit -o y = 1\n", "x = None\n"),
        ("%time\nx = 1\n", "None\nx = 1\n"),
        ("\n\n%cd ..\nx = 1\n", "\n\nNone\nx = 1\n"),
    ],
)
def test_a_line_for_the_notebook_alone_becomes_none_and_the_others_keep_their_numbers(source, plain):
    assert python(source) == plain


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("%%time\nx = 1\n", "\nx = 1\n"),
        ("%%timeit -n1 x = 1\ny = 2\n", "x = 1\ny = 2\n"),
        ("%%capture out\n%%time\nx = 1\n", "\n\nx = 1\n"),
        ("%%prun\n!ls\nx = 1\n", "\nNone\nx = 1\n"),
        ("%%bash\nls\n", ""),
        ("%%writefile a.py\nx = 1\n", ""),
        ("%%javascript\nx = 1\n", ""),
    ],
)
def test_the_body_under_a_cell_magic_runs_if_it_is_the_notebooks_own_code(source, plain):
    assert python(source) == plain


@pytest.mark.parametrize(
    "source",
    [
        's = """\n%not a magic\n!nor this\n"""\n',
        "x = (\n  7\n  % 3\n)\n",
        "x = 5 \\\n% 3\n",
        "# is it?\nx = 1  # why?\n",
        "s = 'é'; t = '''\n?\n'''\n",
        "r = '\\d'\n",
        '"""\n   ...: is it?\n"""\n',
    ],
)
def test_plain_python_stays_as_it_is(source):
    assert python(source) == source


@given(st.text(alphabet="x=1\n %!?'\"()\\#{}[]:,./;>é\t", max_size=60))
def test_no_cell_makes_the_reader_fall_over(source):
    assert isinstance(python(source), str)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("import otter\ngrader = otter.Notebook('a')\n", "None\ngrader = None\n"),
        ("import otter, torch\n", "import torch\n"),
        ("grader.check('é'); x = 1\n", "None; x = 1\n"),
        ("grader.check(\n  'q'\n)\nx = 1\n", "(None\n\n)\nx = 1\n"),
        (
            "try:\n    import otter\nexcept ImportError:\n    !pip install otter\n",
            "try:\n    None\nexcept ImportError:\n    None\n",
        ),
    ],
)
def test_what_is_otters_alone_is_left_out(source, plain):
    assert python(source) == plain


def test_a_grader_that_is_not_otters_stays(tmp_path):
    assert cells(tmp_path, notebook("grader.check(1)")) == ["grader.check(1)"]


def test_otter_goes_by_whatever_name_the_notebook_gives_it(tmp_path):
    found = cells(tmp_path, notebook("import otter\nok = otter.Notebook()", "ok.check('q1')"))
    assert found == ["None\nok = None", "None"]


def test_a_script_exported_from_a_notebook_loses_its_magics(tmp_path):
    (tmp_path / "tiny.py").write_text("get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1\n")
    assert find(tmp_path, "tiny").cells == (("tiny.py", "None\nx = 1\n"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_notebook_is_read_in_every_encoding_of_unicode(tmp_path, encoding):
    assert cells(tmp_path, notebook("x = 'ü'").encode(encoding)) == ["x = 'ü'"]


@pytest.mark.parametrize("change", [{"metadata": {"colab": {}}}, {"nbformat_minor": 99}, {"metadata": None}])
def test_a_notebook_with_other_metadata_is_read(tmp_path, change):
    assert cells(tmp_path, notebook("x = 1", "y = 2", **change)) == ["x = 1", "y = 2"]


def test_a_notebook_of_nothing_but_cells_is_read(tmp_path):
    text = json.dumps({"cells": [{"cell_type": "code", "source": ["x = 1\n", "y = 2"]}, {"cell_type": "markdown"}]})
    assert cells(tmp_path, text) == ["x = 1\ny = 2"]


def test_a_notebook_of_version_3_is_read(tmp_path):
    assert cells(tmp_path, notebook("x = 1", "y = 2", version=3)) == ["x = 1", "y = 2"]


def test_what_a_notebook_printed_is_dropped(tmp_path):
    assert cells(tmp_path, notebook("x = 1", outputs=50_000_000)) == ["x = 1"]


def test_half_a_surrogate_pair_is_replaced(tmp_path):
    assert cells(tmp_path, notebook("x = '\ud800'")) == ["x = '?'"]


def test_a_notebook_named_as_a_script_is_read_as_what_it_is(tmp_path):
    (tmp_path / "tiny.py").write_text(notebook("x = 1"))
    assert find(tmp_path, "tiny").cells == (("cell 1", "x = 1"),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "tiny.ipynb is empty"),
        (b"[1]", "is not a notebook that can be opened"),
        (b"{}", "is not a notebook that can be opened"),
        (b'{"cells": [3]}', "is not a notebook that can be opened"),
        (b"[" * 100_000, "is not a notebook that can be opened"),
        (b'{"cells": [{"cell_type": "code", "source": 3}]}', "is not a notebook that can be opened"),
        (notebook(), "tiny.ipynb has no code in it"),
        (notebook("x", metadata={"kernelspec": {"language": "julia"}}), "is a notebook of julia"),
        (notebook("#" * 3 * 2**20), "has 3 MiB of code; 2 MiB are the most"),
        (notebook("!ls\n" * 5000), "has more magics and shell commands than can be read"),
    ],
)
def test_a_notebook_that_cannot_be_read_says_why(tmp_path, content, sentence):
    assert sentence in problem(tmp_path, content)


def test_a_script_in_utf_16_is_read(tmp_path):
    (tmp_path / "tiny.py").write_bytes("x = 'ü'\n".encode("utf-16"))
    assert find(tmp_path, "tiny").cells == (("tiny.py", "x = 'ü'\n"),)


def test_a_notebook_earns_what_the_script_earns(mark, tmp_path):
    first = "import otter\ngrader = otter.Notebook()\n%matplotlib inline"
    found = cells(tmp_path, notebook(first, "%%time\n" + REFERENCE, "grader.check('q1')"))
    report = mark("\n".join(found))
    assert (report.earned, report.notes) == (6, ())


def test_a_line_behind_a_magic_keeps_its_number_in_a_report(mark, tmp_path):
    (source,) = cells(tmp_path, notebook("%%time\n\n!ls\ndef double(x):\n    return x.nothing\n"))
    assert result(mark(source), "test_doubles").where.startswith("line 5, ")


UNTOUCHED = 'def f():\n    # TODO: write it\n    raise NotImplementedError("tiny: f")\n'


@pytest.mark.parametrize("worked_on", [".py", ".ipynb"])
def test_of_two_forms_the_one_that_was_worked_on_is_judged(tmp_path, worked_on):
    for form in (".py", ".ipynb"):
        text = "def f():\n    return 1\n" if form == worked_on else UNTOUCHED
        (tmp_path / f"tiny{form}").write_text(notebook(text) if form == ".ipynb" else text)
    assert "return 1" in find(tmp_path, "tiny").cells[0][1]
