"""The errors are sorted by their largest logit. Only the differences within a row matter: add 5 to all logits of a
row, and no probability changes."""

FAILS = ("test_worst_errors",)
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    return wrong[probability[wrong].argsort(descending=True)][:k]
