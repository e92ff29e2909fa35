"""Checks of mnist_cnn that students do not see: smaller print of the same interface."""

import copy
from pathlib import Path
from typing import Any

import torch
from torch import nn

from graders.mnist_cnn.test_mnist_cnn import (
    argmin,
    draw,
    drawn_numbers,
    follow,
    gradients,
    judged,
    made,
    normal,
    relabelled,
    run,
    small_net,
)
from torchgrade.checks import close, fail, is_tensor, points, raises, show


@points(1)
def test_min_delta(student, reference, rng):
    """With min_delta a loss is an improvement only when it is lower than the best one by more than that."""
    patience, min_delta = int(rng.integers(4, 7)), float(rng.uniform(0.05, 0.2))
    losses = _small_steps(rng, patience, min_delta)
    follow(
        student.EarlyStopping(patience=patience, min_delta=min_delta),
        reference.EarlyStopping(patience, min_delta),
        losses,
        where=f"EarlyStopping(patience={patience}, min_delta={min_delta:.3g})",
        hint="compared with which loss must the new one be lower, and by how much?",
    )


def _small_steps(rng: Any, patience: int, min_delta: float) -> list[float]:
    """Losses given by how many min_deltas they lie below the best one; never near one whole min_delta."""
    little, more = float(rng.uniform(0.2, 0.5)), float(rng.uniform(0.6, 0.8))
    drift = [-little, little, more, float(rng.uniform(1.2, 1.5))]  # up, then down: only the last is an improvement
    around = [-float(rng.uniform(1.3, 3)), more, float(rng.uniform(1.5, 3))]
    waiting = [float(rng.choice([-2, -1, 1])) * float(rng.uniform(0.2, 0.8)) for _ in range(patience)]
    best = float(rng.uniform(3, 5))
    losses = [best]
    for below in [*drift, *around, *waiting, 2.5]:
        losses.append(best - below * min_delta)
        best = losses[-1] if below > 1 else best
    return losses


@points(1)
def test_renamed_keys(student, rng, scratch, device):
    """load_checkpoint raises RuntimeError when a parameter in the file has another name than the model's."""
    net, optimizer = small_net(student, device)
    ours, state = _made_elsewhere(rng)
    student.load_checkpoint(_write(scratch / "right.pt", state), net, optimizer, device=device)
    name = str(rng.choice(list(ours.state_dict())))
    state["model_state_dict"] = {f"{key}_" if key == name else key: value for key, value in ours.state_dict().items()}
    path = _write(scratch / "renamed.pt", state)
    raises(
        "RuntimeError",
        student.load_checkpoint,
        path,
        net,
        optimizer,
        device=device,
        where=f"load_checkpoint with {name!r} renamed in the file",
        hint="what would the model's own numbers under that name be after such a load?",
    )


@points(1)
def test_other_device(student, rng, scratch, device):
    """A checkpoint written on a device that is not there loads to the device that is asked for."""
    net, optimizer = small_net(student, device)
    ours, state = _made_elsewhere(rng)
    path = _write(scratch / "elsewhere.pt", state, tag="cuda:63")
    student.load_checkpoint(path, net, optimizer, device=device)
    x = normal(rng, 4, 7)
    close(is_tensor(net(x), (4, 3)), ours(x), within=1e-3, where="model(x) after load_checkpoint")


def _made_elsewhere(rng: Any) -> tuple[nn.Module, dict]:
    """The twin of `small_net` in the judge's process, and a checkpoint of it after one step."""
    ours = nn.Sequential(nn.Linear(7, 5), nn.ReLU(), nn.Linear(5, 3))
    optimizer = torch.optim.Adam(ours.parameters(), lr=0.1)
    torch.autograd.backward(ours.parameters(), gradients(ours, rng))
    optimizer.step()
    states = {"model_state_dict": ours.state_dict(), "optimizer_state_dict": optimizer.state_dict()}
    return ours, copy.deepcopy(states) | drawn_numbers(rng)


def _write(path: Path, state: dict, tag: str = "cpu") -> str:
    """A checkpoint file whose tensors say they lay on the device `tag`, whether this machine has one or not."""
    own = torch.serialization.location_tag
    torch.serialization.location_tag = lambda storage: tag
    try:
        torch.save(state, path)
    finally:
        torch.serialization.location_tag = own
    return str(path)


@points(1)
def test_modes(student, images, rng, scratch, device):
    """Every epoch of fit trains with dropout and validates without."""
    data = draw(images, rng, 120)
    # Without learning, on one set of images, only dropout can tell the two losses of an epoch apart.
    net, history = run(
        student, data, data, made(scratch / "modes"), device, epochs=4, batch_size=20, patience=9, lr=0.0
    )
    exact = 1e-5 if device == "cpu" else 2e-3
    still, _ = judged(net, *data)
    close(
        history["val_loss"],
        [still] * len(history["val_loss"]),
        within=exact,
        where="history['val_loss'] of fit(..., lr=0.0)",
        hint="the weights do not change: in which mode does the validation loss stay the same?",
    )
    moved = [abs(loss - still) for loss in history["train_loss"]]
    where = "history['train_loss'] of fit(..., lr=0.0)"
    if max(moved[1:], default=0) < 1e-5:
        fail(
            "training losses that dropout makes vary",
            history["train_loss"],
            where=where,
            hint="who puts the model back into train mode after a validation?",
        )
    if max(moved) > 0.5 * still:
        fail(f"means over images, near {show(still)}", history["train_loss"], where=where)


@points(2)
def test_schedule(student, reference, images, rng, scratch, device):
    """fit halves the rate when the validation loss has not fallen for three epochs, and stops after patience epochs."""
    patience, lr = int(rng.choice([4, 6, 7])), float(rng.uniform(0.0015, 0.0025))
    for wrong, epochs in ((0.0, 6), (1.0, 14)):  # labels all right: loss falls, accuracy rises; all wrong: loss rises
        train, (x, y) = draw(images, rng, 200), draw(images, rng, 160)
        val, settings = (x, relabelled(y, rng, share=wrong)), {"epochs": epochs, "patience": patience, "lr": lr}
        net, history = run(
            student,
            train,
            val,
            made(scratch / f"schedule{epochs}"),
            device,
            batch_size=20,
            seed=int(rng.integers(2**31)),
            **settings,
        )
        losses, where = history["val_loss"], f"fit(..., epochs={epochs}, patience={patience}, lr={lr:.3g})"
        still, _ = judged(net, *val)
        close(
            losses[argmin(losses)],
            still,
            within=1e-4 if device == "cpu" else 2e-3,
            where=f"lowest val_loss of {where}, against the returned model",
        )
        hint = f"val_loss is {show(losses)}: after which epochs was there reason to act?"
        close(history["lr"], _rates(losses, lr), within=1e-9, where=f"history['lr'] of {where}", hint=hint)
        _right_length(losses, reference.EarlyStopping(patience), epochs, where, hint)


def _right_length(losses: list[float], stopping: Any, epochs: int, where: str, hint: str) -> None:
    """Passes when these are the losses of a run that ended with its epochs or at the first stop, not elsewhere."""
    stops = [epoch for epoch, loss in enumerate(losses) if stopping(loss)]
    wanted = stops[0] + 1 if stops else epochs
    if len(losses) != wanted:
        fail(f"{wanted} epochs", f"{len(losses)} epochs", where=where, hint=hint)


def _rates(losses: list[float], lr: float) -> list[float]:
    """The rate in each epoch, from a scheduler of PyTorch's own that is told these losses."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=lr)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    rates = []
    for loss in losses:
        rates.append(optimizer.param_groups[0]["lr"])
        scheduler.step(loss)
    return rates
