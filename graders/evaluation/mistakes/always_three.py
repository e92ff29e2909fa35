"""Three pairs come back, whatever k says."""

FAILS = ("test_most_confused", "test_few_errors")
SEE = "Who is taken for whom"


def most_confused(matrix, k=3):
    cells = [(i, j, count) for i, row in enumerate(matrix.tolist()) for j, count in enumerate(row)]
    mistakes = [(i, j, count) for i, j, count in cells if i != j and count > 0]
    return sorted(mistakes, key=lambda cell: -cell[2])[:3]
