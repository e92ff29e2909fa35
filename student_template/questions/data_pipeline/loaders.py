"""The checks of `loaders`, for grader.check("loaders"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "loaders"
question = Question("data_pipeline", name)


@test_case(name="test_loaders", points=1)
def test_loaders(env):
    question.check(env, "test_loaders")
