"""Moves, exchanges and deletes files outside its folder. It could take them, or spoil the next run."""
import contextlib
import os
import shutil

LOST = set()

for attempt in (lambda: os.rename("{SECRET}", "mine.txt"), lambda: os.unlink("{OUTSIDE}/kept.txt"),
                lambda: os.truncate("{OUTSIDE}/kept.txt", 0), lambda: shutil.rmtree("{OUTSIDE}"),
                lambda: os.mkdir("{OUTSIDE}/new"), lambda: os.symlink("x", "{OUTSIDE}/link"),
                lambda: os.mknod("{OUTSIDE}/node"), lambda: os.mkfifo("{OUTSIDE}/fifo")):
    with contextlib.suppress(OSError):
        attempt()
