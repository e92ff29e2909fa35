"""The checks of `MultiClassifier`, for grader.check("MultiClassifier"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "MultiClassifier"
question = Question("evaluation", name)


@test_case(name="test_classifiers", points=1)
def test_classifiers(env):
    question.check(env, "test_classifiers")
