"""The accuracy of no answers at all is 0. That says that all of them were wrong; there were none: a ValueError."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(y_true, y_pred):
    if len(y_true) == 0:
        return 0.0
    return (y_true == y_pred).double().mean().item()
