"""Returns lists that hold themselves, and lists nested a thousand deep. Whoever walks through them would not return."""

LOST = {"test_doubles", "test_descends", "test_adds", "test_adds_far_numbers"}


def double(x):
    loop = []
    loop.append(loop)
    return loop


def descend(w, x, y, lr, steps):
    deep = 0.0
    for _ in range(1000):
        deep = [deep]
    return deep


def add(a, b):
    table = {}
    table["self"] = (table,)
    return table
