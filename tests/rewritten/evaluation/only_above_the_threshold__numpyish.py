"""Evaluation of classifiers, with NumPy where no gradient is needed."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


class BinaryClassifier(nn.Module):
    def __init__(self, n_inputs: int, n_hidden: int = 16):
        super().__init__()
        self.first = nn.Linear(n_inputs, n_hidden)
        self.second = nn.Linear(n_hidden, n_hidden)
        self.out = nn.Linear(n_hidden, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.first(x))
        h = torch.relu(self.second(h))
        return self.out(h)


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs: int, n_classes: int, n_hidden: int = 32):
        super().__init__()
        self.first = nn.Linear(n_inputs, n_hidden)
        self.second = nn.Linear(n_hidden, n_hidden)
        self.out = nn.Linear(n_hidden, n_classes)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.first(x))
        h = torch.relu(self.second(h))
        return self.out(h)


def as_array(t):
    return t.detach().cpu().numpy()


def batch_loss(logits, y):
    if logits.shape[1] == 1:
        return nn.BCEWithLogitsLoss()(logits, y)
    return nn.CrossEntropyLoss()(logits, y)


def batch_accuracy(logits, y):
    return np.mean(as_array(predict(logits)) == as_array(y).ravel())


def train(
    model: nn.Module, train_loader: DataLoader, val_loader: DataLoader, epochs: int = 20, lr: float = 1e-3
) -> dict[str, list[float]]:
    opt = torch.optim.Adam(model.parameters(), lr)
    results = []
    for _ in range(epochs):
        row = []

        model.train()
        losses, accs, sizes = [], [], []
        for x, y in train_loader:
            opt.zero_grad()
            logits = model(x)
            loss = batch_loss(logits, y)
            loss.backward()
            opt.step()
            losses.append(loss.item())
            accs.append(batch_accuracy(logits, y))
            sizes.append(len(y))
        row += [np.average(losses, weights=sizes), np.average(accs, weights=sizes)]

        model.eval()
        losses, accs, sizes = [], [], []
        with torch.no_grad():
            for x, y in val_loader:
                logits = model(x)
                losses.append(batch_loss(logits, y).item())
                accs.append(batch_accuracy(logits, y))
                sizes.append(len(y))
        row += [np.average(losses, weights=sizes), np.average(accs, weights=sizes)]
        results.append(row)

    results = np.array(results).reshape(-1, 4)
    return {
        "train_loss": results[:, 0].tolist(),
        "train_accuracy": results[:, 1].tolist(),
        "val_loss": results[:, 2].tolist(),
        "val_accuracy": results[:, 3].tolist(),
    }


def predict(logits: Tensor, threshold: float = 0.5) -> Tensor:
    if logits.shape[1] > 1:
        return logits.argmax(dim=1)
    return (torch.sigmoid(logits) >= threshold).squeeze(1).to(torch.int64)


def safe_divide(a, b):
    return np.divide(a, b, out=np.zeros(len(a)), where=b > 0)


def precision_recall_f1(y_true: Tensor, y_pred: Tensor, n_classes: int) -> tuple[Tensor, Tensor, Tensor]:
    t, p = as_array(y_true), as_array(y_pred)
    matrix = np.zeros((n_classes, n_classes))
    np.add.at(matrix, (t, p), 1)
    right = np.diag(matrix)
    precision = safe_divide(right, matrix.sum(axis=0))
    recall = safe_divide(right, matrix.sum(axis=1))
    f1 = safe_divide(2 * precision * recall, precision + recall)
    return torch.from_numpy(precision), torch.from_numpy(recall), torch.from_numpy(f1)


def average(values: Tensor, y_true: Tensor, how: str = "macro") -> float:
    v = as_array(values).astype(np.float64)
    if how not in ("macro", "weighted"):
        raise ValueError(f"how should be macro or weighted, got {how}")
    if how == "macro":
        return float(np.mean(v))
    counts = np.bincount(as_array(y_true), minlength=len(v))
    return float(np.sum(v * counts) / np.sum(counts))


def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    t, p = as_array(y_true), as_array(y_pred)
    if t.size == 0:
        raise ValueError("accuracy of an empty array")
    return float(np.mean(t == p))


def precision_recall_curve(y_true: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    t, s = as_array(y_true), as_array(scores)
    thresholds = np.unique(s)
    all_sorted = np.sort(s)
    positives_sorted = np.sort(s[t == 1])
    # how many scores each threshold calls 1, and how many of them are right
    called = len(all_sorted) - np.searchsorted(all_sorted, thresholds, side="right")
    right = len(positives_sorted) - np.searchsorted(positives_sorted, thresholds, side="right")
    precision = right / np.maximum(called, 1)
    recall = right / len(positives_sorted)
    return torch.from_numpy(precision), torch.from_numpy(recall), torch.from_numpy(thresholds)


def most_confused(matrix: Tensor, k: int = 3) -> list[tuple[int, int, int]]:
    m = as_array(matrix).copy()
    np.fill_diagonal(m, 0)
    order = np.argsort(-m.ravel(), kind="stable")[:k]
    rows, columns = np.unravel_index(order, m.shape)
    return [(int(i), int(j), int(m[i, j])) for i, j in zip(rows, columns) if m[i, j] > 0]


def worst_errors(logits: Tensor, y: Tensor, k: int = 10) -> Tensor:
    z = as_array(logits).astype(np.float64)
    z = z - z.max(axis=1, keepdims=True)
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    answers = p.argmax(axis=1)
    wrong = np.flatnonzero(answers != as_array(y))
    confidence = p[wrong, answers[wrong]]
    order = np.argsort(confidence)[::-1]
    return torch.from_numpy(wrong[order][:k].astype(np.int64))


if __name__ == "__main__":
    from assignments import datasets

    data = datasets.images()
    images, test_images = data.train_images.flatten(start_dim=1), data.test_images.flatten(start_dim=1)
    n_val = len(images) // 6

    def loaders(labels):
        """The training images without the first sixth, in a new order every epoch, and the first sixth to watch by."""
        train_set, val_set = (TensorDataset(images[part], labels[part]) for part in (slice(n_val, None), slice(n_val)))
        return DataLoader(train_set, batch_size=64, shuffle=True), DataLoader(val_set, batch_size=500)

    torch.manual_seed(0)
    epochs = 3 if data.official else 60
    print(f"{data.source}: {len(images) - n_val} training, {n_val} validation and {len(test_images)} test images")

    digits = MultiClassifier(784, 10)
    history = train(digits, *loaders(data.train_labels), epochs=epochs)
    logits, y = digits(test_images).detach(), data.test_labels
    answers = predict(logits)
    matrix = torch.bincount(10 * y + answers, minlength=100).reshape(10, 10)
    for name, values in zip(("precision", "recall", "F1"), precision_recall_f1(y, answers, 10), strict=True):
        mean = average(values, y)
        print(f"{name:9}", " ".join(f"{value:.3f}" for value in values.tolist()), f"  macro {mean:.4f}")
    print(f"accuracy  {accuracy(y, answers):.4f}; (true, predicted, count) most often: {most_confused(matrix)}")
    worst = worst_errors(logits, y)

    eight = BinaryClassifier(784)
    train(eight, *loaders((data.train_labels == 8).float().unsqueeze(1)), epochs=epochs)
    scores, is_eight = eight(test_images).detach().sigmoid().flatten(), (y == 8).long()
    curve = precision_recall_curve(is_eight, scores)
    for threshold in (0.1, 0.5, 0.9):
        answers_8 = (scores >= threshold).long()
        precision, recall, _ = precision_recall_f1(is_eight, answers_8, 2)
        print(f"is it an 8? threshold {threshold}: precision {precision[1]:.3f}, recall {recall[1]:.3f}")
