"""The checks of `save_checkpoint`, for grader.check("save_checkpoint"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "save_checkpoint"
question = Question("mnist_cnn", name)


@test_case(name="test_checkpoint_file", points=1)
def test_checkpoint_file(env):
    question.check(env, "test_checkpoint_file")
