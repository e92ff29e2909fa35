"""The checks of `worst_errors`, for grader.check("worst_errors"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "worst_errors"
question = Question("evaluation", name)


@test_case(name="test_classifiers", points=1)
def test_classifiers(env):
    question.check(env, "test_classifiers")


@test_case(name="test_precision_recall_f1", points=1)
def test_precision_recall_f1(env):
    question.check(env, "test_precision_recall_f1")


@test_case(name="test_curve", points=1)
def test_curve(env):
    question.check(env, "test_curve")


@test_case(name="test_most_confused", points=1)
def test_most_confused(env):
    question.check(env, "test_most_confused")


@test_case(name="test_worst_errors", points=1)
def test_worst_errors(env):
    question.check(env, "test_worst_errors")
