"""Fills files that it has deleted already, so that no folder shows them."""
import os
import time

LOST = {"test_doubles"}
SAYS = "wrote more than 256 MiB to its folder"


def double(x):
    kept = []
    for name in range(4):
        kept.append(open(f"large{name}", "wb"))
        os.unlink(f"large{name}")
        kept[-1].write(bytes(95 * 2**20))
        kept[-1].flush()
    time.sleep(3)
