"""Assignment 9: more than an accuracy."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


class BinaryClassifier(nn.Module):
    """Two hidden layers, one logit."""

    def __init__(self, n_inputs: int, n_hidden: int = 16):
        super().__init__()
        self.fc1 = nn.Linear(n_inputs, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_hidden)
        self.fc3 = nn.Linear(n_hidden, 1)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc1(x)
        x = self.relu(x)
        x = self.fc2(x)
        x = self.relu(x)
        x = self.fc3(x)
        return x


class MultiClassifier(nn.Module):
    """Two hidden layers, one logit for each class."""

    def __init__(self, n_inputs: int, n_classes: int, n_hidden: int = 32):
        super().__init__()
        self.fc1 = nn.Linear(n_inputs, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_hidden)
        self.fc3 = nn.Linear(n_hidden, n_classes)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc1(x)
        x = self.relu(x)
        x = self.fc2(x)
        x = self.relu(x)
        x = self.fc3(x)
        return x


def compute_loss(logits, y):
    """Which loss it is depends on the number of outputs."""
    if logits.shape[1] == 1:
        loss = F.binary_cross_entropy_with_logits(logits, y)
    else:
        loss = F.cross_entropy(logits, y)
    return loss


def count_correct(logits, y):
    answers = predict(logits)
    labels = y.flatten().long()
    correct = (answers == labels).sum().item()
    return correct


def train(
    model: nn.Module, train_loader: DataLoader, val_loader: DataLoader, epochs: int = 20, lr: float = 1e-3
) -> dict[str, list[float]]:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}

    for epoch in range(epochs):
        # training
        model.train()
        loss_sum = 0.0
        correct = 0
        samples = 0
        for x, y in train_loader:
            logits = model(x)
            loss = compute_loss(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            n = len(x)
            loss_sum = loss_sum + loss.item() * n
            correct = correct + count_correct(logits, y)
            samples = samples + n
        history["train_loss"].append(loss_sum / samples)
        history["train_accuracy"].append(correct / samples)

        # validation
        model.eval()
        loss_sum = 0.0
        correct = 0
        samples = 0
        with torch.no_grad():
            for x, y in val_loader:
                logits = model(x)
                loss = compute_loss(logits, y)
                n = len(x)
                loss_sum = loss_sum + loss.item() * n
                correct = correct + count_correct(logits, y)
                samples = samples + n
        history["val_loss"].append(loss_sum / samples)
        history["val_accuracy"].append(correct / samples)

    return history


def predict(logits: Tensor, threshold: float = 0.5) -> Tensor:
    if logits.shape[1] == 1:
        probabilities = torch.sigmoid(logits)
        probabilities = probabilities[:, 0]
        answers = probabilities >= threshold
        return answers.long()
    else:
        return torch.argmax(logits, dim=1)


def precision_recall_f1(y_true: Tensor, y_pred: Tensor, n_classes: int) -> tuple[Tensor, Tensor, Tensor]:
    precision = torch.zeros(n_classes)
    recall = torch.zeros(n_classes)
    f1 = torch.zeros(n_classes)
    for c in range(n_classes):
        is_class = y_true == c
        called_class = y_pred == c
        right = (is_class & called_class).sum().item()
        n_called = called_class.sum().item()
        n_class = is_class.sum().item()
        if n_called > 0:
            precision[c] = right / n_called
        if n_class > 0:
            recall[c] = right / n_class
        if right > 0:
            f1[c] = 2 * precision[c] * recall[c] / (precision[c] + recall[c])
    return precision, recall, f1


def average(values: Tensor, y_true: Tensor, how: str = "macro") -> float:
    n_classes = len(values)
    if how == "macro":
        total = 0.0
        n_present = 0
        for c in range(n_classes):
            if (y_true == c).any():
                total = total + values[c].item()
                n_present = n_present + 1
        return total / n_present
    elif how == "weighted":
        total = 0.0
        for c in range(n_classes):
            count = (y_true == c).sum().item()
            total = total + count * values[c].item()
        return total / len(y_true)
    else:
        raise ValueError("how must be 'macro' or 'weighted', not " + repr(how))


def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    n = len(y_true)
    if n == 0:
        raise ValueError("no answers, no accuracy")
    right = (y_true == y_pred).sum().item()
    return right / n


def precision_recall_curve(y_true: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    thresholds = torch.unique(scores)  # sorted, each of them once
    n_positive = (y_true == 1).sum().item()
    precision = []
    recall = []
    for t in thresholds:
        called = scores >= t
        n_called = called.sum().item()
        right = (called & (y_true == 1)).sum().item()
        precision.append(right / n_called)
        recall.append(right / n_positive)
    return torch.tensor(precision), torch.tensor(recall), thresholds


def most_confused(matrix: Tensor, k: int = 3) -> list[tuple[int, int, int]]:
    n_classes = matrix.shape[0]
    pairs = []
    for i in range(n_classes):
        for j in range(n_classes):
            count = int(matrix[i, j])
            if i != j and count > 0:
                pairs.append((i, j, count))
    # sorted keeps the order of equal counts: smaller true class first, then smaller predicted class
    pairs = sorted(pairs, key=lambda pair: pair[2], reverse=True)
    return pairs[:k]


def worst_errors(logits: Tensor, y: Tensor, k: int = 10) -> Tensor:
    probabilities = torch.softmax(logits, dim=1)
    confidence, answers = probabilities.max(dim=1)
    wrong = torch.nonzero(answers != y).flatten()
    wrong_confidence = confidence[wrong]
    order = torch.argsort(wrong_confidence, descending=True)
    worst = wrong[order]
    return worst[:k]


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
