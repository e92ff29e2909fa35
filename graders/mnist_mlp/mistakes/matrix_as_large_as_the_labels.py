"""The size of the confusion matrix is taken from the largest label that occurs, so that a class without samples at
the end has no row. What is n_classes for?"""

FAILS = ("test_confusion_matrix",)
SEE = "The confusion matrix"


def confusion_matrix(y_true, y_pred, n_classes=10):
    n_classes = int(torch.maximum(y_true, y_pred).max()) + 1
    pairs = n_classes * y_true + y_pred
    return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
