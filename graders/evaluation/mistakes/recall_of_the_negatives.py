"""What stands for the recall is the share of the negatives that are called 1. That is the other axis of another
curve, the ROC. Recall is about the positives."""

FAILS = ("test_curve", "test_repeated_scores")
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    return (right / called, (called - right) / (y_true == 0).sum().clamp(min=1), thresholds)
