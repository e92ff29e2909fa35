"""The checks of `run`, for grader.check("run"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "run"
question = Question("experiments", name)


@test_case(name="test_run_steps", points=2)
def test_run_steps(env):
    question.check(env, "test_run_steps")


@test_case(name="test_run_result", points=1)
def test_run_result(env):
    question.check(env, "test_run_result")


@test_case(name="test_seed", points=1)
def test_seed(env):
    question.check(env, "test_seed")
