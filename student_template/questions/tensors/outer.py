"""The checks of `outer`, for grader.check("outer"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "outer"
question = Question("tensors", name)


@test_case(name="test_outer", points=0.5)
def test_outer(env):
    question.check(env, "test_outer")
