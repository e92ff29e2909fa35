"""docs/benchmarks.md: a section for each benchmark, replaced as a whole when that benchmark is run again."""

import os
import platform
import re
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

Row = tuple[str, str, str]  # what, measured, promised
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEAD = "# Benchmarks\n\nWritten by `make bench`. Machines are shared and noisy: read the ratios.\n\n"


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def wall(command: list[str], **more: Any) -> float:
    """Seconds that a command takes. One that fails raises a RuntimeError with the end of what it said."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, **more)
    taken = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(command[:6])} ended with {done.returncode}: {(done.stdout + done.stderr)[-500:]}"
        )
    return taken


def section(title: str, how: str, rows: Iterable[Row]) -> str:
    """Markdown: how it was measured, on which machine, and a table."""
    lines = [
        f"## {title}",
        "",
        how,
        "",
        f"Machine: {cores()} CPU cores, Linux {platform.release()}, Python {platform.python_version()}, "
        f"torch {torch.__version__}.",
        "",
        "| what | measured | promised |",
        "| --- | --- | --- |",
        *(f"| {what} | {measured} | {promised} |" for what, measured, promised in rows),
    ]
    return "\n".join(lines) + "\n"


def put(text: str, page: Path = PAGE) -> None:
    """Writes a section into the page: in place of the one with the same title, or at the end."""
    head, *sections = re.split(r"^(?=## )", page.read_text(encoding="utf-8") if page.exists() else HEAD, flags=re.M)
    titles = [old.splitlines()[0] for old in sections]
    title = text.splitlines()[0]
    where = titles.index(title) if title in titles else len(sections)
    sections[where : where + 1] = [text]
    page.parent.mkdir(exist_ok=True)
    page.write_text("\n\n".join(part.strip() for part in (head, *sections)) + "\n", encoding="utf-8")
