"""A convolutional network reads handwritten digits, trained with checkpoints, a scheduler and early stopping."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Optimizer
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader, Dataset


class SimpleCNN(nn.Module):
    """Two convolutions and two linear layers; 421,642 parameters.

    Convolution 1 -> 32, ReLU, 2x2 max-pool; convolution 32 -> 64, ReLU, 2x2 max-pool; Dropout(0.25);
    linear 3136 -> 128, ReLU, Dropout(0.5); linear 128 -> 10. Both convolutions are 3x3 with padding 1.
    """

    def __init__(self) -> None:
        super().__init__()
        # TODO: the layers
        raise NotImplementedError("mnist_cnn: SimpleCNN.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """Images (N, 1, 28, 28) -> raw logits (N, 10)."""
        # TODO: from images to logits
        raise NotImplementedError("mnist_cnn: SimpleCNN.forward")


class EarlyStopping:
    """Says when the validation loss has not improved for `patience` epochs.

    `best_loss` is the loss of the last improvement, `counter` the number of calls since then, `early_stop` whether
    training should stop. `patience` is at least 1.
    """

    def __init__(self, patience: int = 3, min_delta: float = 0.0) -> None:
        # TODO: what has to be remembered between two calls
        raise NotImplementedError("mnist_cnn: EarlyStopping.__init__")

    def __call__(self, val_loss: float) -> bool:
        """Take the validation loss of one more epoch; returns True when training should stop, else False.

        The first call is always an improvement; later on a loss is one when it is lower than `best_loss - min_delta`.
        An improvement becomes the best loss and sets the counter to 0, any other call adds 1 to the counter, and
        training should stop when the counter reaches `patience`. Once stopped it stays stopped.
        """
        # TODO: improvement or not, and what follows from it
        raise NotImplementedError("mnist_cnn: EarlyStopping.__call__")


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    """Write all that is needed to go on training to the file `path`, whose folder exists.

    The file holds one dict with the keys "model_state_dict", "optimizer_state_dict", "epoch", "loss" and "accuracy",
    and `torch.load(path, weights_only=True)` can read it.
    """
    # TODO: one dict, one file
    raise NotImplementedError("mnist_cnn: save_checkpoint")


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    """Bring `model`, and `optimizer` where one is given, to the state that `save_checkpoint` wrote.

    Returns {"epoch", "loss", "accuracy"}. Works wherever the file was written: what it holds is loaded to `device`,
    and only weights and plain data are read from it. Raises RuntimeError when the parameters in the file do not have
    the names and shapes of the model's.
    """
    # TODO: read the file, restore both, return the rest
    raise NotImplementedError("mnist_cnn: load_checkpoint")


def train_epoch(model: nn.Module, loader: DataLoader, optimizer: Optimizer, device: str) -> tuple[float, float]:
    """One pass of training over `loader`; returns (mean cross-entropy, accuracy) over the samples seen.

    Only `fit` calls this: change it as you like, it is not judged by itself.
    """
    # TODO: as in mnist_mlp
    raise NotImplementedError("mnist_cnn: train_epoch")


def evaluate(model: nn.Module, loader: DataLoader, device: str) -> tuple[float, float]:
    """(mean cross-entropy, accuracy) over all samples of `loader`, nothing dropped out, no gradients.

    Only `fit` calls this: change it as you like, it is not judged by itself.
    """
    # TODO: as in mnist_mlp
    raise NotImplementedError("mnist_cnn: evaluate")


def fit(
    train_set: Dataset,
    val_set: Dataset,
    checkpoint_dir: str | Path,
    epochs: int = 5,
    batch_size: int = 64,
    lr: float = 1e-3,
    patience: int = 5,
    device: str = "cpu",
    seed: int = 0,
) -> tuple[nn.Module, dict]:
    """Train a new SimpleCNN with Adam on `device`, at most `epochs` epochs (at least 1); returns (model, history).

    The datasets hold pairs of an image (1, 28, 28) and a label, on the CPU; the training batches are shuffled anew in
    every epoch. After each epoch `ReduceLROnPlateau(factor=0.5, patience=2)` and `EarlyStopping(patience)` are told
    the validation loss. At each new lowest validation loss a checkpoint with that epoch's number, validation loss and
    validation accuracy is written to `checkpoint_dir`/"best.pt"; the folder is made when it is missing, its parents
    too. In the end the best weights are in the model, whether training stopped early or not.

    history = {"train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr"}: a list of floats each, one number for
    each epoch that was run. Losses are means over samples, accuracies fractions; "lr" is the rate used in that
    epoch. The same `seed` gives the same result on the CPU.
    """
    # TODO: the whole training run
    raise NotImplementedError("mnist_cnn: fit")


if __name__ == "__main__":
    import tempfile

    from torch.utils.data import TensorDataset

    from assignments import datasets

    data = datasets.images()
    n_val = min(2000, len(data.train_images) // 5)
    n_train = min(10_000, len(data.train_images) - n_val)
    train_set = TensorDataset(data.train_images[n_val : n_val + n_train], data.train_labels[n_val : n_val + n_train])
    val_set = TensorDataset(data.train_images[:n_val], data.train_labels[:n_val])
    with tempfile.TemporaryDirectory() as folder:
        model, history = fit(train_set, val_set, folder, epochs=3)
        print(f"{data.source}: {n_train} training images, {n_val} validation images")
        for epoch, losses in enumerate(zip(history["train_loss"], history["val_loss"], strict=True)):
            print(f"epoch {epoch}: training loss {losses[0]:.4f}, validation loss {losses[1]:.4f}")
        print("best checkpoint:", load_checkpoint(Path(folder) / "best.pt", model))
    model.eval()
    with torch.no_grad():
        predicted = model(data.test_images).argmax(dim=1)
    print(f"test accuracy {(predicted == data.test_labels).float().mean():.4f}")
