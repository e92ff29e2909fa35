"""Evaluation, with a few options more than were asked for."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


class _MLP(nn.Module):
    def __init__(self, n_inputs, n_hidden, n_outputs):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(n_inputs, n_hidden),
            nn.ReLU(),
            nn.Linear(n_hidden, n_hidden),
            nn.ReLU(),
        )
        self.head = nn.Linear(n_hidden, n_outputs)

    def forward(self, x):
        return self.head(self.body(x))


class BinaryClassifier(_MLP):
    def __init__(self, n_inputs: int, n_hidden: int = 16):
        super().__init__(n_inputs, n_hidden, 1)

    @torch.no_grad()
    def probability(self, x):
        return torch.sigmoid(self(x)).squeeze(1)


class MultiClassifier(_MLP):
    def __init__(self, n_inputs: int, n_classes: int, n_hidden: int = 32):
        super().__init__(n_inputs, n_hidden, n_classes)

    @torch.no_grad()
    def probability(self, x):
        return torch.softmax(self(x), dim=1)


class Tracker:
    def __init__(self, names):
        self.history = {name: [] for name in names}

    def add(self, prefix, loss, acc):
        self.history[f"{prefix}_loss"].append(loss)
        self.history[f"{prefix}_accuracy"].append(acc)


def measure(model, loader, optimizer=None):
    """Pass over the loader, with updates if there is an optimizer."""
    loss_sum, n_right, n = 0.0, 0, 0
    for x, y in loader:
        logits = model(x)
        binary = logits.shape[-1] == 1
        criterion = F.binary_cross_entropy_with_logits if binary else F.cross_entropy
        loss = criterion(logits, y)
        if optimizer is not None:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        loss_sum += float(loss.detach()) * len(x)
        target = y.squeeze(1) if binary else y
        n_right += torch.count_nonzero(predict(logits) == target).item()
        n += len(x)
    return loss_sum / n, n_right / n


def train(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int = 20,
    lr: float = 1e-3,
    verbose: bool = False,
) -> dict[str, list[float]]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    tracker = Tracker(["train_loss", "train_accuracy", "val_loss", "val_accuracy"])
    for epoch in range(epochs):
        model.train()
        tracker.add("train", *measure(model, train_loader, optimizer))
        model.eval()
        with torch.no_grad():
            tracker.add("val", *measure(model, val_loader))
        if verbose:
            print(epoch, {name: round(values[-1], 4) for name, values in tracker.history.items()})
    return tracker.history


def predict(logits: Tensor, threshold: float = 0.5) -> Tensor:
    if logits.shape[1] == 1:
        p = torch.sigmoid(logits[:, 0])
        return torch.where(p >= threshold, 1, 0)
    return torch.argmax(logits, dim=1)


def precision_recall_f1(
    y_true: Tensor, y_pred: Tensor, n_classes: int, empty: float = 0.0
) -> tuple[Tensor, Tensor, Tensor]:
    classes = torch.arange(n_classes, device=y_true.device).unsqueeze(1)  # (C, 1) against (N,) gives (C, N)
    true = classes == y_true
    pred = classes == y_pred
    tp = (true & pred).sum(dim=1).double()
    n_pred = pred.sum(dim=1).double()
    n_true = true.sum(dim=1).double()
    precision = torch.where(n_pred == 0, empty, tp / n_pred)
    recall = torch.where(n_true == 0, empty, tp / n_true)
    f1 = torch.where(tp == 0, empty, 2 * precision * recall / (precision + recall))
    return precision, recall, f1


def average(values: Tensor, y_true: Tensor, how: str = "macro") -> float:
    n_classes = values.shape[0]
    if how == "weighted":
        share = torch.bincount(y_true, minlength=n_classes) / y_true.shape[0]
        return torch.sum(share * values).item()
    if how == "macro":
        return torch.mean(values).item()
    raise ValueError(how)


def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    total = y_true.shape[0]
    if not total:
        raise ValueError("there is nothing to measure")
    return torch.count_nonzero(y_true == y_pred).item() / total


def precision_recall_curve(y_true: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    # from the highest score down
    order = torch.argsort(scores, descending=True)
    s, t = scores[order], y_true[order]
    tp = torch.cumsum(t, dim=0)
    called = torch.arange(1, len(s) + 1, device=s.device)
    # only the last sample of each group of equal scores counts
    last = torch.ones(len(s), dtype=torch.bool, device=s.device)
    last[:-1] = s[:-1] != s[1:]
    precision = (tp / called)[last].flip(0)
    recall = (tp / tp[-1])[last].flip(0)
    return precision, recall, s[last].flip(0)


def most_confused(matrix: Tensor, k: int = 3) -> list[tuple[int, int, int]]:
    off = matrix.clone()
    off.fill_diagonal_(0)
    where = off.nonzero().tolist()
    found = [(i, j, off[i, j].item()) for i, j in where]
    found.sort(key=lambda f: f[2], reverse=True)
    return found[:k]


def worst_errors(logits: Tensor, y: Tensor, k: int = 10) -> Tensor:
    p = torch.softmax(logits, dim=1)
    answers = torch.argmax(logits, dim=1)
    errors = []
    for i in range(len(y)):
        if answers[i] != y[i]:
            errors.append((p[i, answers[i]].item(), i))
    errors.sort()
    return torch.tensor([i for _, i in errors[:k]], dtype=torch.int64)


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
