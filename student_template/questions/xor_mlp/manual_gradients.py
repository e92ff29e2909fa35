"""The checks of `manual_gradients`, for grader.check("manual_gradients"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "manual_gradients"
question = Question("xor_mlp", name)


@test_case(name="test_gradient_names_and_shapes", points=0.5)
def test_gradient_names_and_shapes(env):
    question.check(env, "test_gradient_names_and_shapes")


@test_case(name="test_gradients_are_those_of_autograd", points=2)
def test_gradients_are_those_of_autograd(env):
    question.check(env, "test_gradients_are_those_of_autograd")
