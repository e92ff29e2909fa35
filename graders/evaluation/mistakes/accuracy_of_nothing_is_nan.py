"""The accuracy of no answers at all is nan. Who asks for it has made a mistake somewhere, and should hear of it: a
ValueError."""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(y_true, y_pred):
    return (y_true == y_pred).double().mean().item()
