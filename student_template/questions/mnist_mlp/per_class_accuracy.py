"""The checks of `per_class_accuracy`, for grader.check("per_class_accuracy"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "per_class_accuracy"
question = Question("mnist_mlp", name)


@test_case(name="test_per_class_accuracy", points=1)
def test_per_class_accuracy(env):
    question.check(env, "test_per_class_accuracy")
