"""Checks of `model_toolkit` that students do not see: hooks when something goes wrong, and the corners of the rest."""

import torch

from graders.model_toolkit.test_model_toolkit import (
    EXACT,
    called,
    drawn,
    factor,
    grouped,
    has_method,
    leftovers,
    moved,
    predictions,
    rates_of,
    same_hooks,
    same_moves,
    same_predictions,
    same_rates,
    sizes,
    switch_off,
    twice,
    untouched,
    watched,
)
from torchgrade.checks import close, lend, points, raises


def hooked(net, name):
    """Puts a hook of the judge's on a module of the net."""
    net.get_submodule(name).register_forward_hook(lambda module, inputs, output: None)


class Odd(torch.nn.Module):
    """Parameters whose names and kinds say nothing of their dimensions: none, one, two and three of them."""

    def __init__(self, a, b, c):
        super().__init__()
        self.bias = torch.nn.Parameter(torch.zeros(a, b))
        self.weight = torch.nn.Parameter(torch.zeros(c))
        self.scale = torch.nn.Parameter(torch.tensor(0.0))
        self.table = torch.nn.Embedding(b, c)
        self.filter = torch.nn.Conv1d(a, b, 3, bias=False)
        self.one, self.two = torch.nn.Linear(a, c), torch.nn.Linear(a, c)
        self.two.weight = self.one.weight


class Matrix(torch.nn.Module):
    """Nothing but a matrix."""

    def __init__(self, a, b, c):
        super().__init__()
        self.matrix = torch.nn.Parameter(torch.zeros(a, b))


class Vector(torch.nn.Module):
    """Nothing but a vector."""

    def __init__(self, a, b, c):
        super().__init__()
        self.vector = torch.nn.Parameter(torch.zeros(c))


def descend(schedule, optimizer, layer, epochs):
    """Where the one weight of a layer is after each epoch of a step, when its gradient is always -1."""
    found = []
    for _ in range(epochs):
        layer.weight.grad = -torch.ones_like(layer.weight)
        optimizer.step()
        schedule.step()
        found.append(float(layer.weight.detach()))
    return found


@points(1)
def test_hooks_whatever_happens(student, rng, device):
    """`activations` leaves no hook after an error in forward or an unknown name, and keeps those of others."""
    ours, net = twice(student, rng, device)
    lend(student, hooked)(net, "again")
    count, x = lend(student, leftovers), drawn(rng, 5, ours.body[0].in_features)
    net.broken = True
    where = "activations(model, ['body', 'again'], x), whose forward raises ArithmeticError"
    raises("ArithmeticError", student.activations, net, ["body", "again"], x, where=where, hint="who may catch it?")
    same_hooks(count(net), 1, where)
    net.broken = False
    where = "activations(model, ['body', 'nowhere'], x)"
    raises("KeyError", student.activations, net, ["body", "nowhere"], x, where=where, hint="is there such a module?")
    same_hooks(count(net), 1, where)
    net.passes, names = 0, ["body.0", "again"]
    seen = lend(student, watched)(student.activations, count, net, names, x, x)
    untouched(seen, f"activations(model, {names}, x), with a hook of somebody else's on 'again'", hooks=1)


@points(1)
def test_what_the_optimizer_holds(student, rng, device):
    """`make_optimizer` leaves frozen parameters out, goes by dimensions alone, and has the defaults that are asked."""
    chosen = sizes(rng, 3)
    options = {"lr": float(rng.uniform(0.02, 0.1)), "weight_decay": float(rng.uniform(0.1, 0.5))}
    runs = []
    for kind, more, frozen in (
        (Odd, {"name": "sgd"} | options, ["filter.weight", "weight"]),
        (Odd, {"name": "adamw"} | options, ["one.weight", "scale"]),
        (Odd, {"name": "adamw", "weight_decay": 0.0}, []),
        (Matrix, {"name": "sgd", "lr": options["lr"]}, []),
        (Matrix, options, []),
        (Vector, options, []),
        (Odd, {}, ["bias"]),
    ):
        ours, theirs = kind(*chosen).double(), lend(student, kind)(*chosen).double().to(device)
        with torch.no_grad():
            for parameter in ours.parameters():
                parameter.copy_(drawn(rng, *parameter.shape, dtype=torch.float64))
        theirs.load_state_dict(ours.state_dict())
        switch_off(ours, frozen)
        lend(student, switch_off)(theirs, frozen)
        runs.append((ours, more, moved(student, theirs, ours, more, rng)))
    for run in runs:
        same_moves(*run)


@points(1)
def test_schedule_in_use(student, rng):
    """The schedule has its defaults, holds for any optimizer and many groups, and what it sets is what is used."""
    bases = rng.uniform(0.5, 2.0, size=3).tolist()
    short = {"warmup": 1, "step_size": 1, "gamma": float(rng.uniform(0.6, 0.9))}
    adam = student.torch.optim.Adam(student.torch.nn.Linear(2, 3).parameters(), lr=bases[1])
    runs = []
    for optimizer, start, options, epochs, batches in (
        (grouped(student, bases), bases, short, 6, 1),
        (grouped(student, bases[:1]), bases[:1], {}, 22, 1),
        (adam, bases[1:2], {"warmup": int(rng.integers(2, 6))}, 18, 2),
    ):
        runs.append((start, options, batches, rates_of(student, optimizer, options, epochs, batches)))
    _used(student, bases[0], {"warmup": int(rng.integers(2, 6)), "step_size": 2, "gamma": 0.5}, runs, epochs=9)


def _used(student, base, options, runs, epochs):
    """Passes when these runs are right, and steps on a gradient of -1 add up to the rates that the page promises."""
    layer = student.torch.nn.Linear(1, 1, bias=False).double()
    layer.load_state_dict({"weight": torch.zeros(1, 1, dtype=torch.float64)})
    optimizer, where = student.torch.optim.SGD(layer.parameters(), lr=base), called("make_schedule", **options)
    schedule = has_method(student.make_schedule(optimizer, **options), "step", where)
    got = lend(student, descend)(schedule, optimizer, layer, epochs)
    for run in runs:
        same_rates(*run)
    expected = [sum(base * factor(epoch, **options) for epoch in range(last + 1)) for last in range(epochs)]
    close(
        got,
        expected,
        within=EXACT,
        where=f"a number that SGD moves by its rate, with {where}",
        hint="is the rate in force before the first step of its epoch?",
    )


@points(1)
def test_predictions_of_any_model(student, rng, device):
    """`predict` is right for a single row and for logits in the hundreds, and leaves either mode as it was."""
    cases = (
        (1, True, 1.0),
        (int(rng.integers(5, 9)), False, 1.0),
        (1, False, 200.0),
        (int(rng.integers(13, 19)), True, 200.0),
    )
    for run in [predictions(student, rng, device, *case) for case in cases]:
        same_predictions(*run)
