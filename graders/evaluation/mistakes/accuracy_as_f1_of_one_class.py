"""The accuracy is the F1 of class 1. Right answers of the other classes do not count for it; for an accuracy they
do."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(y_true, y_pred):
    if len(y_true) == 0:
        raise ValueError("no answers, no accuracy")
    return precision_recall_f1(y_true, y_pred, 1 + int(torch.maximum(y_true, y_pred).max()))[2][1].item()
