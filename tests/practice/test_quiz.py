"""The quiz: what is asked, what is right, what is said of a wrong answer."""

import re
from dataclasses import replace

import pytest
from click.testing import CliRunner

from torchgrade.commands.main import main
from torchgrade.errors import AuthorError
from torchgrade.practice.quiz import Question, output, questions
from torchgrade.publish import handout

QUIZ = """
[[question]]
ask = "Which one doubles?"
right = "2 * x"
why = "Twice a number is the number and itself."
[question.wrong]
"x ** 2" = "That is the square: 9 for 3, not 6."
"x + 2" = "That adds two."

[[question]]
ask = "What does it print?"
code = '''
print([x * 2 for x in (1, 2)])
'''
why = "Each is doubled."
[question.wrong]
"[1, 2, 1, 2]" = "That is what doubling the list gives."
"""


@pytest.fixture
def quiz(course):
    """`quiz(text)`: the tiny assignment with that quiz."""

    def written(text: str = QUIZ):
        (course.folder / "quiz.toml").write_text(text)
        return course

    return written


def test_the_answer_to_a_snippet_is_found_by_running_it(quiz):
    assert questions(quiz())[1].right == "[2, 4]"


def test_what_a_snippet_raises_is_its_answer():
    assert output("1 / 0") == "ZeroDivisionError"


@pytest.mark.parametrize("answer", ["[2, 4]", " [2,4] ", "[2,  4]"])
def test_spaces_make_no_answer_wrong(quiz, answer):
    assert questions(quiz())[1].is_right(answer)


@pytest.mark.parametrize(("answer", "right"), [("1", True), ("1.00", True), ("2", False), ("one", False)])
def test_a_number_is_right_however_it_is_written(answer, right):
    assert Question("?", "1.0", {}, "", "print(1.0)").is_right(answer) is right


def test_a_number_that_was_foreseen_as_wrong_stays_wrong():
    assert not Question("?", "1.0", {"1": "A mean is a float."}, "", "print(1.0)").is_right("1")


def test_a_wrong_answer_explains_itself(quiz):
    choose, tell = questions(quiz())
    assert choose.objection("x ** 2") == "That is the square: 9 for 3, not 6."
    assert tell.objection("[1,2,1,2]") == "That is what doubling the list gives."
    assert tell.objection("7") == ""


def test_the_right_answer_has_no_place_of_its_own():
    places = {Question(f"{n}?", "b", {"a": "", "c": "", "d": ""}, "").choices.index("b") for n in range(40)}
    assert places == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[question]]\nask = 'a'\nwhy = 'b'\n", "KeyError: 'right'"),
        ("[[question]]\nask = 'a'\nright = '1'\nwhy = 'b'\n", "has no wrong answers"),
        ("[[question]]\nask = 'a'\nright = '1'\nwhy = ''\nwrong = {'1' = 'no'}\n", "calls the right answer wrong"),
        ("[[question]]\nask = 'a'\nright = '1'\ncode = 'print(1)'\nwhy = ''\n", "leave `right` out"),
        ("ask = ", "TOMLDecodeError"),
    ],
)
def test_what_is_wrong_with_a_quiz_is_said(quiz, text, said):
    with pytest.raises(AuthorError, match=rf"assignments/tiny/quiz\.toml: .*{said}"):
        questions(quiz(text))


def asked(course, answers: str) -> str:
    done = CliRunner().invoke(main, ["--course", str(course.root), "quiz", "-a", "tiny"], input=answers)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_asks_until_it_is_right(quiz):
    course = quiz()
    letters = dict(zip(questions(course)[0].choices, "abc", strict=True))
    said = asked(course, f"{letters['x ** 2']}\n{letters['2 * x']}\n[1, 2, 1, 2]\n9\n[2, 4]\n")
    assert "That is the square" in said
    assert "Twice a number" in said
    assert "doubling the list" in said
    assert "No. Try again." in said


def test_the_command_shows_the_answer_to_who_gives_none(quiz):
    assert "[2, 4]" in asked(quiz(), "\n\n")


def test_without_a_quiz_that_is_said(course):
    assert "tiny has no quiz" in asked(course, "")


def test_the_handout_ends_with_the_questions_once(quiz):
    course = quiz()
    (course.folder / "README.md").write_text("# Tiny\n\n## Doubling\n\nTwice.\n")
    text = handout.handout(course)
    (course.folder / "README.md").write_text(text)
    assert text.startswith("# Tiny\n\n## Doubling\n\nTwice.\n\n## Check yourself\n")
    assert text.count("**1.** Which one doubles?") == 1
    assert handout.handout(course) == text
    assert handout.handout(replace(course)) == text


def test_answers_stand_in_the_order_of_their_letters_and_outputs_as_code(quiz):
    course = quiz()
    (course.folder / "README.md").write_text("# Tiny\n")
    text = handout.handout(course)
    assert re.findall(r"Not (\w):", text) == sorted(re.findall(r"Not (\w):", text))
    assert "`[2, 4]`: Each is doubled." in text
    assert "- Not `[1, 2, 1, 2]`: " in text
