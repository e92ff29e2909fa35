"""Returns lists of six lists of six lists and so on, eight deep. Shown in full they would make a report of 10 MB."""

LOST = {"test_adds", "test_adds_far_numbers", "test_doubles"}


def wide(depth):
    return [wide(depth - 1) for _ in range(6)] if depth else 0.123456


def add(a, b):
    return wide(7)


def double(x):
    return {f"{key}" * 100: wide(6) for key in range(6)}
