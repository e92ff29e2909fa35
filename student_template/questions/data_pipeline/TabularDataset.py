"""The checks of `TabularDataset`, for grader.check("TabularDataset"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "TabularDataset"
question = Question("data_pipeline", name)


@test_case(name="test_tabular_samples", points=1)
def test_tabular_samples(env):
    question.check(env, "test_tabular_samples")


@test_case(name="test_tabular_read_once", points=1)
def test_tabular_read_once(env):
    question.check(env, "test_tabular_read_once")


@test_case(name="test_tabular_errors", points=1)
def test_tabular_errors(env):
    question.check(env, "test_tabular_errors")
