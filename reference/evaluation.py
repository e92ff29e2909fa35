"""Train classifiers of two and of many classes, measure them by more than their accuracy, and look at their errors."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


class BinaryClassifier(nn.Module):
    """Two classes, one output: two hidden layers of `n_hidden` units with ReLU, then a linear one.

    With 5 inputs as it comes: 385 parameters.
    """

    def __init__(self, n_inputs: int, n_hidden: int = 16):
        super().__init__()
        # BEGIN SOLUTION  make the layers
        self.layers = nn.Sequential(
            nn.Linear(n_inputs, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 1)
        )
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, n_inputs) float32 -> logits (N, 1): any numbers; the sigmoid makes probabilities of class 1 of them."""
        # BEGIN SOLUTION  send x through the layers
        return self.layers(x)
        # END SOLUTION


class MultiClassifier(nn.Module):
    """`n_classes` classes, an output for each: two hidden layers of `n_hidden` units with ReLU, then a linear one.

    With 5 inputs and 4 classes as it comes: 1,380 parameters.
    """

    def __init__(self, n_inputs: int, n_classes: int, n_hidden: int = 32):
        super().__init__()
        # BEGIN SOLUTION  make the layers
        self.layers = nn.Sequential(
            nn.Linear(n_inputs, n_hidden),
            nn.ReLU(),
            nn.Linear(n_hidden, n_hidden),
            nn.ReLU(),
            nn.Linear(n_hidden, n_classes),
        )
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, n_inputs) float32 -> logits (N, n_classes): any numbers; the softmax makes probabilities of them."""
        # BEGIN SOLUTION  send x through the layers
        return self.layers(x)
        # END SOLUTION


def train(
    model: nn.Module, train_loader: DataLoader, val_loader: DataLoader, epochs: int = 20, lr: float = 1e-3
) -> dict[str, list[float]]:
    """Train `model` in place with one torch.optim.Adam, and measure it on `val_loader` after each epoch.

    model: any network that gives logits. Logits (N, 1): the loss is binary cross-entropy with logits, the labels are
    float32 (N, 1), 0.0 or 1.0. Any other logits (N, C): cross-entropy, int64 labels (N,).
    Both loaders give batches (x, y) that lie where the model does; the last batch may be smaller.
    An epoch is one update per training batch in train mode, then the validation in eval mode, without gradients.

    Returns a dict of four lists with one float per epoch: "train_loss" and "train_accuracy" from the logits that each
    update was made with, "val_loss" and "val_accuracy" after the updates. Each is a mean over samples, not over
    batches. An answer is right when `predict` gives the label.
    """
    # BEGIN SOLUTION  for each epoch: train on every batch, then measure; sums over samples, divided at the end
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        for part, loader in (("train", train_loader), ("val", val_loader)):
            training = part == "train"
            model.train(training)
            total_loss, correct, seen = 0.0, 0, 0
            with torch.set_grad_enabled(training):
                for x, y in loader:
                    logits = model(x)
                    if logits.shape[1] == 1:  # a logit of 0 is a probability of 0.5
                        loss, answers = F.binary_cross_entropy_with_logits(logits, y), (logits >= 0).float()
                    else:
                        loss, answers = F.cross_entropy(logits, y), logits.argmax(dim=1)
                    if training:
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                    total_loss += loss.item() * len(y)
                    correct += (answers == y).sum().item()
                    seen += len(y)
            history[f"{part}_loss"].append(total_loss / seen)
            history[f"{part}_accuracy"].append(correct / seen)
    return history
    # END SOLUTION


def predict(logits: Tensor, threshold: float = 0.5) -> Tensor:
    """The answers of a classifier, (N,) int64.

    logits (N, 1): 1 where the probability of class 1 is `threshold` or more, else 0.
    logits (N, C), C > 1: the class with the largest logit, whatever the threshold.
    """
    # BEGIN SOLUTION  which of the two kinds of logits are these?
    if logits.shape[1] == 1:
        return (logits[:, 0].sigmoid() >= threshold).long()
    return logits.argmax(dim=1)
    # END SOLUTION


def precision_recall_f1(y_true: Tensor, y_pred: Tensor, n_classes: int) -> tuple[Tensor, Tensor, Tensor]:
    """Precision, recall and F1 of each class.

    y_true, y_pred: (N,) int64, labels and answers, each from 0 to n_classes - 1.
    Returns three (n_classes,) float tensors. A class that was never predicted has precision 0, one that is not there
    has recall 0, and F1 is 0 where nothing of the class was found.
    """
    # BEGIN SOLUTION  count right answers, answers and labels of each class
    right = torch.bincount(y_true[y_true == y_pred], minlength=n_classes)
    predicted = torch.bincount(y_pred, minlength=n_classes)
    there = torch.bincount(y_true, minlength=n_classes)
    # Where a count is 0, so is `right`: dividing by 1 instead leaves the 0.
    precision, recall = right / predicted.clamp(min=1), right / there.clamp(min=1)
    return precision, recall, 2 * right / (predicted + there).clamp(min=1)
    # END SOLUTION


def average(values: Tensor, y_true: Tensor, how: str = "macro") -> float:
    """One number for all classes.

    values: (C,) float, one for each class. y_true: (N,) int64, the labels, N >= 1.
    how: "macro", the plain mean of all C values; "weighted", each value counts as often as its class occurs in y_true.
    Raises ValueError for any other word.
    """
    # BEGIN SOLUTION  the plain mean, or one with the counts of the classes as weights
    if how == "macro":
        return values.mean().item()
    if how == "weighted":
        counts = torch.bincount(y_true, minlength=len(values))
        return ((values * counts).sum() / counts.sum()).item()
    raise ValueError(f"how is 'macro' or 'weighted', not {how!r}")
    # END SOLUTION


def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    """The share of right answers, a float from 0 to 1. y_true, y_pred: (N,) int64.

    Raises ValueError when there are none, N = 0: nothing has no accuracy.
    """
    # BEGIN SOLUTION  the share of positions where the two agree
    if len(y_true) == 0:
        raise ValueError("no answers, no accuracy")
    return (y_true == y_pred).double().mean().item()
    # END SOLUTION


def precision_recall_curve(y_true: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Precision and recall of class 1 for every threshold that makes a difference.

    y_true: (N,) int64, 0 or 1, at least one 1. scores: (N,) float32, larger where class 1 seems likelier.
    Returns (precision, recall, thresholds), each (T,) float: the thresholds are the T distinct scores, ascending.
    At a threshold t all samples with score >= t are called 1.
    """
    # BEGIN SOLUTION  count who is called 1, and who of them is 1, from the highest threshold down
    thresholds, position = scores.unique(return_inverse=True)
    called = torch.bincount(position, minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    right = torch.bincount(position[y_true == 1], minlength=len(thresholds)).flip(0).cumsum(0).flip(0)
    return right / called, right / right[0], thresholds
    # END SOLUTION


def most_confused(matrix: Tensor, k: int = 3) -> list[tuple[int, int, int]]:
    """The pairs of classes that are confused most often.

    matrix: (C, C) int64, row i, column j counts the samples of class i that were taken for j. It stays as it is.
    Returns a list of at most k tuples of ints (true class, predicted class, count), the largest count first; of equal
    counts the smaller true class first, then the smaller predicted one. Right answers and counts of 0 are left out.
    """
    # BEGIN SOLUTION  list the cells off the diagonal, sort them, keep the first
    cells = [(i, j, count) for i, row in enumerate(matrix.tolist()) for j, count in enumerate(row)]
    mistakes = [(i, j, count) for i, j, count in cells if i != j and count > 0]
    return sorted(mistakes, key=lambda cell: -cell[2])[:k]  # equal counts stay in the order of rows and columns
    # END SOLUTION


def worst_errors(logits: Tensor, y: Tensor, k: int = 10) -> Tensor:
    """The wrong answers that the network was surest of.

    logits: (N, C) float32, C > 1. y: (N,) int64, the labels.
    Returns at most k indices of wrong answers, int64: first the one whose own answer had the highest probability.
    """
    # BEGIN SOLUTION  the wrong answers, sorted by the probability of what was answered
    probability, answer = logits.softmax(dim=1).max(dim=1)
    wrong = (answer != y).nonzero().flatten()
    return wrong[probability[wrong].argsort(descending=True)][:k]
    # END SOLUTION


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
