"""The checks of `average`, for grader.check("average"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "average"
question = Question("evaluation", name)


@test_case(name="test_average", points=1)
def test_average(env):
    question.check(env, "test_average")
