"""Compares architectures, rates and dropout with a student's functions, logs each run, draws the comparison."""

import shutil
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import TensorDataset

from assignments import figures

EPOCHS, N_TRAIN, N_VAL = 10, 1000, 297
ARCHITECTURES = {"hidden": [[], [32], [128], [256, 128]]}
RATES = {"lr": [1e-4, 1e-3, 1e-2], "dropout": [0.0, 0.2, 0.5, 0.8]}


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure."""
    data, epochs = run.images(), run.epochs or EPOCHS
    x, y = data.train_images[: N_TRAIN + N_VAL], data.train_labels[: N_TRAIN + N_VAL]
    train_set, val_set = TensorDataset(x[:N_TRAIN], y[:N_TRAIN]), TensorDataset(x[N_TRAIN:], y[N_TRAIN:])
    test_set = TensorDataset(data.test_images, data.test_labels)
    runs = run.folder / "runs"
    shutil.rmtree(
        runs / "experiments", ignore_errors=True
    )  # or the curves of an earlier training would go on in the same folders

    def run_one(config: dict) -> dict:
        result: dict = work.run(config, train_set, val_set, test_set, epochs=epochs, seed=run.seed, device=run.device)
        return result

    def note(result: dict) -> None:
        if "error" not in result:
            work.log(result, runs / "experiments" / _name(result["config"]))

    compared = work.search(work.grid(**ARCHITECTURES), run_one, note)
    table = work.search(work.grid(**RATES), run_one, note)
    winner = work.best(compared + table)
    sentence = (
        f"the best of {len(compared + table)} on the validation set is {winner['config']}: "
        f"{winner['test_accuracy']:.2%} of {len(test_set):,} test images ({data.source}) right; "
        f"the curves: tensorboard --logdir {runs}"
    )
    return sentence, figures.experiments(compared, table, filters(work, x.flatten(1), y))


def _name(config: dict) -> str:
    """A folder's name that says what was chosen: "lr=0.001 dropout=0.2"."""
    return " ".join(f"{name}={value}" for name, value in config.items()).replace(", ", "-")


def filters(work: Any, x: Tensor, y: Tensor, steps: int = 200) -> Tensor:
    """The images of a small network that learned x (N, 784), y (N,); weight decay keeps quiet what no digit needs."""
    model = work.build_mlp(x.shape[1], [32], 10)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    images: Tensor = work.filters(model)
    return images
