"""The checks of `precision_recall_f1`, for grader.check("precision_recall_f1"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "precision_recall_f1"
question = Question("evaluation", name)


@test_case(name="test_precision_recall_f1", points=1)
def test_precision_recall_f1(env):
    question.check(env, "test_precision_recall_f1")
