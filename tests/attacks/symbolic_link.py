"""Puts a symbolic link to a secret file into its folder, and reads it there."""
import os

LOST = {"test_doubles"}
SAYS = "PermissionError"

os.symlink("{SECRET}", "mine.txt")


def double(x):
    raise RuntimeError(open("mine.txt").read())
