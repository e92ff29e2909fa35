"""A class that was never predicted gets a precision of 1. Without a single right answer it gets 0 here."""

FAILS = ("test_absent_classes",)
SEE = "A class that is not there"


def precision_recall_f1(y_true, y_pred, n_classes):
    right = torch.bincount(y_true[y_true == y_pred], minlength=n_classes)
    predicted = torch.bincount(y_pred, minlength=n_classes)
    there = torch.bincount(y_true, minlength=n_classes)
    precision, recall = (right / predicted.clamp(min=1), right / there.clamp(min=1))
    precision[predicted == 0] = 1.0
    return (precision, recall, 2 * right / (predicted + there).clamp(min=1))
