"""The checks of `grid`, for grader.check("grid"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "grid"
question = Question("experiments", name)


@test_case(name="test_grid", points=1)
def test_grid(env):
    question.check(env, "test_grid")
