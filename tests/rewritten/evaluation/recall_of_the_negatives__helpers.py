"""Classifiers of two and many classes and their metrics, in small typed functions."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Adam, Optimizer
from torch.utils.data import DataLoader, TensorDataset


class BinaryClassifier(nn.Module):
    def __init__(self, n_inputs: int, n_hidden: int = 16) -> None:
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(n_inputs, n_hidden), nn.Linear(n_hidden, n_hidden)])
        self.last = nn.Linear(n_hidden, 1)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.hidden:
            x = F.relu(layer(x))
        return self.last(x)


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs: int, n_classes: int, n_hidden: int = 32) -> None:
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(n_inputs, n_hidden), nn.Linear(n_hidden, n_hidden)])
        self.last = nn.Linear(n_hidden, n_classes)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.hidden:
            x = F.relu(layer(x))
        return self.last(x)


def is_binary(logits: Tensor) -> bool:
    return logits.dim() == 2 and logits.shape[1] == 1


def loss_and_right(logits: Tensor, y: Tensor) -> tuple[Tensor, int]:
    """Mean loss of a batch, and how many of its answers are right."""
    if is_binary(logits):
        loss = F.binary_cross_entropy_with_logits(logits, y)
    else:
        loss = F.cross_entropy(logits, y)
    return loss, int((predict(logits) == y.reshape(-1).long()).sum())


def step(optimizer: Optimizer, loss: Tensor) -> None:
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


def train_one_epoch(model: nn.Module, loader: Iterable, optimizer: Optimizer) -> tuple[float, float]:
    model.train()
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        loss, hits = loss_and_right(model(x), y)
        step(optimizer, loss)
        total += loss.item() * len(x)
        right += hits
        n += len(x)
    return total / n, right / n


@torch.no_grad()
def validate(model: nn.Module, loader: Iterable) -> tuple[float, float]:
    model.eval()
    total, right, n = 0.0, 0, 0
    for x, y in loader:
        loss, hits = loss_and_right(model(x), y)
        total += loss.item() * len(x)
        right += hits
        n += len(x)
    return total / n, right / n


def train(
    model: nn.Module, train_loader: DataLoader, val_loader: DataLoader, epochs: int = 20, lr: float = 1e-3
) -> dict[str, list[float]]:
    optimizer = Adam(model.parameters(), lr=lr)
    history: dict[str, list[float]] = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        loss, acc = train_one_epoch(model, train_loader, optimizer)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(acc)
        loss, acc = validate(model, val_loader)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(acc)
    return history


def predict(logits: Tensor, threshold: float = 0.5) -> Tensor:
    if is_binary(logits):
        return torch.sigmoid(logits).flatten().ge(threshold).long()
    return logits.max(dim=1).indices


def divide(numerator: Tensor, denominator: Tensor) -> Tensor:
    """0 where there is nothing to divide by."""
    zero = torch.zeros_like(numerator)
    return torch.where(denominator > 0, numerator / denominator.where(denominator > 0, 1.0), zero)


def per_class(labels: Tensor, n_classes: int) -> Tensor:
    return F.one_hot(labels, n_classes).double()


def precision_recall_f1(y_true: Tensor, y_pred: Tensor, n_classes: int) -> tuple[Tensor, Tensor, Tensor]:
    true, pred = per_class(y_true, n_classes), per_class(y_pred, n_classes)
    tp = (true * pred).sum(dim=0)
    fp = ((1 - true) * pred).sum(dim=0)
    fn = (true * (1 - pred)).sum(dim=0)
    return divide(tp, tp + fp), divide(tp, tp + fn), divide(2 * tp, 2 * tp + fp + fn)


def class_counts(y_true: Tensor, n_classes: int) -> Tensor:
    return torch.bincount(y_true, minlength=n_classes).double()


def average(values: Tensor, y_true: Tensor, how: str = "macro") -> float:
    match how:
        case "macro":
            weights = torch.ones(len(values), dtype=torch.double, device=values.device)
        case "weighted":
            weights = class_counts(y_true, len(values))
        case _:
            raise ValueError(f"'{how}' is no way to average, try 'macro' or 'weighted'")
    return float((values.double() * weights).sum() / weights.sum())


def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    if len(y_true) == 0:
        raise ValueError("accuracy needs at least one answer")
    return float(torch.eq(y_true, y_pred).double().mean())


def counts_at(threshold: Tensor, y_true: Tensor, scores: Tensor) -> tuple[int, int, int, int]:
    """(true positives, false positives, false negatives, true negatives) at this threshold."""
    called = scores >= threshold
    positive = y_true == 1
    tp = int((called & positive).sum())
    fp = int((called & ~positive).sum())
    fn = int((~called & positive).sum())
    tn = int((~called & ~positive).sum())
    return tp, fp, fn, tn


def precision_recall_curve(y_true: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    thresholds = torch.unique(scores, sorted=True)
    precision, recall = [], []
    for threshold in thresholds:
        tp, fp, fn, tn = counts_at(threshold, y_true, scores)
        precision.append(tp / (tp + fp))
        recall.append(fp / max(fp + tn, 1))
    return torch.tensor(precision), torch.tensor(recall), thresholds


def most_confused(matrix: Tensor, k: int = 3) -> list[tuple[int, int, int]]:
    n = matrix.shape[0]
    triples = [(i, j, int(matrix[i, j])) for i in range(n) for j in range(n) if i != j]
    triples = [triple for triple in triples if triple[2] > 0]
    triples.sort(key=lambda triple: (-triple[2], triple[0], triple[1]))
    return triples[:k]


def worst_errors(logits: Tensor, y: Tensor, k: int = 10) -> Tensor:
    probabilities = F.softmax(logits, dim=1)
    answers = probabilities.argmax(dim=1)
    confidence = probabilities.gather(1, answers.unsqueeze(1)).squeeze(1)
    wrong = (answers != y).nonzero().squeeze(1)
    best_first = confidence[wrong].sort(descending=True).indices
    return wrong[best_first][:k]


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
