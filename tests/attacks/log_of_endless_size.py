"""Writes a log of 40 MB, and one that is no log, and links to files of the grader's. The judge would choke or tell of them."""
import os

ASSIGNMENT = "experiments"
ONLY = {"test_log", "test_grid"}
LOST = {"test_log"}
SECONDS = 20.0


def log(history, folder):
    os.makedirs(folder, exist_ok=True)
    if "best_epoch" in history:
        with open(os.path.join(folder, "events.out.tfevents.1.a"), "wb") as file:
            file.write(os.urandom(1000) + bytes(40_000_000))
    else:
        os.symlink("/etc/passwd", os.path.join(folder, "events.out.tfevents.1.a"))
