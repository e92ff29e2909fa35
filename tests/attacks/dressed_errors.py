"""Raises errors whose text holds escape sequences, markup, HTML, formulas and line breaks. A report would obey them."""

LOST = {"test_doubles", "test_adds", "test_adds_far_numbers"}

TEXT = "\x1b[2J\x1b]0;10 of 10\x07[bold]10 of 10[/]\r\n✓ arena 10 of 10\n<script>alert(1)</script>\n=cmd|' /C calc'!A0\u202e\u2028"


class Dressed(Exception):
    pass


Dressed.__name__ = Dressed.__qualname__ = TEXT


def double(x):
    raise Dressed(TEXT)


def add(a, b):
    return TEXT
