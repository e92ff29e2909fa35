"""Fills its folder (400 MB here). The disk would be full for everybody."""
import time

LOST = {"test_doubles"}
SAYS = "wrote more than 256 MiB to its folder"


def double(x):
    for name in range(4):
        open(f"large{name}", "wb").write(bytes(95 * 2**20))
    time.sleep(3)
