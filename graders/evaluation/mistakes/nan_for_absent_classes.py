"""A class without samples or without answers gets nan, which is 0 / 0. Here it gets 0."""

FAILS = ("test_absent_classes",)
SEE = "A class that is not there"


def precision_recall_f1(y_true, y_pred, n_classes):
    right = torch.bincount(y_true[y_true == y_pred], minlength=n_classes)
    predicted = torch.bincount(y_pred, minlength=n_classes)
    there = torch.bincount(y_true, minlength=n_classes)
    precision, recall = (right / predicted, right / there)
    return (precision, recall, 2 * right / (predicted + there))
