"""The checks of `best`, for grader.check("best"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "best"
question = Question("experiments", name)


@test_case(name="test_best", points=1)
def test_best(env):
    question.check(env, "test_best")
