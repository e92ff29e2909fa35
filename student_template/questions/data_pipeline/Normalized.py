"""The checks of `Normalized`, for grader.check("Normalized"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "Normalized"
question = Question("data_pipeline", name)


@test_case(name="test_normalized", points=1)
def test_normalized(env):
    question.check(env, "test_normalized")
