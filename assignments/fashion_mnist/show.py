"""Trains a student's FashionMNISTNet on augmented images, saves it, tests the file, and draws what it calls what."""

from typing import Any

import torch
from torch.utils.data import TensorDataset

from assignments import datasets, figures

EPOCHS, LARGEST = 10, 12_000  # about a minute
HELD_OUT = 1 / 6  # of the training images, to choose the best epoch by


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure. The file that `save` wrote is kept."""
    data = run.data("clothes")
    n_val, epochs = int(HELD_OUT * len(data.train_labels)), run.epochs or EPOCHS
    train_images, val_images, test_images = work.normalize(
        data.train_images[n_val:][:LARGEST], data.train_images[:n_val], data.test_images
    )
    train_set = TensorDataset(train_images, data.train_labels[n_val:][:LARGEST])
    val_set = TensorDataset(val_images, data.train_labels[:n_val])
    torch.manual_seed(run.seed)
    model = work.FashionMNISTNet()
    history = work.fit(
        model, run.counted(train_set, epochs), val_set, epochs=epochs, augmented=True, device=run.device, seed=run.seed
    )
    work.save(run.weights, model, history)
    accuracy = work.test_model(run.weights, TensorDataset(test_images, data.test_labels), device=run.device)
    predicted = run.predicted(model, test_images)
    first = data.train_images[n_val : n_val + 1]
    moved = torch.cat([first, work.augment(first.expand(7, 1, 28, 28), max_degrees=15.0)])
    names = datasets.CLOTHES if data.source == datasets.FASHION else [str(digit) for digit in range(10)]
    sentence = f"{accuracy:.2%} of {len(predicted):,} test images ({data.source}) are told right, after {epochs} epochs"
    figure = figures.clothes(data.test_images, data.test_labels, predicted, names, history, moved)
    return f"{sentence}; the best one was {history['best_epoch']}", figure
