"""The checks of `train_epoch`, for grader.check("train_epoch"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "train_epoch"
question = Question("mnist_mlp", name)


@test_case(name="test_train_epoch_updates", points=2)
def test_train_epoch_updates(env):
    question.check(env, "test_train_epoch_updates")


@test_case(name="test_train_epoch_metrics", points=1)
def test_train_epoch_metrics(env):
    question.check(env, "test_train_epoch_metrics")
