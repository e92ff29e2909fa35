"""`torchgrade release`: what the course hands out for use elsewhere."""

from pathlib import Path

import click
from rich.console import Console

from torchgrade.commands.options import assignments_option, chosen, could_not_grade, the_course

PRODUCTS = ("otter", "gradescope", "kit")


@click.command("release")
@assignments_option
@click.option("--only", "products", multiple=True, type=click.Choice(PRODUCTS), help="Only this product; repeatable.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to build in; dist/ of the course by default.")
def command(slugs: tuple[str, ...], products: tuple[str, ...], out: Path | None) -> None:
    """Builds otter/<slug>-autograder.zip and gradescope/<slug>.zip for every assignment, and the student's kit."""
    with could_not_grade(Console(highlight=False), "build"):
        course = the_course()
        assignments, wanted, out = chosen(course, slugs), products or PRODUCTS, out or course.root / "dist"
        for assignment in assignments:
            if "otter" in wanted:
                from torchgrade.publish import otter

                _tell(otter.build(assignment, out / "otter"))
            if "gradescope" in wanted:
                from torchgrade.publish import gradescope

                _tell(gradescope.build(assignment, out / "gradescope"))
        if "kit" in wanted:
            from torchgrade.publish import kit

            _tell(kit.build(assignments, out))


def _tell(path: Path) -> None:
    click.echo(f"{path}: {path.stat().st_size / 2**10:.0f} KiB")
