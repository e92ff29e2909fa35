"""The checks of `fit`, for grader.check("fit"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "fit"
question = Question("fashion_mnist", name)


@test_case(name="test_steps", points=1)
def test_steps(env):
    question.check(env, "test_steps")


@test_case(name="test_best_state", points=1)
def test_best_state(env):
    question.check(env, "test_best_state")


@test_case(name="test_augmented_training", points=1)
def test_augmented_training(env):
    question.check(env, "test_augmented_training")


@test_case(name="test_accuracy", points=1)
def test_accuracy(env):
    question.check(env, "test_accuracy")
