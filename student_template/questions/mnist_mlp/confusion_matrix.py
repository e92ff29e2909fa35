"""The checks of `confusion_matrix`, for grader.check("confusion_matrix"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "confusion_matrix"
question = Question("mnist_mlp", name)


@test_case(name="test_confusion_matrix", points=2)
def test_confusion_matrix(env):
    question.check(env, "test_confusion_matrix")
