"""Leaves a process of its own, detached from everything, that goes on when the judging is over."""
import ctypes
import os
import time

LOST = set()

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"{NAME}", 0, 0, 0)
        os.chdir("/")
        time.sleep(30)
    os._exit(0)
os.wait()
