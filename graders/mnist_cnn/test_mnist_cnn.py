"""Checks of mnist_cnn that students see: the network, its checkpoints and the training run."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from torchgrade.checks import (
    close,
    copy_weights,
    count_parameters,
    entries,
    fail,
    is_numbers,
    is_tensor,
    needs,
    parameters,
    parts,
    points,
    seconds,
    show,
    stays_on_cpu,
)

HISTORY = ("train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr")
CHECKPOINT = ("model_state_dict", "optimizer_state_dict", "epoch", "loss", "accuracy")


# ---- the network ----


@points(2)
def test_network(student, reference, rng, device):
    """The network has 421,642 parameters and turns images into the logits of its four layers."""
    net, ours = student.SimpleCNN(), reference.SimpleCNN()
    assert count_parameters(net) == count_parameters(ours), (
        "how many weights and biases does each of the four layers have, and how large are the maps that are flattened?"
    )
    ours.load_state_dict(lively(ours, rng))
    copy_weights(ours, net)
    net = net.to(device)
    net.eval(), ours.eval()
    x = normal(rng, rng.integers(3, 9), 1, 28, 28)
    logits = is_tensor(net(x), (len(x), 10), torch.float32, where="model(images) in eval mode")
    close(
        logits,
        ours(x),
        within=1e-3,
        where="model(images) in eval mode",
        hint="what happens between two layers, and does anything happen after the last one?",
    )


@points(2)
@needs("test_network")
def test_dropouts(student, reference, rng, device):
    """In train mode Dropout(0.25) acts on single numbers of the feature maps and Dropout(0.5) on the hidden units."""
    net, ours = student.SimpleCNN(), reference.SimpleCNN()
    ours.load_state_dict(_wires(ours, rng))
    copy_weights(ours, net)
    net = net.to(device)
    net.train(), ours.train()
    x = torch.tensor(rng.random((200, 1, 28, 28)), dtype=torch.float32)
    where = "model(images) in train mode, with weights that pass single numbers through"
    student.torch.manual_seed(int(rng.integers(2**31)))
    outputs = is_tensor(net(x), (len(x), 10), where=where).round(decimals=1)
    got, wanted = outputs.unique().tolist(), ours(x).round(decimals=1).unique().tolist()
    if [round(value, 1) for value in got] != [round(value, 1) for value in wanted]:
        fail(
            f"outputs that are one of {show(wanted)}",
            f"outputs that are one of {show(got)}",
            where=where,
            hint="which layer does each dropout follow, and what becomes of the numbers that it keeps?",
        )
    both = (outputs == outputs.max()).any(dim=1) & ((outputs != outputs.max()) & (outputs != 0)).any(dim=1)
    if not both.any():
        fail(
            "numbers of one feature map dropped one by one",
            "a whole feature map kept or dropped",
            where=where,
            hint="does this kind of dropout draw once for each number or once for each map?",
        )


def _wires(net: Any, rng: np.random.Generator) -> dict[str, Tensor]:
    """Weights of the reference that make output j show what the dropouts do to one feature and to one hidden unit.

    Every feature is 1; hidden unit j is 1 + feature j, and output j is hidden unit j. The features are of one map.
    """
    state = {name: torch.zeros_like(value) for name, value in net.state_dict().items()}
    features = 49 * rng.integers(64) + rng.choice(49, 10, replace=False)
    units = rng.choice(128, 10, replace=False)
    state["conv1.bias"].fill_(1)
    state["conv2.weight"][:, 0, 1, 1] = 1
    state["hidden.weight"][units, features] = 1
    state["hidden.bias"].fill_(1)
    state["output.weight"][range(10), units] = 1
    return state


# ---- early stopping ----


@points(2)
def test_early_stopping(student, reference, rng):
    """EarlyStopping counts calls without improvement, starts anew at each improvement, and stops at patience."""
    for patience in (1, int(rng.integers(2, 6))):
        losses = _ups_and_downs(rng, patience)
        follow(
            student.EarlyStopping(patience=patience),
            reference.EarlyStopping(patience),
            losses,
            where=f"EarlyStopping(patience={patience})",
            hint="is an equal loss an improvement, what does an improvement do to the counter, "
            "and what can undo a stop?",
        )


def _ups_and_downs(rng: np.random.Generator, patience: int) -> list[float]:
    """Twice one call short of a stop, then a stop, then improvements that come too late."""
    best = float(rng.uniform(200, 900))  # far above any loss that a program may have started from
    losses = [best]
    for waiting in (patience - 1, patience - 1, patience):
        worse = [best + float(rng.uniform(0.1, 9)) for _ in range(waiting)]
        worse[:1] = [best] * min(waiting, 1)  # exactly equal
        best *= float(rng.uniform(0.5, 0.9))
        losses += [*worse, best]
    return [*losses, best / 2]


def follow(stopping: Any, ours: Any, losses: list[float], where: str, hint: str) -> None:
    """Passes when two EarlyStoppings agree at each of `losses`; after a stop only on having stopped."""
    for i, loss in enumerate(losses):
        here, counting = f"{where}, call {i} of {show(losses)}", not ours.early_stop
        wanted, got = ours(loss), stopping(loss)
        if yes(got) != wanted:
            fail(str(wanted), got, where=here, hint=hint)
        if yes(stopping.early_stop) != wanted:
            fail(f"early_stop to be {wanted}", stopping.early_stop, where=here, hint=hint)
        if counting:
            close(stopping.best_loss, ours.best_loss, within=1e-9, where=f"best_loss after {here}", hint=hint)
            close(stopping.counter, ours.counter, within=0, where=f"counter after {here}", hint=hint)


def yes(value: Any) -> bool:
    """Whether a program said True; nothing at all is read as False."""
    return isinstance(value, bool | np.bool_) and bool(value)


# ---- checkpoints ----


@points(1)
def test_checkpoint_file(student, rng, scratch, device):
    """The file holds model_state_dict, optimizer_state_dict, epoch, loss and accuracy, in plain data."""
    net, optimizer = small_net(student, device)
    step(student, net, optimizer, gradients(net, rng))
    numbers = drawn_numbers(rng)
    student.save_checkpoint(str(scratch / "file.pt"), net, optimizer, *numbers.values())
    saved = entries(read(student, scratch / "file.pt"), CHECKPOINT, where="the file of save_checkpoint")
    close(saved, numbers, within=1e-9, where="the file of save_checkpoint")
    same_weights(saved["model_state_dict"], net.state_dict(), where="model_state_dict in the file of save_checkpoint")
    where = "optimizer_state_dict in the file of save_checkpoint"
    state = entries(saved["optimizer_state_dict"], ("state", "param_groups"), where=where)
    if not entries(state["state"], (), where=where):
        fail("Adam's running means for each parameter", "none", where=where, hint="what does an optimizer remember?")


@points(2)
def test_checkpoint_round_trip(student, fresh_student, rng, scratch, device):
    """A checkpoint gives a fresh SimpleCNN in another process the same logits, and its numbers are returned."""
    net = student.SimpleCNN().to(device)
    net.load_state_dict(lively(net, rng))
    net.eval()
    x, numbers, path = torch.rand(6, 1, 28, 28), drawn_numbers(rng), str(scratch / "trip.pt")
    wanted = is_tensor(net(x), (6, 10), where="model(images) before it is saved")
    student.save_checkpoint(path, net, student.torch.optim.Adam(net.parameters()), *numbers.values())
    other = fresh_student()
    twin = other.SimpleCNN().to(device)
    info = other.load_checkpoint(path, twin, device=device)
    twin.eval()
    got = is_tensor(twin(x), (6, 10), where="model(images) after load_checkpoint into a fresh SimpleCNN")
    close(
        got,
        wanted,
        within=1e-3,
        where="model(images) after load_checkpoint into a fresh SimpleCNN",
        hint="what of the file has reached the model?",
    )
    close(
        info, numbers, within=1e-9, where="load_checkpoint(path, model)", hint="which three numbers come back, and how?"
    )


@points(2)
def test_resume(student, fresh_student, rng, scratch, device):
    """After load_checkpoint a fresh model and optimizer take the very step that the uninterrupted run takes."""
    net, optimizer = small_net(student, device, lr=0.05)
    for _ in range(int(rng.integers(3, 6))):
        step(student, net, optimizer, gradients(net, rng))
    path, last = str(scratch / "resume.pt"), gradients(net, rng)
    student.save_checkpoint(path, net, optimizer, *drawn_numbers(rng).values())
    step(student, net, optimizer, last)
    other = fresh_student()
    twin, restored = small_net(other, device, lr=0.02)  # the file knows the rate
    other.load_checkpoint(path, twin, restored, device=device)
    step(other, twin, restored, last)
    same_weights(
        twin.state_dict(),
        net.state_dict(),
        where="weights one step after load_checkpoint",
        hint="Adam's step depends on earlier gradients: where does it keep them?",
    )


def small_net(student: Any, device: str, lr: float = 0.01) -> tuple[Any, Any]:
    """A net of a few numbers in the student's process, and its Adam: checkpoints are for any model."""
    nn = student.torch.nn
    net = nn.Sequential(nn.Linear(7, 5), nn.ReLU(), nn.Linear(5, 3)).to(device)
    return net, student.torch.optim.Adam(net.parameters(), lr=lr)


def gradients(net: Any, rng: np.random.Generator) -> list[Tensor]:
    return [normal(rng, *value.shape) for value in parameters(net).values()]


def step(where: Any, net: Any, optimizer: Any, gradients: list[Tensor]) -> None:
    """One step with given gradients, in the process of `where.torch`: `backward` of a parameter adds to its `.grad`."""
    optimizer.zero_grad()
    where.torch.autograd.backward(net.parameters(), gradients)
    optimizer.step()


def drawn_numbers(rng: np.random.Generator) -> dict:
    return {"epoch": int(rng.integers(1, 99)), "loss": float(rng.uniform(0, 3)), "accuracy": float(rng.uniform())}


def read(student: Any, path: Path) -> Any:
    """A checkpoint by value, read in the student's process, weights and plain data only."""
    if not path.is_file():
        fail(f"a file {path.name}", "no such file", where=f"the folder of {path.name}")
    try:
        return student.torch.load(str(path), map_location="cpu", weights_only=True)
    except Exception as error:
        if getattr(error, "kinds", [type(error).__name__])[0] != "UnpicklingError":
            raise
        fail(
            "a file that torch.load(path, weights_only=True) can read",
            "objects of Python classes in it",
            where=path.name,
            hint="which saved value is no tensor, no number and no dict of them?",
        )


def same_weights(got: Any, wanted: Any, where: str, hint: str = "") -> None:
    close(entries(got, list(wanted), where=where, hint=hint), dict(wanted), within=1e-5, where=where, hint=hint)


# ---- training ----


@points(2)
def test_history(student, images, rng, scratch, device):
    """fit returns a model and a history that are true: the best epoch's numbers are the model's, a seed fixes all."""
    batch, seed = int(rng.integers(16, 25)), int(rng.integers(1, 2**31))
    train, val = draw(images, rng, 300), draw(images, rng, 3 * batch + 1)  # the last batch is a single image
    settings = {"epochs": 2, "batch_size": batch}
    net, history = run(student, train, val, scratch / "new" / "folder", device, **settings, seed=seed)
    if len(history["val_loss"]) != 2:
        fail("2 epochs", f"{len(history['val_loss'])} epochs", where="history of fit(..., epochs=2)")
    best, exact = argmin(history["val_loss"]), 1e-4 if device == "cpu" else 2e-3
    loss, accuracy = judged(net, *val)
    close(
        history["val_loss"][best],
        loss,
        within=exact,
        where=f"history['val_loss'][{best}], the best epoch",
        hint="a mean over all images: how much does a last batch of one image weigh?",
    )
    close(history["val_accuracy"][best], accuracy, within=1e-6, where=f"history['val_accuracy'][{best}]")
    if not all(0 <= value <= 1 for value in history["train_accuracy"]):
        fail("fractions from 0 to 1", history["train_accuracy"], where="history['train_accuracy']")
    if device == "cpu":
        _seeds(student, train, val, scratch, settings, seed, history)


def _seeds(student: Any, train: Any, val: Any, scratch: Path, settings: dict, seed: int, history: dict) -> None:
    _, again = run(student, train, val, scratch / "again", "cpu", **settings, seed=seed)
    close(
        again["val_loss"],
        history["val_loss"],
        within=1e-4,
        where="history['val_loss'] with the same seed once more",
        hint="what in fit is drawn by chance, and before which of it is the seed set?",
    )
    _, other = run(student, train, val, scratch / "other", "cpu", **settings, seed=seed - 1)
    if np.allclose(other["val_loss"], history["val_loss"], rtol=0, atol=1e-6):
        fail("another run with another seed", "the same losses", where="history['val_loss'] with another seed")


@points(3)
def test_best_checkpoint(student, images, rng, scratch, device):
    """best.pt holds the epoch of the lowest validation loss, and the returned model has its weights."""
    train, val = draw(images, rng, 200), draw(images, rng, 160)
    val = (val[0], relabelled(val[1], rng, share=0.7))  # the loss falls, then rises, while the accuracy goes on rising
    folder = made(scratch / "best")
    net, history = run(student, train, val, folder, device, epochs=8, batch_size=20, patience=30)
    saved = entries(
        read(student, folder / "best.pt"), [key for key in CHECKPOINT if key != "optimizer_state_dict"], where="best.pt"
    )
    best, hint = argmin(history["val_loss"]), f"val_loss is {show(history['val_loss'])}: which epoch is the best?"
    wanted = {"epoch": best, "loss": history["val_loss"][best], "accuracy": history["val_accuracy"][best]}
    close(saved, wanted, within=1e-6, where="best.pt", hint=hint)
    same_weights(
        net.state_dict(),
        saved["model_state_dict"],
        where="weights of the returned model, against best.pt",
        hint="which weights are in the model when the last epoch is over?",
    )
    loss, _ = judged(net, *val)
    close(
        loss,
        history["val_loss"][best],
        within=1e-4 if device == "cpu" else 2e-3,
        where="validation loss of the returned model",
        hint=hint,
    )


def normal(rng: np.random.Generator, *shape: int) -> Tensor:
    return torch.tensor(rng.normal(size=shape), dtype=torch.float32)


def lively(net: Any, rng: np.random.Generator) -> dict[str, Tensor]:
    """Drawn weights for all of `net` that keep the numbers in it near 1, biases included."""
    return {
        name: normal(rng, *value.shape) * (2 / max(1, math.prod(value.shape[1:]))) ** 0.5
        for name, value in parameters(net).items()
    }


def draw(images: Any, rng: np.random.Generator, count: int) -> tuple[Tensor, Tensor]:
    """Images (count, 1, 28, 28) and labels (count,), drawn from the training split."""
    at = torch.from_numpy(rng.choice(len(images.train_images), count, replace=False))
    return images.train_images[at], images.train_labels[at]


def relabelled(y: Tensor, rng: np.random.Generator, share: float) -> Tensor:
    """Labels of which a share is wrong for certain."""
    wrong = torch.from_numpy(rng.permutation(len(y)) < share * len(y))
    return torch.where(wrong, (y + torch.from_numpy(rng.integers(1, 10, len(y)))) % 10, y)


def made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def argmin(values: list[float]) -> int:
    return values.index(min(values))


def run(student: Any, train: Any, val: Any, folder: Path, device: str, **settings: Any) -> tuple[Any, dict]:
    """The student's `fit` on images and labels: its model, and its history as lists of floats of one length."""
    train_set, val_set = (student.torch.utils.data.TensorDataset(*map(stays_on_cpu, pair)) for pair in (train, val))
    result = student.fit(train_set, val_set, str(folder), device=device, **settings)
    net, history = parts(result, 2, where="fit(...)")
    if not hasattr(net, "eval"):
        fail("a model", net, where="first part of fit(...)")
    entries(history, HISTORY, where="history of fit(...)")
    lists = {key: is_numbers(history[key], where=f"history[{key!r}]") for key in HISTORY}
    if not lists["val_loss"] or len({len(values) for values in lists.values()}) > 1:
        fail(
            "one number for each epoch in every list",
            {key: len(values) for key, values in lists.items()},
            where="lengths of the lists in history",
        )
    return net, lists


def outputs(net: Any, x: Tensor) -> Tensor:
    """Logits (N, 10) of the student's model in eval mode, checked."""
    net.eval()
    return torch.cat([is_tensor(net(part), (len(part), 10), where="model(images)").detach() for part in x.split(250)])


def judged(net: Any, x: Tensor, y: Tensor) -> tuple[float, float]:
    """(mean cross-entropy, accuracy) of the student's model, from its logits and the judge's labels."""
    logits = outputs(net, x).double()
    return F.cross_entropy(logits, y).item(), (logits.argmax(dim=1) == y).double().mean().item()


# ---- accuracy ----


@points(3)
@needs("test_network")
@seconds(400)
def test_accuracy(student, images, rng, scratch, device, assignment, hand_in, at_least):
    """The network learns to read digits it has not seen."""
    budget = assignment.settings["accuracy"][images.source]
    names = _other_names(rng)  # labels renamed: only a program that trains can know them
    net = _trained(student, images, names, budget, rng, scratch, device)
    learned = _accuracy(net, images, names, rng)
    where = (
        f"accuracy on {len(images.test_labels):,} test images after fit on {budget['train_images']:,} ({images.source})"
    )
    hint = "does the training loss fall, and does every batch hold digits of all kinds?"
    if hand_in is None:
        at_least(learned, budget["threshold"], budget["partial"], where=where, hint=hint)
        return
    if learned < budget["threshold"]:
        fail(
            f"at least {budget['threshold']:.4g}", learned, where=f"{where}, before looking at mnist_cnn.pt", hint=hint
        )
    accuracy = _accuracy(_handed_in(student, hand_in, device), images, torch.arange(10), rng)
    at_least(
        accuracy,
        budget["hand_in"],
        budget["hand_in_partial"],
        where=f"accuracy of mnist_cnn.pt on {len(images.test_labels):,} test images ({images.source})",
        hint="were the images scaled to [0, 1] in training, and nothing else done to them?",
    )


def _other_names(rng: np.random.Generator) -> Tensor:
    """A permutation of the ten labels that leaves none in its place."""
    names = rng.permutation(10)
    return torch.from_numpy(names) if (names != np.arange(10)).all() else _other_names(rng)


def _trained(
    student: Any, images: Any, names: Tensor, budget: dict, rng: np.random.Generator, scratch: Path, device: str
) -> Any:
    n = budget["train_images"]
    x, y = draw(images, rng, n + budget["val_images"])
    order = y[:n].argsort(stable=True)  # all zeros first, then all ones: whoever does not shuffle learns little
    train, val = (x[:n][order], names[y[:n][order]]), (x[n:], names[y[n:]])
    net, _ = run(
        student,
        train,
        val,
        made(scratch / "accuracy"),
        device,
        epochs=budget["epochs"],
        batch_size=budget["batch_size"],
        seed=int(rng.integers(2**31)),
    )
    return net


def _handed_in(student: Any, path: Path, device: str) -> Any:
    net = student.SimpleCNN().to(device)
    net.load_state_dict(entries(read(student, path), ("model_state_dict",), where=path.name)["model_state_dict"])
    return net


def _accuracy(net: Any, images: Any, names: Tensor, rng: np.random.Generator) -> float:
    """Share of the test images read right, shown in a drawn order; fails for a program that knows them by heart."""
    order = torch.from_numpy(rng.permutation(len(images.test_labels)))
    x, y = images.test_images[order], names[images.test_labels[order]]
    right = outputs(net, x).argmax(dim=1) == y
    noisy = outputs(net, x[:1000] + 0.05 * normal(rng, *x[:1000].shape)).argmax(dim=1) == y[:1000]
    lost = right[:1000].double().mean().item() - noisy.double().mean().item()
    if lost > 0.1:
        fail("nearly the same accuracy on slightly noisy copies", f"{lost:.3f} less", where="accuracy on test images")
    return right.double().mean().item()
