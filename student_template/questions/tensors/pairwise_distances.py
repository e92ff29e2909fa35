"""The checks of `pairwise_distances`, for grader.check("pairwise_distances"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "pairwise_distances"
question = Question("tensors", name)


@test_case(name="test_pairwise_distances", points=0.5)
def test_pairwise_distances(env):
    question.check(env, "test_pairwise_distances")
