"""The checks of `normalize`, for grader.check("normalize"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "normalize"
question = Question("fashion_mnist", name)


@test_case(name="test_normalize", points=1)
def test_normalize(env):
    question.check(env, "test_normalize")
