"""A taken for B and B taken for A are added up. They are two different mistakes, each with a count of its own."""

FAILS = ("test_most_confused", "test_few_errors")
SEE = "Who is taken for whom"


def most_confused(matrix, k=3):
    cells = [(i, j, count) for i, row in enumerate((matrix + matrix.T).triu().tolist()) for j, count in enumerate(row)]
    mistakes = [(i, j, count) for i, j, count in cells if i != j and count > 0]
    return sorted(mistakes, key=lambda cell: -cell[2])[:k]
