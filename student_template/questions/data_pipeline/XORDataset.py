"""The checks of `XORDataset`, for grader.check("XORDataset"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "XORDataset"
question = Question("data_pipeline", name)


@test_case(name="test_xor_points", points=1)
def test_xor_points(env):
    question.check(env, "test_xor_points")
