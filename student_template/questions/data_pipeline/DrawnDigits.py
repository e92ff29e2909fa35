"""The checks of `DrawnDigits`, for grader.check("DrawnDigits"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

OK_FORMAT = False
name = "DrawnDigits"
question = Question("data_pipeline", name)


@test_case(name="test_digit_images", points=2)
def test_digit_images(env):
    question.check(env, "test_digit_images")


@test_case(name="test_digit_files", points=1)
def test_digit_files(env):
    question.check(env, "test_digit_files")
