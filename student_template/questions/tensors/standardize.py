"""The checks of `standardize`, for grader.check("standardize"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "standardize"
question = Question("tensors", name)


@test_case(name="test_standardize", points=1)
def test_standardize(env):
    question.check(env, "test_standardize")
