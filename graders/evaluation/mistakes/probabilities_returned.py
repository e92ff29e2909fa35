"""The probabilities come back. With them nobody finds the images; indices were asked for."""

FAILS = ("test_worst_errors", "test_few_errors")
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    return probability[wrong].sort(descending=True).values[:k]
