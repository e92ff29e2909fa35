"""Where there are fewer errors than k, right answers fill the list. It is to be shorter then."""

FAILS = ("test_few_errors",)
SEE = "The worst errors"


def worst_errors(logits, y, k=10):
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    if len(wrong) < k:
        wrong = torch.cat([wrong, (answer == y).nonzero().flatten()[: k - len(wrong)]])
    return wrong[probability[wrong].argsort(descending=True)][:k]
