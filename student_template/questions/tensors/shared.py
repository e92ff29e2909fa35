"""The checks of `shared`, for grader.check("shared"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "shared"
question = Question("tensors", name)


@test_case(name="test_shared", points=0.5)
def test_shared(env):
    question.check(env, "test_shared")
