"""Starts processes without end (two hundred here). The machine would have none left for others."""
import ctypes
import os
import time

SECONDS = 8.0
LOST = {"test_doubles"}
SAYS = "started more than 32 processes"


def double(x):
    for _ in range(200):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, b"{NAME}", 0, 0, 0)
            time.sleep(20)
            os._exit(0)
    time.sleep(20)
