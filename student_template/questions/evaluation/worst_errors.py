"""The checks of `worst_errors`, for grader.check("worst_errors"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "worst_errors"
question = Question("evaluation", name)


@test_case(name="test_worst_errors", points=1)
def test_worst_errors(env):
    question.check(env, "test_worst_errors")
