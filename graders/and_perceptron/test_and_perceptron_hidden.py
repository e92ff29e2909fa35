"""The AND perceptron: other tables, its limits, and what it leaves alone."""

import itertools
import math

import torch

from assignments import datasets
from torchgrade.checks import close, copy_weights, fail, is_numbers, is_tensor, points, weights


def drawn_tables(rng):
    """A table with one 1, one with two and one with three: any that a straight line can split, but for the gates
    that have a check of their own."""
    tables = set(itertools.product((0, 1), repeat=4)) - {datasets.GATES[name] for name in datasets.GATES}
    tables = sorted(tables - {(1, 0, 0, 1)})  # the opposite of XOR, and as far out of reach
    return [tuple(rng.choice([table for table in tables if sum(table) == ones]).tolist()) for ones in (1, 2, 3)]


def trained(student, device, X, y):
    """A fresh perceptron after `train` with its defaults, and the losses."""
    net = student.Perceptron().to(device)
    return net, student.train(net, X.clone(), y.clone())


def plain_net(student, device):
    nn = student.torch.nn
    return nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()).to(device)


@points(0.5)
def test_defaults(student, reference, device):
    """Left to its defaults, `train` makes 1000 updates with a learning rate of 1."""
    X, y = datasets.gate("and")
    given, net = reference.Perceptron(), plain_net(student, device)
    copy_weights(given, net)
    expected = reference.train(given, X, y)
    close(
        student.train(net, X, y),
        expected,
        within=1e-4,
        where="losses of train(model, X, y)",
        hint="what are the defaults of lr and epochs?",
    )


@points(0.5)
def test_learns_or_and_nand(student, device):
    """The same `train` teaches a perceptron OR, and another one NAND."""
    for name in ("or", "nand"):
        X, y = datasets.gate(name)
        net, _ = trained(student, device, X, y)
        got = is_tensor(student.predict(net, X), (4, 1), where=f"predict(model, X) after training on {name.upper()}")
        close(
            got,
            y,
            within=0.0,
            where=f"predict(model, X) for 00, 01, 10, 11 after training on {name.upper()}",
            hint="is anything in the program made for AND alone?",
        )


@points(1)
def test_learns_any_table_a_line_can_split(student, reference, device, rng):
    """The trained weights and bias alone answer any table that a straight line can split."""
    for table in drawn_tables(rng):
        X, y = datasets.truth_table(table)
        net, _ = trained(student, device, X, y)
        judged, where = reference.Perceptron(), f"after training on the table {table}"
        if set(weights(net)) != set(weights(judged)):
            shapes = [tuple(value.shape) for value in weights(net).values()]
            fail(
                "two weights and a bias",
                f"parameters of shapes {shapes}",
                where=f"the perceptron {where}",
                hint="what can the line do that goes through 0 only?",
            )
        copy_weights(net, judged)
        close(
            (judged(X) > 0.5).float(),
            y,
            within=0.0,
            where=f"answers of the weights and bias {where}",
            hint="is there a table for which the line must not go through 0?",
        )


@points(0.5)
def test_xor_is_beyond_it(student, device):
    """Trained on XOR, a perceptron gets at most three rows right, and its loss ends at ln 2."""
    X, y = datasets.gate("xor")
    net, losses = trained(student, device, X, y)
    got = is_tensor(student.predict(net, X), (4, 1), where="predict(model, X) after training on XOR")
    if bool((got == y).all()):
        fail(
            "at most 3 of 4 rows right",
            "4",
            where="predict(model, X) after training on XOR",
            hint="can one straight line keep 01 and 10 apart from 00 and 11?",
        )
    losses = is_numbers(losses, where="losses of train(model, X, y) on XOR")
    close(
        losses[-1:],
        [math.log(2)],
        within=1e-5,
        where="last of the losses on XOR",
        hint="what is the loss of a model that answers one half to everything?",
    )


@points(0.5)
def test_data_stay_as_they_are(student, device, rng):
    """`train` and `predict` leave X and y as they were."""
    X = torch.tensor(rng.uniform(-1.5, 1.5, size=(7, 2)), dtype=torch.float32)
    y = torch.tensor(rng.permutation([0, 1, 0, 1, 1, 0, 1]), dtype=torch.float32).reshape(7, 1)
    net, keep = plain_net(student, device), student.torch.functools.partial
    # partial keeps the program's own copies of X and y, so that they can be looked at afterwards.
    train, predict = keep(student.train, net, X.clone(), y.clone()), keep(student.predict, net, X.clone())
    train(lr=0.5, epochs=3)
    predict()
    for where, after, before in (
        ("X after train", train.args[1], X),
        ("y after train", train.args[2], y),
        ("X after predict", predict.args[1], X),
    ):
        close(after, before, within=0.0, where=where, hint="which operations on tensors change them in place?")
