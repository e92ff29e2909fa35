"""XOR: other sizes, seeds, counts, and what is left alone."""

import numpy as np
import torch
from torch import nn

from assignments import datasets
from torchgrade.checks import close, copy_weights, entries, fail, needs, points, raises, seconds, weights


def is_lively(net, X, y):
    """Every unit on in some rows and off in others, and no gradient that is mere noise, which Adam would amplify."""
    nn.functional.binary_cross_entropy(net(X), y).backward()
    smallest = min(float(value.grad.abs().min()) for value in net.parameters())
    net.zero_grad()
    with torch.no_grad():
        on, logits = net.hidden(X) > 0, torch.logit(net(X))
    return bool((on.any(dim=0) & ~on.all(dim=0)).all()) and bool(logits.abs().max() < 3) and smallest > 3e-3


def drawn_problem(reference, rng, n, h):
    """A net of width h with drawn weights, X (n, 2) and y (n, 1), redrawn until lively."""
    while True:
        X = torch.tensor(rng.uniform(-1.5, 1.5, size=(n, 2)), dtype=torch.float32)
        y = torch.tensor(rng.permutation([i % 3 == 0 for i in range(n)]), dtype=torch.float32).reshape(n, 1)
        net = reference.XORMLP(n_hidden=h)
        for value in net.parameters():
            value.data = torch.tensor(rng.uniform(-1.2, 1.2, size=value.shape), dtype=torch.float32)
        if is_lively(net, X, y):
            return net, X, y


def plain_net(student, given, h, device):
    layers = student.torch.nn
    net = layers.Sequential(layers.Linear(2, h), layers.ReLU(), layers.Linear(h, 1), layers.Sigmoid()).to(device)
    copy_weights(given, net)
    return net


def gradient_case(rng, n, h):
    """Parameters, X (n, 2), y (n, 1) in float64: some unit on, none at its kink, no probability near 0 or 1."""
    while True:
        shapes = {"W1": (h, 2), "b1": (h,), "W2": (1, h), "b2": (1,)}
        params = {name: rng.uniform(-1.5, 1.5, size=shape) for name, shape in shapes.items()}
        X, y = rng.uniform(-1.5, 1.5, size=(n, 2)), rng.integers(2, size=(n, 1)).astype(float)
        Z = X @ params["W1"].T + params["b1"]
        logits = np.maximum(Z, 0) @ params["W2"].T + params["b2"]
        if (Z > 0).any() and np.abs(Z).min() > 1e-3 and np.abs(logits).max() < 3:
            return params, X, y


def copies(params):
    return {name: value.copy() for name, value in params.items()}


@points(1)
def test_trained_weights(student, reference, device, rng):
    """After `train` with its own learning rate of 0.01, the model that was handed in holds the weights of Adam."""
    h, epochs = int(rng.integers(5, 9)), int(rng.integers(35, 45))
    given, X, y = drawn_problem(reference, rng, n=int(rng.integers(10, 14)), h=h)
    net = plain_net(student, given, h, device)
    reference.train(given, X, y, epochs=epochs)
    student.train(net, X, y, epochs=epochs)
    close(
        weights(net),
        weights(given),
        within=5e-5,
        where=f"weights after train(model, X, y, epochs={epochs})",
        hint="which optimizer, with which learning rate, and how long does it live?",
    )


@points(1)
@needs("test_gradient_names_and_shapes")
def test_gradients_of_any_size(student, reference, rng):
    """The gradients by hand hold for any width and any number of rows, a single one included."""
    for n, h in ((1, 3), (int(rng.integers(20, 40)), 1), (int(rng.integers(4, 7)), int(rng.integers(8, 13)))):
        params, X, y = gradient_case(rng, n, h)
        where = f"manual_gradients(params, X, y) for {n} rows, {h} hidden units"
        got = entries(student.manual_gradients(copies(params), X, y), list(params), where=where)
        close(
            got,
            reference.manual_gradients(params, X, y),
            within=1e-6,
            where=where,
            hint="is there a number or a shape in the program that only fits some sizes?",
        )


@points(0.5)
@needs("test_one_start_is_enough")
@seconds(120)
def test_every_start_counts(student, rng):
    """Allowed no start at all, `solve` raises RuntimeError, even for a table that any start can learn."""
    X, y = datasets.truth_table([int(rng.integers(2))] * 4)
    raises(
        "RuntimeError",
        student.solve,
        X,
        y,
        max_restarts=0,
        seed=int(rng.integers(10_000)),
        where="solve(X, y, max_restarts=0)",
        hint="how many models are trained before the count is checked?",
    )


@points(1)
@needs("test_one_start_is_enough")
@seconds(240)
def test_seed_decides(student, rng):
    """`solve` gives the same model for the same seed, and another one for another seed."""
    X, y = datasets.truth_table([int(rng.integers(2))] * 4)
    # Far apart: a program that goes from one seed to the next with each start shall not meet itself.
    seed, other = int(rng.integers(5000)), int(rng.integers(6000, 10_000))
    first, again, third = (weights(student.solve(X, y, max_restarts=1, seed=s)) for s in (seed, seed, other))
    close(
        again,
        first,
        within=1e-4,
        where=f"weights of solve(X, y, seed={seed}), called twice",
        hint="what draws the weights of a new model, and who seeds it?",
    )
    if all(bool((third[key] - first[key]).abs().max() < 1e-3) for key in first if key in third):
        fail(
            "different weights",
            "the same weights",
            where=f"solve(X, y, seed={seed}) and solve(X, y, seed={other})",
            hint="is `seed` used?",
        )


@points(0.5)
@needs("test_gradient_names_and_shapes")
def test_arguments_stay_as_they_are(student, reference, device, rng):
    """`train` leaves X and y as they were, and `manual_gradients` the parameters and rows."""
    given, X, y = drawn_problem(reference, rng, n=9, h=5)
    params, rows, labels = gradient_case(rng, n=6, h=5)
    # partial keeps the program's own copies of the arguments, so that they can be looked at afterwards.
    keep = student.torch.functools.partial
    net = plain_net(student, given, 5, device)
    train = keep(student.train, net, X.clone(), y.clone())
    gradients = keep(student.manual_gradients, copies(params), rows.copy(), labels.copy())
    train(epochs=3)
    gradients()
    if all(bool((value - weights(given)[key]).abs().max() == 0) for key, value in weights(net).items()):
        fail("a model that is trained", "the weights from before", where="train(model, X, y, epochs=3)")
    hint = "which operations on arrays and tensors change them in place?"
    for where, after, before in (
        ("X after train", train.args[1], X),
        ("y after train", train.args[2], y),
        ("params after manual_gradients", gradients.args[0], params),
        ("X after manual_gradients", gradients.args[1], rows),
        ("y after manual_gradients", gradients.args[2], labels),
    ):
        close(after, before, within=0.0, where=where, hint=hint)
