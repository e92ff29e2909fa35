"""The checks of `mse_loss`, for grader.check("mse_loss"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "mse_loss"
question = Question("autograd_regression", name)


@test_case(name="test_mse_loss", points=1)
def test_mse_loss(env):
    question.check(env, "test_mse_loss")


@test_case(name="test_autograd_sees_w_and_b", points=1)
def test_autograd_sees_w_and_b(env):
    question.check(env, "test_autograd_sees_w_and_b")
