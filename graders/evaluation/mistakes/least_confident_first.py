"""The errors begin with the one that was least sure. First comes the one that was surest of itself."""

FAILS = ("test_worst_errors",)
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    return wrong[probability[wrong].argsort(descending=False)][:k]
