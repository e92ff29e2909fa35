"""The checks of `build_mlp`, for grader.check("build_mlp"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "build_mlp"
question = Question("experiments", name)


@test_case(name="test_build_mlp", points=1)
def test_build_mlp(env):
    question.check(env, "test_build_mlp")


@test_case(name="test_dropout", points=1)
def test_dropout(env):
    question.check(env, "test_dropout")
