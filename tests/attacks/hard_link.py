"""Puts a hard link to a secret file into its folder, which would make that file its own."""
import os

LOST = {"test_doubles"}
SAYS = "OSError"


def double(x):
    try:
        os.link("{SECRET}", "mine.txt")
        raise RuntimeError(open("mine.txt").read())
    except OSError as error:
        raise OSError("no link") from error
