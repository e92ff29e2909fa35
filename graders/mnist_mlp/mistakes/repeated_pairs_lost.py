"""matrix[y_true, y_pred] += 1 writes to each cell once, however often the pair occurs: the matrix holds only zeros
and ones. What does it add up to, and how many samples are there?"""

FAILS = ("test_confusion_matrix",)
SEE = "The confusion matrix"


def confusion_matrix(y_true, y_pred, n_classes=10):
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    matrix[y_true, y_pred] += 1
    return matrix
