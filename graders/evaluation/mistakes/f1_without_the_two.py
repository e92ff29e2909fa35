"""F1 is half of what it should be. With precision and recall both 1 it must be 1."""

FAILS = ("test_precision_recall_f1", "test_absent_classes")
SEE = "Precision, recall and F1"


def precision_recall_f1(y_true, y_pred, n_classes):
    right = torch.bincount(y_true[y_true == y_pred], minlength=n_classes)
    predicted = torch.bincount(y_pred, minlength=n_classes)
    there = torch.bincount(y_true, minlength=n_classes)
    precision, recall = (right / predicted.clamp(min=1), right / there.clamp(min=1))
    return (precision, recall, right / (predicted + there).clamp(min=1))
