"""The checks of `Perceptron`, for grader.check("Perceptron"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "Perceptron"
question = Question("and_perceptron", name)


@test_case(name="test_three_parameters", points=0.5)
def test_three_parameters(env):
    question.check(env, "test_three_parameters")


@test_case(name="test_output_is_a_column", points=0.5)
def test_output_is_a_column(env):
    question.check(env, "test_output_is_a_column")


@test_case(name="test_forward", points=1)
def test_forward(env):
    question.check(env, "test_forward")
