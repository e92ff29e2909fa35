"""The checks of `make_optimizer`, for grader.check("make_optimizer"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "make_optimizer"
question = Question("model_toolkit", name)


@test_case(name="test_make_optimizer", points=1)
def test_make_optimizer(env):
    question.check(env, "test_make_optimizer")
