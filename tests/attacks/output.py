"""Prints without end (100 MB here). A judge that keeps what is printed would run out of memory."""
import os
import sys

LOST = set()

for _ in range(100):
    os.write(1, b"x" * 2**20)
    sys.stderr.write("y" * 1000)
