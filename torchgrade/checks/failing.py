"""What a check is worth, and how it says that a promise is broken."""

from typing import NoReturn

import pytest

from torchgrade.checks.showing import show

points = pytest.mark.points  # points(2): what the check is worth
needs = pytest.mark.needs  # needs("test_other"): blocked unless that check passed
seconds = pytest.mark.seconds  # seconds(60): wall-clock deadline, in place of the assignment's


class Mismatch(AssertionError):
    """The program did something else than promised: what was expected, what came, where, and a hint.

    `credit` is the fraction of the points that is earned all the same, from 0 to 1.
    """

    def __init__(self, expected: str, got: str, *, where: str = "", hint: str = "", credit: float = 0.0):
        super().__init__(f"expected {expected}, got {got}")
        self.expected, self.got, self.where, self.hint, self.credit = expected, got, where, hint, credit


def fail(expected: str, got: object, *, where: str = "", hint: str = "", credit: float = 0.0) -> NoReturn:
    """Ends the check: `expected` is text, `got` text or any value to be shown."""
    got = got if isinstance(got, str) else show(got)
    raise Mismatch(expected, got, where=where, hint=hint, credit=credit)
