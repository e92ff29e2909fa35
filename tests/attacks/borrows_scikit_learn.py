"""Has scikit-learn compute the metrics: imported in a function, by importlib, and kept since the beginning."""

ASSIGNMENT = "evaluation"
ONLY = {"test_accuracy", "test_precision_recall_f1", "test_curve", "test_most_confused"}
LOST = {"test_accuracy", "test_precision_recall_f1", "test_curve"}

try:
    import sklearn.metrics as kept
except Exception:
    kept = None


def accuracy(y_true, y_pred):
    from sklearn.metrics import accuracy_score

    return float(accuracy_score(y_true.numpy(), y_pred.numpy()))


def precision_recall_f1(y_true, y_pred, n_classes):
    import importlib

    theirs = importlib.import_module("sklearn.metrics").precision_recall_fscore_support
    found = theirs(y_true.numpy(), y_pred.numpy(), labels=range(n_classes), zero_division=0)
    return tuple(torch.tensor(part) for part in found[:3])


def precision_recall_curve(y_true, scores):
    import sys

    theirs = kept or sys.modules["sklearn.metrics"]
    precision, recall, thresholds = theirs.precision_recall_curve(y_true.numpy(), scores.numpy())
    return torch.tensor(precision[:-1].copy()), torch.tensor(recall[:-1].copy()), torch.tensor(thresholds.copy())
