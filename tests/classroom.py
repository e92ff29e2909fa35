"""Makes classes of distinct working hand-ins, for tests and benchmarks: `python -m tests.classroom DIR SLUG 60`."""

import sys
from pathlib import Path

from tests.conftest import COURSE


def sources(slug: str, count: int) -> list[str]:
    """Right programs, no two the same: the reference and its variants in turn, each with a constant of its own."""
    right = [COURSE.root / "reference" / f"{slug}.py", *sorted((COURSE.root / "tests" / "correct" / slug).glob("*.py"))]
    return [f"{right[i % len(right)].read_text(encoding='utf-8')}\n\nHAND_IN = {i}\n" for i in range(count)]


def make(folder: Path, slug: str, count: int) -> None:
    """A folder per student, each with one program."""
    for number, source in enumerate(sources(slug, count)):
        home = folder / f"student-{number:04}"
        home.mkdir(parents=True)
        (home / f"{slug}.py").write_text(source, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
