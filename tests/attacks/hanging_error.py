"""Raises an error whose text never comes. Writing the report would never end."""

LOST = {"test_doubles"}
SAYS = "had not returned when the time was up"
SECONDS = 1.5


class Hanging(Exception):
    def __str__(self):
        while True:
            pass


def double(x):
    raise Hanging
