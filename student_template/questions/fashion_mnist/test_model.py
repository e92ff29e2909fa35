"""The checks of `test_model`, for grader.check("test_model"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "test_model"
question = Question("fashion_mnist", name)


@test_case(name="test_networks", points=2)
def test_networks(env):
    question.check(env, "test_networks")


@test_case(name="test_batch_norm", points=1)
def test_batch_norm(env):
    question.check(env, "test_batch_norm")


@test_case(name="test_saved_model", points=1)
def test_saved_model(env):
    question.check(env, "test_saved_model")
