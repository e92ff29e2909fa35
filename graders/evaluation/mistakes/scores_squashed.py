"""The scores go through a sigmoid first, and the thresholds are no longer the scores that were handed in."""

FAILS = ("test_curve", "test_repeated_scores")
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    scores = scores.sigmoid()
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    return (right / called, right / right[0], thresholds)
