"""A quiz on an assignment: questions to think about, from `assignments/<slug>/quiz.toml`; nothing is marked or kept.

A question has choices, of which each wrong one says why it is wrong, or a snippet, whose output is to be told: that is
found out by running it.
"""

import contextlib
import io
import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torchgrade.course import Assignment
from torchgrade.errors import AuthorError


@dataclass(frozen=True)
class Question:
    """`right` is the answer, `wrong` holds others with what is wrong about each, `why` is said once it is answered.

    `code` is the snippet whose output `right` is; "" where the answer is chosen.
    """

    ask: str
    right: str
    wrong: Mapping[str, str]
    why: str
    code: str = ""

    @property
    def choices(self) -> list[str]:
        """All answers, in an order that gives nothing away and is always the same."""
        answers = sorted([self.right, *self.wrong])
        random.Random(self.ask).shuffle(answers)
        return answers

    def is_right(self, answer: str) -> bool:
        """Whether an answer is the right one, whatever its spaces and quotes; 1 is as right as 1.0, unless foreseen."""
        if _plain(answer) == _plain(self.right):
            return True
        return not self.objection(answer) and _number(answer) is not None and _number(answer) == _number(self.right)

    def objection(self, answer: str) -> str:
        """What is wrong about an answer, where somebody foresaw it."""
        return next((reason for wrong, reason in self.wrong.items() if _plain(wrong) == _plain(answer)), "")


def _plain(answer: str) -> str:
    return "".join(answer.split()).replace('"', "'").casefold()


def _number(answer: str) -> float | None:
    with contextlib.suppress(ValueError):
        return float(answer)
    return None


def questions(assignment: Assignment) -> list[Question]:
    """The quiz of an assignment, [] where it has none; an `AuthorError` for one that is broken."""
    path = assignment.folder / "quiz.toml"
    if not path.exists():
        return []
    try:
        return [_question(entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["question"]]
    except (KeyError, TypeError, ValueError) as error:
        raise AuthorError(f"{path.relative_to(assignment.root)}: {type(error).__name__}: {error}") from error


def _question(entry: dict[str, Any]) -> Question:
    code, wrong = entry.get("code", "").strip("\n"), entry.get("wrong", {})
    right = output(code) if code else entry["right"]
    if code and "right" in entry:
        raise ValueError(f"{entry['ask']!r} has code, whose output is the right answer: leave `right` out")
    if not code and not wrong:
        raise ValueError(f"{entry['ask']!r} has no wrong answers to choose from")
    if any(_plain(right) == _plain(answer) for answer in wrong):
        raise ValueError(f"{entry['ask']!r} calls the right answer wrong: {right!r}")
    return Question(entry["ask"].strip(), right, wrong, entry["why"].strip(), code)


def output(code: str) -> str:
    """What a snippet of the course's own prints, or the type and text of what it raises."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(code, "<quiz>", "exec"), {"__name__": "quiz"})
    except Exception as error:  # a question may be what goes wrong here
        return type(error).__name__
    return said.getvalue().strip()
