"""Puts links and strange files where the judge will write, read and clean up: it would follow them."""
import contextlib
import os

LOST = {"test_checkpoint"}

for name in ("arena.pt", "results.json", "link"):
    with contextlib.suppress(OSError):
        os.symlink("{OUTSIDE}/kept.txt", name)
with contextlib.suppress(OSError):
    os.symlink("{OUTSIDE}", "folder")
with contextlib.suppress(OSError):
    os.mkfifo("pipe")


def save(net, path):
    os.symlink("{OUTSIDE}/kept.txt", path)
