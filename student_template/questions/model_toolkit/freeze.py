"""The checks of `freeze`, for grader.check("freeze"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "freeze"
question = Question("model_toolkit", name)


@test_case(name="test_freeze", points=1)
def test_freeze(env):
    question.check(env, "test_freeze")
