"""The checks of `filters`, for grader.check("filters"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "filters"
question = Question("experiments", name)


@test_case(name="test_filters", points=1)
def test_filters(env):
    question.check(env, "test_filters")
