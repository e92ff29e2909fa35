"""The errors are sorted by their loss, that is by how unlikely the right answer was. Sort by how likely the wrong
answer was: with many classes these differ."""

FAILS = ("test_worst_errors",)
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    return wrong[F.cross_entropy(logits, y, reduction="none")[wrong].argsort(descending=True)][:k]
