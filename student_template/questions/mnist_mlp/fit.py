"""The checks of `fit`, for grader.check("fit"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "fit"
question = Question("mnist_mlp", name)


@test_case(name="test_fit_history", points=2)
def test_fit_history(env):
    question.check(env, "test_fit_history")


@test_case(name="test_accuracy", points=3)
def test_accuracy(env):
    question.check(env, "test_accuracy")
