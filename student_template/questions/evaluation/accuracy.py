"""The checks of `accuracy`, for grader.check("accuracy"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "accuracy"
question = Question("evaluation", name)


@test_case(name="test_accuracy", points=1)
def test_accuracy(env):
    question.check(env, "test_accuracy")
