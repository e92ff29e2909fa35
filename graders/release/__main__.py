"""`python -m graders.release`: builds what the course hands out, each product in a folder of its own under dist/."""

from pathlib import Path

import click

from graders.engine import catalog
from graders.engine.catalog import ROOT
from graders.release import gradescope, kit, otter

PRODUCTS = ("otter", "gradescope", "kit")


@click.command()
@click.option("-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable.")
@click.option("--only", "products", multiple=True, type=click.Choice(PRODUCTS), help="Only this product; repeatable.")
@click.option("--out", type=click.Path(path_type=Path), default=ROOT / "dist", help="Folder to build in.")
def main(slugs: tuple[str, ...], products: tuple[str, ...], out: Path) -> None:
    """Build dist/otter/<slug>-autograder.zip and dist/gradescope/<slug>.zip for every assignment, and the kit."""
    wanted = products or PRODUCTS
    for assignment in catalog.all_assignments():
        if not slugs or assignment.slug in slugs:
            if "otter" in wanted:
                _tell(otter.build(assignment.slug, out / "otter"))
            if "gradescope" in wanted:
                _tell(gradescope.build(assignment.slug, out / "gradescope"))
    if "kit" in wanted:
        _tell(kit.build(out, slugs))


def _tell(path: Path) -> None:
    click.echo(f"{path}: {path.stat().st_size / 2**10:.0f} KiB")


if __name__ == "__main__":
    main()
