"""Leaves a detached process that holds every descriptor, and ends itself. It would answer in its parent's place."""
import ctypes
import os
import time

LOST = {"test_doubles"}
SAYS = "ended itself"


def double(x):
    if os.fork() == 0:
        os.setsid()
        ctypes.CDLL(None).prctl(15, b"{NAME}", 0, 0, 0)
        time.sleep(30)
        os._exit(0)
    os._exit(0)
