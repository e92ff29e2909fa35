"""The checks of `train_with_validation`, for grader.check("train_with_validation"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "train_with_validation"
question = Question("regularization", name)


@test_case(name="test_steps", points=1)
def test_steps(env):
    question.check(env, "test_steps")


@test_case(name="test_history", points=1)
def test_history(env):
    question.check(env, "test_history")


@test_case(name="test_early_stop", points=2)
def test_early_stop(env):
    question.check(env, "test_early_stop")


@test_case(name="test_best_state", points=1)
def test_best_state(env):
    question.check(env, "test_best_state")
