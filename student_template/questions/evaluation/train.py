"""The checks of `train`, for grader.check("train"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "train"
question = Question("evaluation", name)


@test_case(name="test_train_many_classes", points=2)
def test_train_many_classes(env):
    question.check(env, "test_train_many_classes")


@test_case(name="test_train_two_classes", points=1)
def test_train_two_classes(env):
    question.check(env, "test_train_two_classes")
