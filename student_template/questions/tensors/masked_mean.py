"""The checks of `masked_mean`, for grader.check("masked_mean"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "masked_mean"
question = Question("tensors", name)


@test_case(name="test_masked_mean", points=1)
def test_masked_mean(env):
    question.check(env, "test_masked_mean")
