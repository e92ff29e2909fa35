"""The checks of `to_tensor`, for grader.check("to_tensor"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "to_tensor"
question = Question("tensors", name)


@test_case(name="test_to_tensor", points=1.5)
def test_to_tensor(env):
    question.check(env, "test_to_tensor")
