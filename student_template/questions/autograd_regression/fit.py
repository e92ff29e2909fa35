"""The checks of `fit`, for grader.check("fit"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "fit"
question = Question("autograd_regression", name)


@test_case(name="test_fit_returns_two_floats_and_a_list", points=1)
def test_fit_returns_two_floats_and_a_list(env):
    question.check(env, "test_fit_returns_two_floats_and_a_list")


@test_case(name="test_first_loss", points=1)
def test_first_loss(env):
    question.check(env, "test_first_loss")


@test_case(name="test_one_update", points=1)
def test_one_update(env):
    question.check(env, "test_one_update")


@test_case(name="test_few_epochs", points=1)
def test_few_epochs(env):
    question.check(env, "test_few_epochs")


@test_case(name="test_defaults", points=1)
def test_defaults(env):
    question.check(env, "test_defaults")
