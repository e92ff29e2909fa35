"""Switches off alarms and timers. A deadline set in its own process would never come."""
import signal
import time

LOST = {"test_doubles"}
SAYS = "had not returned when the time was up"
SECONDS = 1.5


def double(x):
    signal.alarm(0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    time.sleep(60)
    return 2 * x
