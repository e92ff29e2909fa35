"""Trains as asked, but says that the best epoch was the last one, and leaves the model in that state."""

ASSIGNMENT = "regularization"
ONLY = {"test_steps", "test_history", "test_early_stop", "test_best_state"}
LOST = {"test_early_stop", "test_best_state"}
SECONDS = 20.0

solution = train_with_validation


def train_with_validation(*args, **options):
    history = solution(*args, **{**options, "min_delta": -100.0})
    return history | {"best_epoch": len(history["val_loss"]) - 1}
