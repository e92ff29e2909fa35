"""Compares a student's four nets on some points of XOR, a fifth of them labelled wrongly, and draws the outcome."""

from collections.abc import Callable
from typing import Any

import torch
from torch.utils.data import DataLoader

from assignments import datasets, figures

EPOCHS, BATCH = 150, 8


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure."""
    epochs = run.epochs or EPOCHS
    train_set, val_set = datasets.noisy_xor(), datasets.noisy_xor(400, flipped=0.0, seed=1)
    histories = work.compare(train_set, val_set, epochs=epochs, batch_size=BATCH, seed=run.seed)
    nets = trained(work, train_set, val_set, epochs, run.seed)
    best = {name: min(history["val_loss"]) for name, history in histories.items()}
    least = min(best, key=lambda name: best[name])
    sentence = f"the lowest validation loss in {epochs} epochs is {best[least]:.3f}, of {least}; "
    sentence += ", ".join(f"{name} {loss:.3f}" for name, loss in best.items() if name != least)
    return sentence, figures.four_nets(histories, nets, *train_set.tensors)


def trained(work: Any, train_set: Any, val_set: Any, epochs: int, seed: int = 0) -> dict[str, torch.nn.Module]:
    """The four nets, trained once more as `compare` does, which keeps its own; in eval mode."""
    makers: dict[str, Callable[[], Any]] = {
        "Baseline": lambda: work.NetworkWithDropout(2, 64, 1, 0.0),
        "Dropout": lambda: work.NetworkWithDropout(2, 64, 1, 0.3),
        "BatchNorm": lambda: work.NetworkWithBatchNorm(2, 64, 1),
        "Both": lambda: work.NetworkWithBoth(2, 64, 1, 0.3),
    }
    nets = {}
    for name, make in makers.items():
        torch.manual_seed(seed)
        nets[name] = make()
        order = torch.Generator().manual_seed(seed)
        loaders = DataLoader(train_set, BATCH, shuffle=True, generator=order), DataLoader(val_set, 400)
        work.train_with_validation(nets[name], *loaders, epochs=epochs, patience=epochs)
        nets[name].eval()
    return nets
