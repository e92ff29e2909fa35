"""The checks of `precision_recall_curve`, for grader.check("precision_recall_curve"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "precision_recall_curve"
question = Question("evaluation", name)


@test_case(name="test_curve", points=1)
def test_curve(env):
    question.check(env, "test_curve")
