"""The checks of `one_hot`, for grader.check("one_hot"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "one_hot"
question = Question("tensors", name)


@test_case(name="test_one_hot", points=0.5)
def test_one_hot(env):
    question.check(env, "test_one_hot")
