"""`torchgrade quiz`: questions on an assignment, to think about."""

from string import ascii_lowercase

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.syntax import Syntax

from torchgrade.commands.options import chosen, could_not_grade, the_course
from torchgrade.practice.quiz import Question, questions


@click.command("quiz")
@click.option("-a", "--assignment", "slug", required=True, metavar="SLUG")
def command(slug: str) -> None:
    """Asks a few questions on an assignment. Nothing is marked, and nothing is kept."""
    console = Console(highlight=False)
    with could_not_grade(console, "ask"):
        (assignment,) = chosen(the_course(), (slug,))
        asked = questions(assignment)
    if not asked:
        console.print(f"{slug} has no quiz")
    for number, question in enumerate(asked, 1):
        console.print(f"\n[bold]{number} of {len(asked)}[/]")
        _ask(question, console)


def _ask(question: Question, console: Console) -> None:
    """Asks until the answer is right, or until nothing is answered."""
    console.print(Markdown(question.ask))
    if question.code:
        console.print()
        console.print(Syntax(question.code, "python", background_color="default"))
    else:
        for letter, choice in zip(ascii_lowercase, question.choices, strict=False):
            console.print(f"  {letter}) {choice}", markup=False)
    while answer := click.prompt("your answer (Enter shows it)", default="", show_default=False).strip():
        answer = _chosen(answer, question)
        if question.is_right(answer):
            break
        console.print(Markdown(question.objection(answer) or "No. Try again.", style="yellow"))
    else:
        console.print(question.right, style="bold", markup=False)
    console.print(Markdown(question.why))


def _chosen(answer: str, question: Question) -> str:
    """The choice behind a letter; the answer itself where it is none."""
    choices = {} if question.code else dict(zip(ascii_lowercase, question.choices, strict=False))
    return choices.get(answer.rstrip(").").lower(), answer)
