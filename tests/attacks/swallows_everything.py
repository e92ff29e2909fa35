"""Catches every exception in an endless loop. A timeout that is an exception would be swallowed."""

LOST = {"test_doubles"}
SAYS = "had not returned when the time was up"
SECONDS = 1.5


def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
