"""The checks of `log`, for grader.check("log"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "log"
question = Question("experiments", name)


@test_case(name="test_log", points=1)
def test_log(env):
    question.check(env, "test_log")
