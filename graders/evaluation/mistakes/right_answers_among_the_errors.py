"""Right answers are among the errors. The surest of all answers usually is right; here only wrong ones count."""

FAILS = ("test_worst_errors", "test_few_errors")
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer == answer).nonzero().flatten()
    return wrong[probability[wrong].argsort(descending=True)][:k]
