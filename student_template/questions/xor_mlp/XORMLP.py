"""The checks of `XORMLP`, for grader.check("XORMLP"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "XORMLP"
question = Question("xor_mlp", name)


@test_case(name="test_seventeen_parameters", points=1)
def test_seventeen_parameters(env):
    question.check(env, "test_seventeen_parameters")


@test_case(name="test_forward", points=1.5)
def test_forward(env):
    question.check(env, "test_forward")


@test_case(name="test_fresh_starts", points=0.5)
def test_fresh_starts(env):
    question.check(env, "test_fresh_starts")
