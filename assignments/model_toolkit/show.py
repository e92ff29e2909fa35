"""Trains a student's residual net on the spiral arms with the student's tools, and draws rates and activations."""

from typing import Any

import torch
from torch.nn.functional import cross_entropy

from assignments import datasets, figures

SCHEDULES = (
    {"warmup": 0, "step_size": 15, "gamma": 0.5},
    {"warmup": 10, "step_size": 15, "gamma": 0.5},
    {"warmup": 10, "step_size": 20, "gamma": 0.1},
)


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure."""
    points, arms = datasets.spiral_arms()
    x, y = torch.tensor(points.T, dtype=torch.float32, device=run.device), torch.tensor(arms, device=run.device)
    net = work.ResidualNet(2, 16, 2, 3).to(run.device)
    epochs = run.epochs or 200
    optimizer = work.make_optimizer(net, "adamw", lr=0.02, weight_decay=0.01)
    schedule = work.make_schedule(optimizer, warmup=20, step_size=60, gamma=0.3)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(net(x), y).backward()
        optimizer.step()
        schedule.step()
    right = (work.predict(net, x)[0] == y).float().mean()
    rates = {_label(options): _rates(work, options) for options in SCHEDULES}
    total, _ = work.count_parameters(net)
    sentence = f"{right:.1%} of the spiral points are right after {epochs} epochs, with {total:,} parameters"
    return sentence, figures.toolkit(rates, _blocks(work, net, run.device))


def _label(options: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in options.items())


def _rates(work: Any, options: dict, epochs: int = 60) -> list[float]:
    """The rate of each epoch, of an optimizer that begins with 1."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule, found = work.make_schedule(optimizer, **options), []
    for _ in range(epochs):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return found


def _blocks(work: Any, net: Any, device: str) -> dict[str, torch.Tensor]:
    """What the net's residual blocks give on the points of the plane."""
    names = [name for name, part in net.named_modules() if isinstance(part, work.ResidualBlock)]
    found = work.activations(net, names, figures.plane_points().to(device))
    return {f"block {number}": found[name] for number, name in enumerate(names, start=1)}
