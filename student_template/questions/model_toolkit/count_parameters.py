"""The checks of `count_parameters`, for grader.check("count_parameters"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "count_parameters"
question = Question("model_toolkit", name)


@test_case(name="test_count_parameters", points=1)
def test_count_parameters(env):
    question.check(env, "test_count_parameters")
