"""The checks of `train`, for grader.check("train"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "train"
question = Question("xor_mlp", name)


@test_case(name="test_losses_of_few_epochs", points=1.5)
def test_losses_of_few_epochs(env):
    question.check(env, "test_losses_of_few_epochs")
