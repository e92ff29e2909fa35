"""The thresholds are a fixed row of numbers from 0 to 1. The curve changes at the scores that occur, and nowhere
else."""

FAILS = ("test_curve", "test_repeated_scores")
SEE = "The precision-recall curve"


def precision_recall_curve(y_true, scores):
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    thresholds = torch.linspace(0, 1, 11, device=scores.device)
    said = scores >= thresholds[:, None]
    hits = (said & (y_true == 1)).sum(dim=1)
    return (hits / said.sum(dim=1).clamp(min=1), hits / (y_true == 1).sum(), thresholds)
