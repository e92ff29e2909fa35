import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


def mlp(a, h, b):
    return nn.Sequential(nn.Linear(a, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, b))


class BinaryClassifier(nn.Module):
    def __init__(self, n_inputs: int, n_hidden: int = 16):
        super().__init__()
        self.net = mlp(n_inputs, n_hidden, 1)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.net(x))


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs: int, n_classes: int, n_hidden: int = 32):
        super().__init__()
        self.net = mlp(n_inputs, n_hidden, n_classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


def loss_of(z, y):
    return F.binary_cross_entropy_with_logits(z, y) if z.size(1) == 1 else F.cross_entropy(z, y)


def run(model, loader, optimizer=None):
    model.train(optimizer is not None)
    s = torch.zeros(3, dtype=torch.double)
    for x, y in loader:
        z = model(x)
        loss = loss_of(z, y)
        if optimizer is not None:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        s += torch.tensor([loss.item() * len(y), (predict(z) == y.view(-1)).sum().item(), len(y)], dtype=torch.double)
    return (s[:2] / s[2]).tolist()


def train(
    model: nn.Module, train_loader: DataLoader, val_loader: DataLoader, epochs: int = 20, lr: float = 1e-3
) -> dict[str, list[float]]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {k: [] for k in ("train_loss", "train_accuracy", "val_loss", "val_accuracy")}
    for _ in range(epochs):
        row = run(model, train_loader, optimizer)
        with torch.no_grad():
            row += run(model, val_loader)
        for k, number in zip(history, row):
            history[k].append(number)
    return history


def predict(logits: Tensor, threshold: float = 0.5) -> Tensor:
    return (logits[:, 0].sigmoid() >= threshold).long() if logits.size(1) == 1 else logits.argmax(1)


def ratio(a, b):
    return torch.nan_to_num(a / b, nan=0.0)


def precision_recall_f1(y_true: Tensor, y_pred: Tensor, n_classes: int) -> tuple[Tensor, Tensor, Tensor]:
    count = lambda t: torch.bincount(t, minlength=n_classes).double()
    tp = count(y_true[y_true == y_pred])
    p, r = ratio(tp, count(y_pred)), ratio(tp, count(y_true))
    return p, r, ratio(2 * p * r, p + r)


def average(values: Tensor, y_true: Tensor, how: str = "macro") -> float:
    if how == "macro":
        return values.mean().item()
    if how == "weighted":
        return values[y_true].mean().item()  # every sample brings the value of its class
    raise ValueError(f"unknown average: {how!r}")


def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    if y_true.numel() == 0:
        raise ValueError("empty")
    return (y_true == y_pred).double().mean().item()


def precision_recall_curve(y_true: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    thresholds, place = scores.unique(return_inverse=True)
    T = len(thresholds)
    called = torch.bincount(place, minlength=T).flip(0).cumsum(0).flip(0).double()
    right = torch.bincount(place[y_true == 1], minlength=T).flip(0).cumsum(0).flip(0).double()
    return right / called, right / right[0], thresholds


def most_confused(matrix: Tensor, k: int = 3) -> list[tuple[int, int, int]]:
    m = matrix.tolist()
    cells = [(i, j, n) for i, row in enumerate(m) for j, n in enumerate(row) if i != j and n]
    return sorted(cells, key=lambda c: (-c[2], c[0], c[1]))[:k]


def worst_errors(logits: Tensor, y: Tensor, k: int = 10) -> Tensor:
    p, answer = logits.softmax(1).max(1)
    p = p.masked_fill(answer == y, -1)
    return p.argsort(descending=True)[: min(k, int((answer != y).sum()))]


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
