"""The confusion matrix holds floats. It counts samples: which dtype do counts have?"""

FAILS = ("test_confusion_matrix",)
SEE = "The confusion matrix"


def confusion_matrix(y_true, y_pred, n_classes=10):
    matrix = torch.zeros(n_classes, n_classes)
    for i, j in zip(y_true, y_pred):
        matrix[i, j] += 1
    return matrix
