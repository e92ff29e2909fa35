"""The checks of `augment`, for grader.check("augment"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "augment"
question = Question("fashion_mnist", name)


@test_case(name="test_shifts", points=1)
def test_shifts(env):
    question.check(env, "test_shifts")


@test_case(name="test_rotations", points=1)
def test_rotations(env):
    question.check(env, "test_rotations")
