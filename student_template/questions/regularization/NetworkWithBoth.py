"""The checks of `NetworkWithBoth`, for grader.check("NetworkWithBoth"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "NetworkWithBoth"
question = Question("regularization", name)


@test_case(name="test_parameter_count", points=1)
def test_parameter_count(env):
    question.check(env, "test_parameter_count")


@test_case(name="test_answers", points=1)
def test_answers(env):
    question.check(env, "test_answers")


@test_case(name="test_dropout", points=1)
def test_dropout(env):
    question.check(env, "test_dropout")


@test_case(name="test_batch_norm", points=1)
def test_batch_norm(env):
    question.check(env, "test_batch_norm")
