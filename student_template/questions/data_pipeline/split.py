"""The checks of `split`, for grader.check("split"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "split"
question = Question("data_pipeline", name)


@test_case(name="test_split", points=1)
def test_split(env):
    question.check(env, "test_split")
