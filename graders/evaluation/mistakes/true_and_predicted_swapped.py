"""The first number of a pair is the predicted class, the second the true one. In the matrix the true class is the
row, and here it comes first."""

FAILS = ("test_most_confused", "test_few_errors")
SEE = "Who is taken for whom"


def most_confused(matrix, k=3):
    cells = [(i, j, count) for i, row in enumerate(matrix.tolist()) for j, count in enumerate(row)]
    mistakes = [(j, i, count) for i, j, count in cells if i != j and count > 0]
    return sorted(mistakes, key=lambda cell: -cell[2])[:k]
