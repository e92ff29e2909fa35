"""The checks of `make_schedule`, for grader.check("make_schedule"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "make_schedule"
question = Question("model_toolkit", name)


@test_case(name="test_make_schedule", points=1)
def test_make_schedule(env):
    question.check(env, "test_make_schedule")
