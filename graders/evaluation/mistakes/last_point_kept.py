"""Precision and recall have one value more than there are thresholds, the point (1, 0) at the end. It belongs to no
score."""

FAILS = ("test_curve", "test_repeated_scores")
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    end = torch.ones(1, device=scores.device)
    return (torch.cat([right / called, end]), torch.cat([right / right[0], 1 - end]), thresholds)
