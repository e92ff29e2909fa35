"""The checks of `evaluate`, for grader.check("evaluate"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "evaluate"
question = Question("mnist_mlp", name)


@test_case(name="test_evaluate_metrics", points=1)
def test_evaluate_metrics(env):
    question.check(env, "test_evaluate_metrics")
