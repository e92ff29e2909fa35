"""The checks of `search`, for grader.check("search"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "search"
question = Question("experiments", name)


@test_case(name="test_search", points=1)
def test_search(env):
    question.check(env, "test_search")
