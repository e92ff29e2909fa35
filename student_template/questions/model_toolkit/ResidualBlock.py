"""The checks of `ResidualBlock`, for grader.check("ResidualBlock"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "ResidualBlock"
question = Question("model_toolkit", name)


@test_case(name="test_residual_block", points=1)
def test_residual_block(env):
    question.check(env, "test_residual_block")
