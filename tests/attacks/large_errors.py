"""Raises groups of errors, chains of them, texts of 10 MB and endless recursion. The report would hold it all."""

LOST = {"test_doubles", "test_adds", "test_adds_far_numbers", "test_measures"}


def double(x):
    raise BaseExceptionGroup("x" * 10_000_000, [KeyboardInterrupt(), SystemExit()])


def add(a, b):
    return add(a, b)


def accuracy(logits, y):
    error = None
    for number in range(100_000):
        before, error = error, ValueError("y" * 100)
        error.__cause__ = before
    raise error
