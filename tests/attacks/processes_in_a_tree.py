"""Starts processes that start processes, each leaving at once, so that their parents cannot be followed."""
import os
import time

SECONDS = 8.0
LOST = {"test_doubles"}
SAYS = "started more than 32 processes"


def double(x):
    for _ in range(40):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(20)
            os._exit(0)
        os.wait()
    time.sleep(20)
