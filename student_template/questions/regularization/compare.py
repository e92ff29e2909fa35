"""The checks of `compare`, for grader.check("compare"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "compare"
question = Question("regularization", name)


@test_case(name="test_compare", points=1)
def test_compare(env):
    question.check(env, "test_compare")
