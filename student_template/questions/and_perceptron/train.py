"""The checks of `train`, for grader.check("train"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "train"
question = Question("and_perceptron", name)


@test_case(name="test_one_loss_per_epoch", points=0.5)
def test_one_loss_per_epoch(env):
    question.check(env, "test_one_loss_per_epoch")


@test_case(name="test_losses_of_few_epochs", points=1.5)
def test_losses_of_few_epochs(env):
    question.check(env, "test_losses_of_few_epochs")


@test_case(name="test_trains_the_model_it_is_given", points=1)
def test_trains_the_model_it_is_given(env):
    question.check(env, "test_trains_the_model_it_is_given")
