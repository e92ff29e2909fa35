"""The last section of a handout, made from its quiz: the questions, and the answers behind a line to click."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from torchgrade.course import Assignment
from torchgrade.practice.quiz import Question, questions

TITLE = "Check yourself"
START = f"""\
## {TITLE}

These questions are for you: nothing is marked, and nothing is kept. `make quiz A={{slug}}` asks them in the terminal.
"""


def handout(assignment: Assignment) -> str:
    """The handout as it should be: what its author wrote, and the section made from quiz.toml, where there is one."""
    text = (assignment.folder / "README.md").read_text(encoding="utf-8")
    asked = questions(assignment)
    own = re.split(rf"^## {TITLE}$", text, maxsplit=1, flags=re.MULTILINE)[0].rstrip()
    if not asked:
        return text
    parts = [START.format(slug=assignment.slug), *(_shown(n, question) for n, question in enumerate(asked, 1))]
    return f"{own}\n\n" + "\n".join(parts)


def _shown(number: int, question: Question) -> str:
    return "\n".join([f"**{number}.** {question.ask}\n", *_answers(question)])


def _answers(question: Question) -> Iterator[str]:
    if question.code:
        yield f"```python\n{question.code}\n```\n"
        shown = {answer: f"`{answer}`" for answer in (question.right, *question.wrong)}
    else:
        shown = dict(zip(question.choices, ascii_lowercase, strict=False))
        yield "\n".join(f"- {letter}) {choice}" for choice, letter in shown.items()) + "\n"
    yield f"<details><summary>Answer</summary>\n\n{shown[question.right]}: {question.why}\n"
    yield from (f"- Not {shown[wrong]}: {question.wrong[wrong]}" for wrong in shown if wrong in question.wrong)
    yield "\n</details>\n"
