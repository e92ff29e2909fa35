"""The checks of `ResidualNet`, for grader.check("ResidualNet"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "ResidualNet"
question = Question("model_toolkit", name)


@test_case(name="test_residual_net", points=1)
def test_residual_net(env):
    question.check(env, "test_residual_net")
