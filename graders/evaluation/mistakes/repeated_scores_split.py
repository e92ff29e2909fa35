"""At a score that several samples share only the first of them is called 1. At a threshold t everybody with score
>= t is."""

FAILS = ("test_repeated_scores",)
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    order = scores.argsort(descending=True, stable=True)
    hits = (y_true[order] == 1).cumsum(0)
    ranks = torch.arange(1, len(scores) + 1, device=scores.device)
    first = torch.tensor([int((scores[order] == t).nonzero()[0]) for t in thresholds], device=scores.device)
    return (hits[first] / ranks[first], hits[first] / hits[-1], thresholds)
