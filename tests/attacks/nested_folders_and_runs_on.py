"""Nests folders so deep that its watcher falls over, and then uses more memory than it may and leaves a process."""
import ctypes
import os
import time

LOST = {"test_doubles"}
SAYS = "nested"


def double(x):
    home = os.getcwd()
    for _ in range(1100):
        os.mkdir("d")
        os.chdir("d")
    os.chdir(home)
    if os.fork() == 0:
        ctypes.CDLL(None).prctl(15, b"{NAME}", 0, 0, 0)
        time.sleep(30)
        os._exit(0)
    time.sleep(3)
    return 2 * x
