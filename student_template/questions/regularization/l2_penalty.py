"""The checks of `l2_penalty`, for grader.check("l2_penalty"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "l2_penalty"
question = Question("regularization", name)


@test_case(name="test_l2_penalty", points=1)
def test_l2_penalty(env):
    question.check(env, "test_l2_penalty")
