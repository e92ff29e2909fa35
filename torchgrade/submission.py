"""A submission: what intake makes of a hand-in, and what is judged."""

from dataclasses import dataclass
from pathlib import Path

Cells = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Submission:
    """What was handed in for one assignment: code cells as (title, source) and, perhaps, trained weights.

    A script is one cell, a notebook has many; a failing cell does not stop the later ones. `problem` says in a
    sentence why there is nothing to run.
    """

    cells: Cells = ()
    weights: Path | None = None
    problem: str = ""
