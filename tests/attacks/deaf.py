"""Ignores every signal and then never returns. A deadline that is a signal would pass unheard."""
import signal

LOST = {"test_doubles"}
SAYS = "had not returned when the time was up"
SECONDS = 1.5


def double(x):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass
