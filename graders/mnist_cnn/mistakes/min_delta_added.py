"""`min_delta` is added to the best loss where it should be taken off: a loss that is a little worse passes for an
improvement. With min_delta=0.1 and a best loss of 1.0, try 1.05.
"""

FAILS = ("test_min_delta",)
SEE = "Early stopping"


class EarlyStopping:
    def __init__(self, patience: int = 3, min_delta: float = 0.0) -> None:
        self.patience, self.min_delta = patience, min_delta
        self.best_loss: float | None = None
        self.counter, self.early_stop = 0, False

    def __call__(self, val_loss: float) -> bool:
        if self.best_loss is None or val_loss < self.best_loss + self.min_delta:
            self.best_loss, self.counter = val_loss, 0
        else:
            self.counter += 1
        self.early_stop = self.early_stop or self.counter >= self.patience
        return self.early_stop
