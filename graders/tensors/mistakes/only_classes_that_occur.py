"""`one_hot` makes a column for each class that occurs among the labels. The others are missing, and the columns behind
them have moved.
"""

FAILS = ("test_one_hot",)
SEE = "Labels as rows"


def one_hot(y, n_classes):
    return (y[:, None] == y.unique()).float()
