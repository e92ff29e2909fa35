"""The checks of `SimpleCNN`, for grader.check("SimpleCNN"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "SimpleCNN"
question = Question("mnist_cnn", name)


@test_case(name="test_network", points=2)
def test_network(env):
    question.check(env, "test_network")


@test_case(name="test_dropouts", points=2)
def test_dropouts(env):
    question.check(env, "test_dropouts")
