"""Writes to files that exist in memory alone, which count neither as its own memory nor as its folder."""
import os
import time

LOST = {"test_doubles"}
SAYS = "wrote more than 256 MiB"


def double(x):
    kept = [os.memfd_create("kept") for _ in range(5)]
    for descriptor in kept:
        for _ in range(75):
            os.write(descriptor, bytes(2**20))
    time.sleep(3)
    return 2 * x
