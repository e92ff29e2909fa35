"""The curve's precision and recall have changed places. Which of them never rises when the threshold does?"""

FAILS = ("test_curve", "test_repeated_scores")
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    return (right / right[0], right / called, thresholds)
