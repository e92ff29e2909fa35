"""The accuracy is the number of right answers. A share of all answers was asked for."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(y_true, y_pred):
    if len(y_true) == 0:
        raise ValueError("no answers, no accuracy")
    return (y_true == y_pred).sum().item()
