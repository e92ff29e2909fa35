"""The checks of `activations`, for grader.check("activations"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "activations"
question = Question("model_toolkit", name)


@test_case(name="test_activations", points=2)
def test_activations(env):
    question.check(env, "test_activations")
