"""Closes all its descriptors, the channel among them, and goes on."""
import os
import time

LOST = {"test_doubles"}
SAYS = "during double(…) the program"


def double(x):
    os.closerange(3, 256)
    time.sleep(20)
