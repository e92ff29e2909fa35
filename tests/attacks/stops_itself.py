"""Stops its own process and group, so that nobody waits for an answer that never comes."""
import os
import signal

LOST = {"test_doubles"}
SECONDS = 1.5


def double(x):
    if os.fork() == 0:
        os.kill(os.getppid(), signal.SIGSTOP)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGSTOP)
    while True:
        pass
