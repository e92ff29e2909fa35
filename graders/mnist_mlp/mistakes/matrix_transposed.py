"""The predicted class chooses the row of the confusion matrix, and the true class the column. Try three samples of
class 0 that are all taken for class 1: in which cell must the 3 stand?"""

FAILS = ("test_confusion_matrix",)
SEE = "The confusion matrix"


def confusion_matrix(y_true, y_pred, n_classes=10):
    pairs = n_classes * y_pred + y_true
    return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
