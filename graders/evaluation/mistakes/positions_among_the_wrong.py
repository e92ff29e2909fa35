"""The numbers say which of the wrong answers is meant, not which of all samples. An image is found by its place
among all of them."""

FAILS = ("test_worst_errors", "test_few_errors")
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    return probability[wrong].argsort(descending=True)[:k]
