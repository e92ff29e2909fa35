"""Trains a student's network on the spiral arms, and draws its regions and its learning curves."""

from typing import Any

from assignments import datasets, figures


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure."""
    X_train, y_train, X_val, y_val, X_test, y_test = datasets.spiral_split(*datasets.spiral_arms())
    parts = [work.to_tensors(X, y) for X, y in ((X_train, y_train), (X_val, y_val), (X_test, y_test))]
    train_part, val_part, test_part = [(X.to(run.device), y.to(run.device)) for X, y in parts]
    model = work.SpiralNet().to(run.device)
    limit = {} if run.epochs is None else {"max_epochs": run.epochs}
    history = work.train(model, *train_part, *val_part, **limit)
    reached = work.accuracy(model, *test_part)
    sentence = f"{reached:.1%} of the test points are right; the best of {len(history['val_loss'])} epochs was epoch "
    return f"{sentence}{history['best_epoch']}", figures.spiral(model, *train_part, history)
