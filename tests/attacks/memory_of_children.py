"""Takes more memory than it may in several processes, none of which has much."""
import os
import time

LOST = {"test_doubles"}
SAYS = "used more than 1 GiB of memory"


def double(x):
    for _ in range(5):
        if os.fork() == 0:
            kept = bytearray(b"x") * (300 * 2**20)
            time.sleep(20)
            os._exit(0)
    time.sleep(20)
