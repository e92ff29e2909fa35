"""The checks of `load_checkpoint`, for grader.check("load_checkpoint"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "load_checkpoint"
question = Question("mnist_cnn", name)


@test_case(name="test_checkpoint_round_trip", points=2)
def test_checkpoint_round_trip(env):
    question.check(env, "test_checkpoint_round_trip")


@test_case(name="test_resume", points=2)
def test_resume(env):
    question.check(env, "test_resume")
