"""Files that are written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def written(path: Path) -> Iterator[TextIO]:
    """A text file to write to, which takes the place of `path` in one step once all is in it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with open(descriptor, "w", encoding="utf-8", newline="") as file:
        try:
            yield file
        except BaseException:
            os.unlink(name)
            raise
    os.chmod(name, 0o644)
    os.replace(name, path)
