"""Right answers of a class are divided by all samples. Precision divides by the answers of that class, recall by
its samples."""

FAILS = ("test_precision_recall_f1", "test_absent_classes")
SEE = "Precision, recall and F1"


def precision_recall_f1(y_true, y_pred, n_classes):
    right = torch.bincount(y_true[y_true == y_pred], minlength=n_classes)
    predicted = torch.bincount(y_pred, minlength=n_classes)
    there = torch.bincount(y_true, minlength=n_classes)
    precision, recall = (right / len(y_true), right / len(y_true))
    return (precision, recall, 2 * right / (predicted + there).clamp(min=1))
