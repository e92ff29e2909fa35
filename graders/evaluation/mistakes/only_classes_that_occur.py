"""There is a number for each class up to the largest that occurs. n_classes says how many there are, and the last
ones may be missing."""

FAILS = ("test_absent_classes",)
SEE = "A class that is not there"


def precision_recall_f1(y_true, y_pred, n_classes):
    right = torch.bincount(y_true[y_true == y_pred], minlength=n_classes)
    predicted = torch.bincount(y_pred, minlength=n_classes)
    there = torch.bincount(y_true, minlength=n_classes)
    precision, recall = (right / predicted.clamp(min=1), right / there.clamp(min=1))
    n_classes = int(torch.maximum(y_true, y_pred).max()) + 1
    right, predicted, there = right[:n_classes], predicted[:n_classes], there[:n_classes]
    precision, recall = precision[:n_classes], recall[:n_classes]
    return (precision, recall, 2 * right / (predicted + there).clamp(min=1))
