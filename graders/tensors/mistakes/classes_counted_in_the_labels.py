"""`one_hot` makes as many columns as the largest label asks for. When nothing belongs to the last class, its column is
missing: `n_classes` says how many there are.
"""

FAILS = ("test_one_hot",)
SEE = "Labels as rows"


def one_hot(y, n_classes):
    return torch.nn.functional.one_hot(y).float()
