"""Pairs that were never confused are in the list, with a count of 0. Where there are fewer pairs than k, the list
is shorter."""

FAILS = ("test_few_errors",)
SEE = "Who is taken for whom"


def most_confused(matrix, k=3):
    cells = [(i, j, count) for i, row in enumerate(matrix.tolist()) for j, count in enumerate(row)]
    mistakes = [(i, j, count) for i, j, count in cells if i != j]
    return sorted(mistakes, key=lambda cell: -cell[2])[:k]
