"""The checks of `to_tensors`, for grader.check("to_tensors"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "to_tensors"
question = Question("spiral", name)


@test_case(name="test_tensors", points=1)
def test_tensors(env):
    question.check(env, "test_tensors")
