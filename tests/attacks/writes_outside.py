"""Writes outside its folder: beside it, into temporary folders, shared memory and its home. Others would read it."""
import contextlib

LOST = set()
SAYS = "tried to write"

for name in ("{OUTSIDE}/new.txt", "{OUTSIDE}/kept.txt", "{OUTSIDE}/x.pth", "{OUTSIDE}/results.json"):
    for mode in ("w", "a", "r+"):
        with contextlib.suppress(OSError):
            open(name, mode).write("written")
