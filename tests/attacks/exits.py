"""Ends its process with exit code 0. A judge that trusts exit codes would see a run without failures."""
import os

LOST = {"test_adds", "test_adds_far_numbers"}
SAYS = "the program ended itself, as os._exit(0) does"


def add(a, b):
    os._exit(0)
