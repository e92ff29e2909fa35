"""An improvement does not set the counter back to 0, so bad epochs add up over the whole run even when there were
better ones between them.
"""

FAILS = ("test_early_stopping", "test_min_delta")
SEE = "Early stopping"


class EarlyStopping:
    def __init__(self, patience: int = 3, min_delta: float = 0.0) -> None:
        self.patience, self.min_delta = patience, min_delta
        self.best_loss: float | None = None
        self.counter, self.early_stop = 0, False

    def __call__(self, val_loss: float) -> bool:
        if self.best_loss is None or val_loss < self.best_loss - self.min_delta:
            self.best_loss = val_loss
        else:
            self.counter += 1
        self.early_stop = self.early_stop or self.counter >= self.patience
        return self.early_stop
