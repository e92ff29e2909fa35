"""The checks of `accumulated`, for grader.check("accumulated"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "accumulated"
question = Question("tensors", name)


@test_case(name="test_accumulated", points=0.5)
def test_accumulated(env):
    question.check(env, "test_accumulated")
