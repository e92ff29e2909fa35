"""Leaves notes for the next submission in every folder that several programs share."""
import contextlib
import os

LOST = set()
SAYS = "tried to write"

found = []
for folder in ("{FOLDER}", "{OUTSIDE}"):
    with contextlib.suppress(OSError):
        open(f"{folder}/note", "w").write("hidden inputs")
with contextlib.suppress(OSError):
    os.memfd_create("{NAME}")
