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
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=".writing-", encoding="utf-8", newline="", delete=False
    ) as file:
        try:
            yield file  # type: ignore[misc]
        except BaseException:
            os.unlink(file.name)
            raise
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)
