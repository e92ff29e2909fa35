"""The accuracy is a tensor. What does type() say of it, and what does .item() do?"""

FAILS = ("test_accuracy",)
SEE = "Accuracy"


def accuracy(y_true, y_pred):
    if len(y_true) == 0:
        raise ValueError("no answers, no accuracy")
    return (y_true == y_pred).double().mean()
