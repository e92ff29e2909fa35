"""Trains a student's two classifiers on digits; draws the curve, the confusions and the worst errors."""

from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, TensorDataset

from assignments import figures

EPOCHS = {"MNIST": 5}


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure."""
    data = run.images()
    epochs = run.epochs or EPOCHS.get(data.source, 60)
    images, test = data.train_images.flatten(start_dim=1), data.test_images.flatten(start_dim=1)

    def logits_of(model: Any, labels: Tensor) -> Tensor:
        """The logits of the test images, on the CPU, after training on these labels."""
        part = len(labels) // 12  # held out, to watch the training by
        x, y = images.to(run.device), labels.to(run.device)
        train_set, val_set = TensorDataset(x[part:], y[part:]), TensorDataset(x[:part], y[:part])
        loader = DataLoader(run.counted(train_set, epochs), batch_size=64, shuffle=True)
        work.train(model, loader, DataLoader(val_set, batch_size=500), epochs)
        model.eval()
        with torch.no_grad():
            answers: Tensor = model(test.to(run.device)).cpu()
        return answers

    y = data.test_labels
    logits = logits_of(work.MultiClassifier(784, 10).to(run.device), data.train_labels)
    eight = logits_of(work.BinaryClassifier(784).to(run.device), (data.train_labels == 8).float().unsqueeze(1))
    answers = work.predict(logits)
    matrix = torch.bincount(10 * y + answers, minlength=100).reshape(10, 10)
    f1 = float(work.average(work.precision_recall_f1(y, answers, 10)[2], y))
    curve = work.precision_recall_curve((y == 8).long(), eight.sigmoid().flatten())
    sentence = f"{work.accuracy(y, answers):.2%} of {len(y):,} test images ({data.source}) are right, macro F1 {f1:.3f}"
    worst = work.worst_errors(logits, y)
    return sentence, figures.evaluation(curve, matrix, data.test_images, y, logits, worst)
