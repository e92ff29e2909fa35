"""Trains a student's CNN on all training images, draws what it reads in the test images, and keeps its checkpoint."""

import tempfile
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import TensorDataset

from assignments import figures

EPOCHS = {"MNIST": 5}  # enough for the accuracy that a hand-in is asked for, with a margin
HELD_OUT = 1 / 12  # of the training images, to stop by


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure. The best checkpoint, as `fit` wrote it, is the hand-in."""
    data = run.images()
    epochs = run.epochs or EPOCHS.get(data.source, 8)
    held_out = int(HELD_OUT * len(data.train_labels))
    train_set = run.counted(TensorDataset(data.train_images[held_out:], data.train_labels[held_out:]), epochs)
    val_set = TensorDataset(data.train_images[:held_out], data.train_labels[:held_out])
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as folder:
        model, history = work.fit(train_set, val_set, Path(folder), epochs=epochs, device=run.device, seed=run.seed)
        (Path(folder) / "best.pt").rename(run.weights)
    predicted = run.predicted(model, data.test_images)
    right = (predicted == data.test_labels).double().mean()
    sentence = f"{right:.2%} of {len(predicted):,} test images ({data.source}) are read right, "
    matrix = torch.bincount(10 * data.test_labels + predicted, minlength=100).reshape(10, 10)
    figure = figures.digits(data.test_images, data.test_labels, predicted, matrix, history)
    return f"{sentence}trained for {len(history['lr'])} epochs", figure
