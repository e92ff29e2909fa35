"""Trains a student's perceptron on AND, and draws its boundary."""

from typing import Any

from assignments import datasets, figures


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure."""
    X, y = (values.to(run.device) for values in datasets.gate("and"))
    model = work.Perceptron().to(run.device)
    losses = work.train(model, X, y, **run.asked_epochs())
    right = int((work.predict(model, X) == y).sum())
    sentence = f"{right} of 4 rows of AND are right, loss {losses[-1]:.4f} after {len(losses)} epochs"
    return sentence, figures.boundary(model, X, y, losses, "AND")
