"""Every sample gives a threshold, also where several have the same score. A score that is there three times is
still one threshold."""

FAILS = ("test_repeated_scores",)
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    thresholds = scores.sort().values
    position = torch.searchsorted(thresholds, scores, right=False)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    return (right / called, right / right[0], thresholds)
