"""XOR: the network, its training, the restarts, the gradients by hand."""

import numpy as np
import torch
from torch import nn

from assignments import datasets
from torchgrade.checks import (
    close,
    copy_weights,
    count_parameters,
    entries,
    fail,
    is_numbers,
    is_tensor,
    needs,
    points,
    raises,
    seconds,
    weights,
)

SHAPES = "W1 (h, 2), b1 (h,), W2 (1, h), b2 (1,)"


def network(layers, h):
    """A network that owes nothing to anybody's class; `layers` is torch.nn, the judge's or the student's."""
    return layers.Sequential(layers.Linear(2, h), layers.ReLU(), layers.Linear(h, 1), layers.Sigmoid())


def drawn_problem(rng, n, h):
    """A net of width h, X (n, 2), y (n, 1), all lively: no unit always on or off, no tiny gradient, no saturation.

    Adam turns any gradient that is not zero into a step of full size, so one made of rounding noise would decide.
    """
    while True:
        X = torch.tensor(rng.uniform(-1.5, 1.5, size=(n, 2)), dtype=torch.float32)
        y = torch.tensor(rng.permutation([i % 3 == 0 for i in range(n)]), dtype=torch.float32).reshape(n, 1)
        net = network(nn, h)
        for value in net.parameters():
            value.data = torch.tensor(rng.uniform(-1.2, 1.2, size=value.shape), dtype=torch.float32)
        if is_lively(net, X, y):
            return net, X, y


def is_lively(net, X, y):
    nn.functional.binary_cross_entropy(net(X), y).backward()
    smallest = min(float(value.grad.abs().min()) for value in net.parameters())
    net.zero_grad()
    with torch.no_grad():
        on, logits = net[0](X) > 0, torch.logit(net(X))
    mixed = bool((on.any(dim=0) & ~on.all(dim=0)).all()) and bool(logits.min() < -0.3) and bool(logits.max() > 0.3)
    return mixed and bool(logits.abs().max() < 3) and smallest > 3e-3


def plain_net(student, given, h, device):
    """A plain network in the student's process, with given weights: `train` takes any such module."""
    net = network(student.torch.nn, h).to(device)
    copy_weights(given, net)
    return net


def gradient_case(rng, n, h):
    """Parameters, X (n, 2), y (n, 1) in float64, away from the kink of ReLU and the flat ends of the sigmoid."""
    while True:
        shapes = {"W1": (h, 2), "b1": (h,), "W2": (1, h), "b2": (1,)}
        params = {name: rng.uniform(-1.5, 1.5, size=shape) for name, shape in shapes.items()}
        X, y = rng.uniform(-1.5, 1.5, size=(n, 2)), rng.permutation([float(i % 3 == 0) for i in range(n)])
        Z = X @ params["W1"].T + params["b1"]
        logits = np.maximum(Z, 0) @ params["W2"].T + params["b2"]
        mixed = (Z > 0).any(axis=0) & (Z < 0).any(axis=0)
        if mixed.all() and np.abs(Z).min() > 1e-3 and np.abs(logits).max() < 3:
            return params, X, y.reshape(n, 1)


def autograd_gradients(params, X, y):
    """What autograd finds for the same parameters and rows."""
    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    A = torch.relu(torch.tensor(X) @ leaves["W1"].T + leaves["b1"])
    P = torch.sigmoid(A @ leaves["W2"].T + leaves["b2"])
    nn.functional.binary_cross_entropy(P, torch.tensor(y)).backward()
    return {name: leaf.grad.numpy() for name, leaf in leaves.items()}


def solved(student, X, y, where, hint, **options):
    """The net that `solve` returns, when it has the default width and is right in every row."""
    try:
        net = student.solve(X, y, **options)
    except Exception as error:
        if getattr(error, "kinds", [type(error).__name__])[0] != "RuntimeError":
            raise
        fail("a trained XORMLP", f"RuntimeError: {error}", where=where, hint=hint)
    if not callable(net):
        fail("a trained XORMLP", net, where=where, hint="what does `solve` return?")
    if (got := count_parameters(net)) != 17:
        fail("a model of the default width, with 17 parameters", f"{got}", where=where)
    all_right(net, X, y, where, hint)
    return net


def all_right(net, X, y, where, hint):
    """Passes when the net is on the label's side of one half in every row."""
    probabilities = is_tensor(net(X), (len(X), 1), where=f"outputs of the model from {where}", hint=hint)
    right = int(((probabilities > 0.5) == (y > 0.5)).sum())
    if right < len(X):
        fail(f"all {len(X)} rows right", f"{right}", where=f"the model from {where}", hint=hint)


@points(1)
def test_seventeen_parameters(student, rng):
    """An XORMLP has 17 parameters, and one with h hidden units has 4h + 1."""
    hint = "what does each of the two layers hold, weights and biases?"
    assert count_parameters(student.XORMLP()) == 17, hint
    h = int(rng.integers(5, 12))
    got = count_parameters(student.XORMLP(n_hidden=h))
    if got != 4 * h + 1:
        fail(f"{4 * h + 1}", got, where=f"parameters of XORMLP(n_hidden={h})", hint=hint)


@points(1.5)
@needs("test_seventeen_parameters")
def test_forward(student, device, rng):
    """From given weights, the outputs are those of linear, ReLU, linear, sigmoid, one column."""
    h = int(rng.integers(5, 9))
    given, X, _ = drawn_problem(rng, n=11, h=h)
    net, where = student.XORMLP(n_hidden=h).to(device), f"outputs of XORMLP(n_hidden={h}) for 11 rows, weights given"
    copy_weights(given, net)
    got = is_tensor(net(X), (11, 1), where=where, hint="which shape does y have?")
    close(
        got,
        given(X).detach(),
        within=1e-5,
        where=where,
        hint="what stands between the two layers, and what after the second?",
    )


@points(0.5)
def test_fresh_starts(student):
    """Every new XORMLP starts from weights of its own."""
    first, second = weights(student.XORMLP()), weights(student.XORMLP())
    if all(bool((first[key] - second[key]).abs().max() < 1e-6) for key in first if key in second):
        fail(
            "two different starts",
            "the same weights twice",
            where="XORMLP() and XORMLP()",
            hint="what would a new start be good for, if all starts were alike?",
        )


@points(1.5)
def test_losses_of_few_epochs(student, reference, device, rng):
    """From given weights, the losses are those of full-batch Adam on the binary cross-entropy, to the digit."""
    h, epochs = int(rng.integers(5, 9)), int(rng.integers(14, 20))
    given, X, y = drawn_problem(rng, n=int(rng.integers(10, 14)), h=h)
    lr, net = round(float(rng.uniform(0.03, 0.06)), 3), plain_net(student, given, h, device)
    expected = reference.train(given, X, y, lr=lr, epochs=epochs)
    where = f"losses of train(model, X, y, lr={lr}, epochs={epochs})"
    losses = is_numbers(
        student.train(net, X, y, lr=lr, epochs=epochs),
        epochs,
        where=where,
        hint="how often does the loop run, and what does it keep each time?",
    )
    close(
        losses,
        expected,
        within=5e-6,
        where=where,
        hint="at which epoch does the first difference show, and what happens just before it?",
    )


@points(0.5)
def test_gradient_names_and_shapes(student, rng):
    """`manual_gradients` returns NumPy arrays under the names of the parameters and in their shapes."""
    params, X, y = gradient_case(rng, n=int(rng.integers(7, 10)), h=int(rng.integers(4, 7)))
    where = "manual_gradients(params, X, y)"
    got = entries(student.manual_gradients(params, X, y), list(params), where=where, hint="what should it return?")
    for name, value in params.items():
        if not isinstance(got[name], np.ndarray):
            fail(f"a NumPy array of shape {value.shape}", got[name], where=f"{where}[{name!r}]")
        if got[name].shape != value.shape:
            fail(
                f"shape {value.shape}",
                f"shape {got[name].shape}",
                where=f"{where}[{name!r}]",
                hint=f"{SHAPES}: which product of the pieces has this shape?",
            )


@points(2)
@needs("test_gradient_names_and_shapes")
def test_gradients_are_those_of_autograd(student, rng):
    """For random weights and rows, the gradients by hand are the ones that autograd finds."""
    n, h = int(rng.integers(7, 10)), int(rng.integers(4, 7))
    params, X, y = gradient_case(rng, n=n, h=h)
    expected = autograd_gradients(params, X, y)
    # From the last layer to the first, as the program works: an early slip shows first where it was made.
    got = student.manual_gradients({name: value.copy() for name, value in params.items()}, X, y)
    for name in ("b2", "W2", "b1", "W1"):
        where = f"manual_gradients(params, X, y)[{name!r}] for {n} rows, {h} hidden units"
        close(
            got[name],
            expected[name],
            within=1e-6,
            where=where,
            hint="mean or sum? Which units were off? What is the slope of loss and sigmoid together?",
        )


@points(1)
@needs("test_forward")
@seconds(120)
def test_one_start_is_enough(student, rng):
    """Given a table that any start can learn, `solve` needs no more than one."""
    label, seed = int(rng.integers(2)), int(rng.integers(10_000))
    X, y = datasets.truth_table([label] * 4)
    where = f"solve(X, y, max_restarts=1, seed={seed}) with {label} for all four rows"
    solved(student, X, y, where, "does the first start count, and when is a row right?", max_restarts=1, seed=seed)


@points(2)
@needs("test_forward")
@seconds(300)
def test_solves_xor(student, assignment, rng):
    """`solve` learns XOR, and its opposite too, however unlucky the first start is."""
    name = str(rng.choice(["xor", "xnor"]))
    seed = int(rng.choice(assignment.settings["unlucky_seeds"][name]))
    X, y = datasets.gate("xor")
    y, order = y if name == "xor" else 1 - y, rng.permutation(4)
    X, y = X[order], y[order]
    where, hint = f"solve(X, y, seed={seed}) on {name.upper()}", "what can be done when one start gets stuck?"
    net = solved(student, X, y, where, hint, seed=seed)
    judged = network(nn, 4)  # the weights must do it alone, in a net of the judge's
    copy_weights(net, judged)
    all_right(judged, X, y, f"the weights of {where}", hint)


@points(1)
@needs("test_one_start_is_enough")
@seconds(120)
def test_gives_up(student, rng):
    """When one point is labelled both ways no start can help, and `solve` raises RuntimeError."""
    X, _ = datasets.truth_table([0, 0, 0, 0])
    label, order = int(rng.integers(2)), rng.permutation(4)
    X[order[0]] = X[order[1]]  # the same point twice
    y = torch.full((4, 1), float(label))
    y[order[0]] = 1.0 - label
    where = "solve(X, y, max_restarts=1) with one point labelled 0 and 1"
    raises(
        "RuntimeError",
        student.solve,
        X,
        y,
        max_restarts=1,
        seed=int(rng.integers(10_000)),
        where=where,
        hint="what happens after the last start, if that one fails too?",
    )
