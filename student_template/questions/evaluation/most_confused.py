"""The checks of `most_confused`, for grader.check("most_confused"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "most_confused"
question = Question("evaluation", name)


@test_case(name="test_most_confused", points=1)
def test_most_confused(env):
    question.check(env, "test_most_confused")
