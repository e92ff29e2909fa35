"""The checks of `predict`, for grader.check("predict"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "predict"
question = Question("model_toolkit", name)


@test_case(name="test_predict", points=1)
def test_predict(env):
    question.check(env, "test_predict")
