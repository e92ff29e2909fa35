"""Notes what a submission tries that the walls refuse, for a sentence in the report."""

import os
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any

TOOL = os.path.dirname(os.path.dirname(__file__))
WATCHED = ("open", "socket.__new__", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.kill")


class Watch:
    """Notes what a submission tries that the walls refuse, for a sentence in the report. It refuses nothing itself."""

    MOST = 5

    def __init__(self, readable: Sequence[str], writable: Sequence[str]):
        self.attempts: list[str] = []
        self._readable, self._writable = (*readable, TOOL), tuple(writable)  # torch looks into its callers' files

    def see(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook: called by Python itself, for every event, whatever the submission has replaced."""
        if event not in WATCHED or _importing():
            return
        if event == "open" and isinstance(arguments[0], str | bytes):
            self._opened(os.fsdecode(arguments[0]), arguments[2])
        elif event == "socket.__new__":
            self._note("open a network socket")
        elif event == "os.kill":
            self._note(f"send a signal to process {arguments[0]}")
        elif event != "open":
            self._note(f"start another program ({arguments[0]})")

    def _opened(self, path: str, flags: int) -> None:
        full, writing = os.path.abspath(path), flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        allowed = self._writable if writing else self._readable + self._writable
        if not any(full == root or full.startswith(root.rstrip("/") + "/") for root in allowed):
            self._note(f"{'write' if writing else 'read'} {full}")

    def _note(self, attempt: str) -> None:
        if attempt[:200] not in self.attempts and len(self.attempts) < self.MOST:
            self.attempts.append(attempt[:200])


def _importing() -> bool:
    """Whether some import is under way: what a library tries while it loads is not the submission's doing."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename != "<frozen importlib._bootstrap>":
        frame = frame.f_back
    return frame is not None
