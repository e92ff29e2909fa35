"""What an assignment rules out cannot be imported by the submission, and is said where it tries."""

import contextlib

import pytest

from torchgrade.judge.session import Isolated
from torchgrade.link.failures import StudentError
from torchgrade.link.server import Limits
from torchgrade.submission import Submission

SOURCE = """
import importlib
{top}

def one():
    return 1

def plainly():
    from sklearn.metrics import f1_score

def by_name():
    importlib.import_module("sklearn.metrics")

def by_text():
    exec("import sklearn.metrics")

def through_a_library():
    from assignments.datasets import standin
    return len(standin().train_labels)
"""


@pytest.fixture
def session(server):
    """`session(top)`: the notes on a submission with that line at its top, and the submission."""
    with contextlib.ExitStack() as stack:

        def opened(top: str = ""):
            submission = Submission((("tiny.py", SOURCE.format(top=top)),))
            one = Isolated(server, "tiny", submission, Limits(), "cpu", load_seconds=30, forbids=("sklearn",))
            stack.callback(one.close)
            one.begin(seed=1, seconds=30)
            return one.notes, one.student()

        yield opened


@pytest.mark.parametrize("way", ["plainly", "by_name", "by_text"])
def test_it_cannot_be_imported_whichever_way_it_is_asked_for(session, way):
    _, student = session()
    with pytest.raises(StudentError, match=r"sklearn.* may not be used in this assignment: write it yourself"):
        getattr(student, way)()


def test_a_library_may_need_it_for_itself(session):
    _, student = session()
    assert student.through_a_library() == 1297


def test_what_does_not_need_it_is_judged(session):
    notes, student = session("from sklearn.metrics import f1_score")
    assert student.one() == 1
    assert notes == [
        "tiny.py, line 3: `from sklearn.metrics import f1_score`: NotAllowed: sklearn may not be used in this "
        "assignment: write it yourself; the rest was judged without it"
    ]
