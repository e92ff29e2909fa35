"""The checks of `predict`, for grader.check("predict"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "predict"
question = Question("and_perceptron", name)


@test_case(name="test_predict", points=1)
def test_predict(env):
    question.check(env, "test_predict")


@test_case(name="test_learns_and", points=1)
def test_learns_and(env):
    question.check(env, "test_learns_and")
