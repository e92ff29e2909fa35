"""The errors are sorted by the lead of the first logit over the second. The probability of an answer depends on all
logits of its row."""

FAILS = ("test_worst_errors",)
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    return wrong[logits.topk(2, dim=1).values.diff(dim=1)[:, 0].neg()[wrong].argsort(descending=True)][:k]
