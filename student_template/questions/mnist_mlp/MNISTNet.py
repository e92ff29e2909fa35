"""The checks of `MNISTNet`, for grader.check("MNISTNet"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "MNISTNet"
question = Question("mnist_mlp", name)


@test_case(name="test_parameter_count", points=1)
def test_parameter_count(env):
    question.check(env, "test_parameter_count")


@test_case(name="test_forward", points=2)
def test_forward(env):
    question.check(env, "test_forward")
