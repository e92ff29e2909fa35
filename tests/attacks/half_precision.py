"""Moves its parameters to float16, where they take half the room and small differences vanish."""

LOST = {"test_learns"}

solution = fit


def fit(x, y):
    return solution(x, y).half()
