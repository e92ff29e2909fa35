"""Of equal counts the larger classes come first: a list that is sorted upwards and then reversed turns the equal
ones around as well."""

FAILS = ("test_few_errors",)
SEE = "Who is taken for whom"


def most_confused(matrix, k=3):
    cells = [(i, j, count) for i, row in enumerate(matrix.tolist()) for j, count in enumerate(row)]
    mistakes = [(i, j, count) for i, j, count in cells if i != j and count > 0]
    return sorted(mistakes, key=lambda cell: cell[2])[::-1][:k]
