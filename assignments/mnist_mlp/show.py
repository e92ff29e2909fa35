"""Trains a student's MLP on all training images, draws what it reads in the test images, and keeps its weights."""

from typing import Any

import torch
from torch.utils.data import TensorDataset

from assignments import figures

EPOCHS = {"MNIST": 10}  # enough for the accuracy that a hand-in is asked for, with a margin
HELD_OUT = 1 / 12  # of the training images, to watch the training by


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure."""
    data = run.images()
    epochs = run.epochs or EPOCHS.get(data.source, 20)
    held_out = int(HELD_OUT * len(data.train_labels))
    train_set = TensorDataset(data.train_images[held_out:], data.train_labels[held_out:])
    val_set = TensorDataset(data.train_images[:held_out], data.train_labels[:held_out])
    model, history = work.fit(run.counted(train_set, epochs), val_set, epochs=epochs, device=run.device, seed=run.seed)
    predicted = run.predicted(model, data.test_images)
    matrix = work.confusion_matrix(data.test_labels, predicted)
    torch.save({name: value.cpu() for name, value in model.state_dict().items()}, run.weights)
    right = (predicted == data.test_labels).double().mean()
    sentence = f"{right:.2%} of {len(predicted):,} test images ({data.source}) are read right after {epochs} epochs"
    return sentence, figures.digits(data.test_images, data.test_labels, predicted, matrix, history)
