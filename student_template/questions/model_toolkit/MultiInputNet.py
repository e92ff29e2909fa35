"""The checks of `MultiInputNet`, for grader.check("MultiInputNet"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "MultiInputNet"
question = Question("model_toolkit", name)


@test_case(name="test_parameters_of_the_networks", points=1)
def test_parameters_of_the_networks(env):
    question.check(env, "test_parameters_of_the_networks")


@test_case(name="test_residual_block", points=1)
def test_residual_block(env):
    question.check(env, "test_residual_block")


@test_case(name="test_residual_net", points=1)
def test_residual_net(env):
    question.check(env, "test_residual_net")


@test_case(name="test_multi_input_net", points=1)
def test_multi_input_net(env):
    question.check(env, "test_multi_input_net")
