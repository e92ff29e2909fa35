"""The checks of `train`, for grader.check("train"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "train"
question = Question("spiral", name)


@test_case(name="test_steps", points=2)
def test_steps(env):
    question.check(env, "test_steps")


@test_case(name="test_train_loss", points=1)
def test_train_loss(env):
    question.check(env, "test_train_loss")


@test_case(name="test_weight_decay", points=1)
def test_weight_decay(env):
    question.check(env, "test_weight_decay")


@test_case(name="test_early_stop", points=2)
def test_early_stop(env):
    question.check(env, "test_early_stop")


@test_case(name="test_best_weights", points=2)
def test_best_weights(env):
    question.check(env, "test_best_weights")


@test_case(name="test_learns_the_spiral", points=2)
def test_learns_the_spiral(env):
    question.check(env, "test_learns_the_spiral")
