"""The checks of `MultiInputNet`, for grader.check("MultiInputNet"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "MultiInputNet"
question = Question("model_toolkit", name)


@test_case(name="test_multi_input_net", points=1)
def test_multi_input_net(env):
    question.check(env, "test_multi_input_net")
