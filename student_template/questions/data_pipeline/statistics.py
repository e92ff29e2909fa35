"""The checks of `statistics`, for grader.check("statistics"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "statistics"
question = Question("data_pipeline", name)


@test_case(name="test_statistics", points=1)
def test_statistics(env):
    question.check(env, "test_statistics")
