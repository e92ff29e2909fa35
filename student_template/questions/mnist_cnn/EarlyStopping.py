"""The checks of `EarlyStopping`, for grader.check("EarlyStopping"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "EarlyStopping"
question = Question("mnist_cnn", name)


@test_case(name="test_early_stopping", points=2)
def test_early_stopping(env):
    question.check(env, "test_early_stopping")
