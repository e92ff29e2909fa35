"""The diagonal is set to 0 in the caller's own matrix, and its right answers are gone for good. What ends in an
underscore works in place."""

FAILS = ("test_most_confused", "test_few_errors")
SEE = "Who is taken for whom"


def most_confused(matrix, k=3):
    matrix.fill_diagonal_(0)
    cells = [(i, j, count) for i, row in enumerate(matrix.tolist()) for j, count in enumerate(row)]
    mistakes = [(i, j, count) for i, j, count in cells if i != j and count > 0]
    return sorted(mistakes, key=lambda cell: -cell[2])[:k]
