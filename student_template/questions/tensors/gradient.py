"""The checks of `gradient`, for grader.check("gradient"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "gradient"
question = Question("tensors", name)


@test_case(name="test_gradient", points=1)
def test_gradient(env):
    question.check(env, "test_gradient")
