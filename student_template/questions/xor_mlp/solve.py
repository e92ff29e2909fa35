"""The checks of `solve`, for grader.check("solve"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "solve"
question = Question("xor_mlp", name)


@test_case(name="test_one_start_is_enough", points=1)
def test_one_start_is_enough(env):
    question.check(env, "test_one_start_is_enough")


@test_case(name="test_solves_xor", points=2)
def test_solves_xor(env):
    question.check(env, "test_solves_xor")


@test_case(name="test_gives_up", points=1)
def test_gives_up(env):
    question.check(env, "test_gives_up")
