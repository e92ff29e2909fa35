"""The checks of `SpiralNet`, for grader.check("SpiralNet"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "SpiralNet"
question = Question("spiral", name)


@test_case(name="test_parameter_count", points=1)
def test_parameter_count(env):
    question.check(env, "test_parameter_count")


@test_case(name="test_logits", points=2)
def test_logits(env):
    question.check(env, "test_logits")


@test_case(name="test_dropout", points=1)
def test_dropout(env):
    question.check(env, "test_dropout")
