"""Raises SystemExit, KeyboardInterrupt and GeneratorExit, which `except Exception` lets through to the judge."""

LOST = {"test_adds", "test_adds_far_numbers", "test_doubles", "test_measures"}
SAYS = "exit() was called"


def add(a, b):
    raise SystemExit(0)


def double(x):
    raise KeyboardInterrupt


def accuracy(logits, y):
    raise GeneratorExit
