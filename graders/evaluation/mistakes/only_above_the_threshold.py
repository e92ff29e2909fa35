"""A sample whose score equals the threshold is not called 1. It is: score >= threshold."""

FAILS = ("test_curve", "test_repeated_scores")
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    called, right = (torch.cat([part[1:], part.new_zeros(1)]) for part in (called, right))
    return (right / called.clamp(min=1), right / (y_true == 1).sum(), thresholds)
