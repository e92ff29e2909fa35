"""Checks of `experiments` that students can see: networks, grids, runs, searches, the best one, logs, filters.

What `run` does is watched from outside: each call of a network is noted with what went in and the parameters it had.
From the first parameters and the batches in their order follows all the rest, whatever was drawn to get there. A
network's layers are told apart by their sizes, which differ, so that names and grouping are free.
"""

import itertools
import math
import os
import stat
import tempfile
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from torchgrade.checks import (
    close,
    count_parameters,
    described,
    entries,
    fail,
    is_number,
    is_numbers,
    is_tensor,
    lend,
    needs,
    parameters,
    points,
    raises,
    show,
    stays_on_cpu,
)

LISTS = {
    "Loss/train": "train_loss",
    "Loss/val": "val_loss",
    "Accuracy/train": "train_accuracy",
    "Accuracy/val": "val_accuracy",
}
RESULT = ("config", "parameters", "val_accuracy", "train_loss", "test_accuracy")  # and "seconds"
DEFAULTS = {"hidden": [128], "lr": 1e-3, "dropout": 0.0, "weight_decay": 1e-4}
LARGEST_LOG = 2**20  # bytes; the files of a right program have 2,000
LOGITS, LOSSES = 1e-4, 1e-4


# ---- networks by their sizes ----


def draw_layers(rng, sizes):
    """Weights (out, in) and biases (out,) of Linear layers between these sizes."""
    return [
        (_float(rng.normal(size=(n_out, n_in)) / n_in**0.5), _float(rng.normal(size=n_out)))
        for n_in, n_out in itertools.pairwise(sizes)
    ]


def _float(array):
    return torch.tensor(array, dtype=torch.float32)


def answers(layers, x):
    """Logits of x (N, inputs): ReLU after each layer but the last."""
    for weight, bias in layers[:-1]:
        x = torch.relu(x @ weight.T + bias)
    weight, bias = layers[-1]
    return x @ weight.T + bias


def _sides(tensor):
    """What a layer's tensor is known by: a bias may be a row, a matrix may lie on its side."""
    return tuple(sorted(side for side in tensor.shape if side > 1))


def _laid(tensor, like):
    """`tensor` as the one of `like`'s sides: turned where it lies on its side."""
    flat = tensor.squeeze()
    return (flat if flat.shape == like.squeeze().shape else flat.T).reshape(like.shape)


def settle(net, layers, where):
    """Gives a net of the student's these layers."""
    by_sides = {_sides(tensor): tensor for layer in layers for tensor in layer}
    own = parameters(net)
    for value in own.values():
        if _sides(value) not in by_sides:
            shapes = ", ".join(str(tuple(tensor.shape)) for tensor in by_sides.values())
            fail(f"parameters of shapes {shapes}", f"one of shape {tuple(value.shape)}", where=where)
    net.load_state_dict(
        {**net.state_dict(), **{name: _laid(by_sides[_sides(value)], value) for name, value in own.items()}}
    )


def layers_of(state, sizes, where):
    """The layers that a list of parameters holds, for a network of these sizes."""
    by_sides = {_sides(tensor): tensor.detach().cpu().float() for tensor in state}
    layers = []
    for n_in, n_out in itertools.pairwise(sizes):
        weight, bias = (by_sides.get(tuple(sorted(key))) for key in ((n_out, n_in), (n_out,)))
        if weight is None or bias is None:
            shapes = ", ".join(str(tuple(tensor.shape)) for tensor in state) or "none"
            fail(
                f"a Linear from {n_in} to {n_out}, with its bias, among the parameters",
                f"shapes {shapes}",
                where=where,
                hint="what does the config say of the hidden layers, and what the data of inputs and classes?",
            )
        layers.append((_laid(weight, torch.empty(n_out, n_in)), bias.reshape(n_out)))
    return layers


# ---- build_mlp ----


def built(build_mlp, arguments, options):
    """What `build_mlp` returns, and its list of widths afterwards."""
    net = build_mlp(*arguments, **options)
    return net, arguments[1]


def network(student, sizes, device, **options):
    """(a net of the student's of these sizes, what it is called); its list of widths must stay as it was."""
    widths = [int(size) for size in sizes[1:-1]]
    shown = "".join(f", {name}={value:.3g}" for name, value in options.items())
    where = f"build_mlp({sizes[0]}, {widths}, {sizes[-1]}{shown})"
    net, after = lend(student, built)(student.build_mlp, [sizes[0], list(widths), sizes[-1]], options)
    if after != widths:
        fail(f"the list `hidden` as it was, {widths}", after, where=where, hint="whose list is it?")
    if not callable(net):
        fail("a network", described(net), where=where)
    return net.to(device), where


@points(1)
def test_build_mlp(student, rng, device):
    """`build_mlp` gives the logits of its layers, for any list of widths, with 25,450 parameters for 784, [32], 10."""
    hint = "which layers for each width, and what after the last one?"
    for hidden in ([32], [128], [256, 128], []):
        sizes = [784, *hidden, 10]
        net, where = network(student, sizes, device)
        expected = sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(sizes))
        close(count_parameters(net), expected, within=0, where=f"number of parameters of {where}", hint=hint)
    for depth in (0, 1, 2, 3):
        sizes = rng.permutation([2, 3, 4, 5, 6, 7, 8, 9])[: depth + 2].tolist()
        (net, where), layers = network(student, sizes, device), draw_layers(rng, sizes)
        settle(net, layers, where)
        x = _float(rng.normal(size=(11, sizes[0])))
        net.eval()
        got = is_tensor(net(x), (11, sizes[-1]), torch.float32, where=f"logits of {where}", hint=hint)
        close(got, answers(layers, x), within=LOGITS, where=f"logits of {where}", hint=hint)


@points(1)
@needs("test_build_mlp")
def test_dropout(student, rng, device):
    """In train mode dropout follows every hidden ReLU, with the probability asked for; nothing else is ever dropped."""
    hint = "after which layers is something dropped, with which probability, and what if there are none?"
    a, b, c = rng.permutation([2, 3, 4, 5, 6])[:3].tolist()
    for sizes, options in (([a, b, c], {}), ([a, c], {"dropout": 0.5})):
        (net, where), layers = network(student, sizes, device, **options), draw_layers(rng, sizes)
        settle(net, layers, where)
        x = _float(rng.normal(size=(12, sizes[0])))
        net.train()
        got = is_tensor(net(x), (12, sizes[-1]), where=f"logits of {where} in train mode")
        close(got, answers(layers, x), within=LOGITS, where=f"logits of {where} in train mode", hint=hint)
    _two_layers_drop(student, rng, device, hint)


def _two_layers_drop(student, rng, device, hint):
    """Each logit shows a unit of the second hidden layer, which looks at one of the first: 1 where that is kept."""
    sizes, p = [2, 9, 7, 4], float(rng.uniform(0.2, 0.45))
    (net, where), layers = network(student, sizes, device, dropout=p), _showing(rng, sizes)
    settle(net, layers, where)
    x = torch.ones(3000, sizes[0])
    net.eval()
    got = is_tensor(net(x[:3]), (3, sizes[-1]), where=f"logits of {where} in eval mode")
    close(
        got,
        answers(layers, x[:3]),
        within=LOGITS,
        where=f"logits of {where} in eval mode",
        hint="what is dropped then?",
    )
    net.train()
    student.torch.manual_seed(int(rng.integers(2**31)))
    where = f"logits of {where} in train mode"
    logits = is_tensor(net(x), (len(x), sizes[-1]), where=where, hint=hint).double()
    # Minus one is the last bias, a half that of the second layer.
    levels = {(1 - p) ** 2: (1 / (1 - p) + 0.5) / (1 - p) - 1, (1 - p) * p: 0.5 / (1 - p) - 1, p: -1.0}
    found = {share: (logits - level).abs() < 1e-3 for share, level in levels.items()}
    if not sum(found.values()).all():
        odd = logits[~sum(found.values()).bool()][0].item()
        fail(f"one of {', '.join(f'{level:.4g}' for level in levels.values())}", odd, where=where, hint=hint)
    for share, here in found.items():
        for measured in here.double().mean(dim=0).tolist():
            # Seven standard deviations of what chance does.
            if abs(measured - share) > 7 * math.sqrt(share * (1 - share) / len(x)):
                fail(f"a share of about {share:.3f} of these logits", f"{measured:.3f}", where=where, hint=hint)


def _showing(rng, sizes):
    layers = [(torch.full((sizes[1], sizes[0]), 1 / sizes[0]), torch.zeros(sizes[1]))]
    for (n_in, n_out), bias in zip(itertools.pairwise(sizes[1:]), (0.5, -1.0), strict=True):
        weight = torch.zeros(n_out, n_in)
        weight[torch.arange(n_out), torch.tensor(rng.permutation(n_in)[:n_out])] = 1.0
        layers.append((weight, torch.full((n_out,), bias)))
    return layers


# ---- plain data ----


def equal(got, expected):
    """Whether two pieces of plain data are the same, whatever `got` is made of."""
    match expected:
        case dict():
            return (
                isinstance(got, dict)
                and set(map(str, got)) == set(expected)
                and all(equal(got[key], value) for key, value in expected.items())
            )
        case list():
            return (
                isinstance(got, list | tuple)
                and len(got) == len(expected)
                and all(equal(one, other) for one, other in zip(got, expected, strict=True))
            )
        case str():
            return isinstance(got, str) and got == expected
        case None:
            return got is None
    return isinstance(got, int | float) and not isinstance(got, bool) and got == expected


def same_list(got, expected, where, hint):
    """Passes when `got` is this list of dicts."""
    if not isinstance(got, list):
        fail("a list of dicts", described(got), where=where, hint=hint)
    if len(got) != len(expected):
        fail(f"a list of length {len(expected)}", f"one of length {len(got)}", where=where, hint=hint)
    for i, (one, other) in enumerate(zip(got, expected, strict=True)):
        if not equal(one, other):
            fail(show(other), described(one), where=f"{where}[{i}]", hint=hint)


# ---- grid ----


@points(1)
def test_grid(student, rng):
    """`grid` gives every combination of its lists, the last name changing fastest, and [{}] for no names."""
    # Neither forwards nor backwards in the order of the alphabet.
    names = ["lr", "dropout", "hidden"] if rng.random() < 0.5 else ["hidden", "dropout", "lr"]
    lists = [
        [[int(width)] for width in rng.choice(90, size=2, replace=False)],
        [round(float(rate), 4) for rate in rng.uniform(0.01, 1, size=3)],
        [str(word) for word in rng.permutation(["a", "b", "c", "d"])],
    ]
    lists = [lists[i] for i in rng.permutation(3)]
    hint = "in which order would you write them down by hand?"
    for count in (3, 2, 1, 0):
        choices = dict(zip(names[:count], lists[:count], strict=True))
        where = f"grid({', '.join(f'{name}={show(values)}' for name, values in choices.items())})"
        same_list(student.grid(**choices), _combinations(list(choices.items())), where, hint)
    same_list(student.grid(a=[1, 2], b=[]), [], "grid(a=[1, 2], b=[])", "how many combinations are there?")


def _combinations(choices):
    if not choices:
        return [{}]
    (name, values), rest = choices[0], _combinations(choices[1:])
    return [{name: value, **others} for value in values for others in rest]


# ---- run, watched ----


def watched(run, config, sets, options):
    """Calls `run`; gives what it returned and what was seen meanwhile.

    A step is a call of a network in train mode, with gradients, on samples of the training set: `batches` are their
    numbers, `states` the parameters before it, `logits` what came out. `measured` are all other calls, each with the
    parameters and how many steps came before. `taken` are the samples taken from the test set: number, steps before.
    """
    nets, parts, open_calls = [], set(), []

    class Samples(torch.utils.data.Dataset):
        def __init__(self, x, y, note=None):
            self.x, self.y, self.note = x, y, note

        def __len__(self):
            return len(self.x)

        def __getitem__(self, index):
            if not -len(self.x) <= index < len(self.x):
                raise IndexError(f"there is no sample {index}")
            if self.note is not None:
                self.note.append([int(index) % len(self.x), len(seen.batches)])
            return self.x[index].clone(), self.y[index].clone()

    class Seen:
        pass

    def plain(tensor):
        return tensor.detach().cpu().clone()

    def state_of(module):
        """The parameters, without sides of one: by number, as names differ."""
        return {str(i): plain(parameter).squeeze() for i, parameter in enumerate(module.parameters())}

    def before(module, inputs):
        x = inputs[0] if inputs else None
        if id(module) in parts or not isinstance(x, torch.Tensor) or not any(True for _ in module.parameters()):
            return
        if not any(module is net for net in nets):
            nets.append(module)
            parts.update(id(part) for part in module.modules() if part is not module)
        rows = plain(x).reshape(len(x), -1)
        order = [number.get(tuple(row), -1) for row in rows.tolist()]
        if module.training and torch.is_grad_enabled() and max(order, default=-1) >= 0:
            seen.batches.append(order)
            seen.states.append(state_of(module))
            open_calls.append(seen.logits)
        else:
            one = {"x": rows, "after": len(seen.batches), "state": state_of(module), "logits": []}
            seen.measured.append(one)
            open_calls.append(one["logits"])

    def after(module, inputs, output):
        if id(module) not in parts and open_calls and any(module is net for net in nets):
            open_calls.pop().append(plain(output) if isinstance(output, torch.Tensor) else None)

    (a, b), (c, d), (e, f) = sets
    number = {tuple(row): i for i, row in enumerate(a.reshape(len(a), -1).tolist())}
    seen = Seen()
    seen.batches, seen.states, seen.logits, seen.measured, seen.taken = [], [], [], [], []
    handles = [
        torch.nn.modules.module.register_module_forward_pre_hook(before),
        torch.nn.modules.module.register_module_forward_hook(after),
    ]
    try:
        seen.result = run(config, Samples(a, b), Samples(c, d), Samples(e, f, seen.taken), **options)
    finally:
        for handle in handles:
            handle.remove()
    seen.config = config
    seen.sizes = [len(order) for order in seen.batches]
    seen.seconds = seen.result.pop("seconds", None) if isinstance(seen.result, dict) else None  # no two are the same
    at_the_end = [one["state"] for one in seen.measured if one["after"] == len(seen.batches)]
    seen.states += at_the_end[:1] or [state_of(net) for net in nets[:1]]
    return seen


def call(config, options):
    """The call as the student would write it."""
    shown = "".join(f", {name}={value}" for name, value in options.items() if name != "device")
    config = {name: round(value, 5) if isinstance(value, float) else value for name, value in config.items()}
    return f"run({config}, train_set, val_set, test_set{shown})"


def experiment(student, config, data, options, device):
    """A call of the student's `run`, watched."""
    sets, started = [tuple(map(stays_on_cpu, part)) for part in data], time.perf_counter()
    seen = lend(student, watched)(student.run, dict(config), sets, {**options, "device": device})
    return Watched(seen, call(config, options), time.perf_counter() - started)


class Watched:
    """One call of `run`: what it returned, and what `watched` has seen. Asked for piece by piece, as a check needs it.

    So what is sent is no more than what a check looks at, and a mistake is known by that, in whatever style.
    """

    def __init__(self, seen, where, took):
        self._seen, self.where, self.took = seen, where, took

    def list(self, name):
        """One of the lists; empty if it is none."""
        found = getattr(self._seen, name)
        return found if isinstance(found, list) else []

    def config(self):
        """The config after the call."""
        return self._seen.config

    def seconds(self):
        """What was returned as "seconds": asked for last, since they differ from call to call."""
        return self._seen.seconds

    def result(self):
        """What was returned but for the seconds, checked for its entries."""
        return entries(self._seen.result, RESULT, where=self.where)


def task(rng, n_train, n_val, n_test, shape, n_classes, upside_down=False):
    """Three sets of samples (N, *shape) and labels (N,): a linear rule, a tenth of the labels drawn by lot.

    Two numbers of each sample are tiny, so that what weight decay does to their weights is not lost in the gradient.
    With `upside_down` the labels of the validation set are those of the next class, so that training makes it worse.
    """
    inputs = math.prod(shape)
    rule = rng.normal(size=(inputs, n_classes))
    scale = rng.permutation([2e-4] * 2 + [1.0] * (inputs - 2))
    data = []
    for n, shift in ((n_train, 0), (n_val, int(upside_down)), (n_test, 0)):
        x = rng.normal(size=(n, inputs))
        y = (x @ rule).argmax(axis=1)
        lot = rng.random(n) < 0.1
        y[lot] = rng.integers(0, n_classes, size=lot.sum())
        y = (y + shift) % n_classes
        y[:n_classes] = rng.permutation(n_classes)  # every class is there
        data.append((_float(x * scale).reshape(n, *shape), torch.tensor(y)))
    return data


def steps(seen, data, epochs, batch):
    """The batches as numbers of samples; a check ends here unless all are there.

    Each epoch must take each training sample once, in batches of that size, but for the last one.
    """
    n, sizes = len(data[0][0]), seen.list("sizes")
    full = [batch] * (n // batch) + [n % batch] * (n % batch > 0)
    orders = seen.list("batches") if sizes == full * epochs else []
    flat = [i for order in orders for i in order]
    if not orders or any(sorted(flat[start : start + n]) != list(range(n)) for start in range(0, len(flat), n)):
        fail(
            f"each of {n} training samples once in each of {epochs} epochs, in train mode, in batches of {batch}",
            f"batches of {show(sizes)}" if sizes else "no batch",
            where=seen.where,
            hint="is the network called as model(x), in train mode in every epoch, and does the loader leave none out?",
        )
    return orders


def states(seen, sizes):
    """The layers before each step, and after the last one; a check ends here unless they have these sizes."""
    found = seen.list("states")
    if len(found) != len(seen.list("batches")) + 1 or not all(isinstance(state, dict) for state in found):
        fail("parameters before each step", show(found), where=seen.where)
    return [layers_of(list(state.values()), sizes, seen.where) for state in found]


def replay(layers, orders, data, config):
    """(the loss of each step, the layers after it): Adam from these layers on these batches in their order."""
    x, y = data[0][0].flatten(1), data[0][1]
    weights = [tensor.clone().requires_grad_() for layer in layers for tensor in layer]
    adam, losses, states = torch.optim.Adam(weights, config["lr"], weight_decay=config["weight_decay"]), [], []
    for order in orders:
        loss = cross_entropy(answers(_pairs(weights), x[order]), y[order])
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
        states.append(_pairs([weight.detach().clone() for weight in weights]))
    return losses, states


def _pairs(weights):
    return list(zip(weights[::2], weights[1::2], strict=True))


def epoch_losses(losses, orders, n):
    """The mean over the samples of each epoch."""
    sums = [loss * len(order) for loss, order in zip(losses, orders, strict=True)]
    per_epoch = len(sums) * n // sum(map(len, orders))
    return [sum(sums[start : start + per_epoch]) / n for start in range(0, len(sums), per_epoch)]


def same_weights(got, expected, lr, where, hint):
    """Passes when layers moved alike: on average they are nearer than a hundredth of one step.

    On average, since a sample on the kink of a ReLU may move a unit by chance.
    """
    for i, (ours, theirs) in enumerate(zip(expected, got, strict=True)):
        for one, other, what in zip(ours, theirs, ("weight", "bias"), strict=True):
            apart = (one - other).abs()
            off = max(apart.mean(dim=0).max().item(), apart.mean().item()) if apart.dim() == 2 else apart.mean().item()
            if not off <= 0.03 * lr:
                fail(
                    f"the {what} of layer {i} where Adam takes it",
                    f"{off / lr:.3g} steps away on average",
                    where=where,
                    hint=hint,
                )


def near_share(got, layers, samples, labels, where, hint):
    """Passes when `got` is the share of right answers of these layers, samples on a border left open."""
    logits = answers(layers, samples.flatten(1))
    first, second = logits.topk(2, dim=1).values.T
    of_label = logits[torch.arange(len(labels)), labels]
    clear, right = first - second > 1e-3, logits.argmax(dim=1) == labels
    low = (right & clear).double().mean().item()
    high = (right | (~clear & (first - of_label <= 1e-3))).double().mean().item()
    value = is_number(got, where=where, hint=hint)
    if not low - 1e-6 <= value <= high + 1e-6:
        fail(show(low), show(value), where=where, hint=hint)


@points(2)
@needs("test_build_mlp")
def test_run_steps(student, rng, device):
    """`run` takes all training samples in a new order every epoch, and makes one step of one Adam for each batch."""
    # Sizes that differ from each other in every layer; the last batch is smaller.
    shape, hidden, n_classes = (1, 3, 4), [[9], [7, 10]][int(rng.integers(2))], 5
    epochs, batch = 4, int(rng.integers(11, 14))
    data = task(rng, 4 * batch + int(rng.integers(3, 8)), 31, 37, shape, n_classes)
    for decay in (0.0, float(rng.uniform(0.1, 0.3))):
        config = {"hidden": hidden, "lr": float(rng.uniform(0.01, 0.02)), "dropout": 0.0, "weight_decay": decay}
        options = {"epochs": epochs, "batch_size": batch, "seed": int(rng.integers(2**31))}
        seen = experiment(student, config, data, options, device)
        orders = steps(seen, data, epochs, batch)
        _shuffled(orders, epochs, seen.where)
        sizes = [12, *hidden, n_classes]
        moved = states(seen, sizes)
        losses, expected = replay(moved[0], orders, data, config)
        hint = "for each batch: loss, gradients from zero, one step of which optimizer, made when, and with what?"
        where = f"parameters after {seen.where}"
        same_weights(moved[-1], expected[-1], config["lr"], where, hint)
        got = is_numbers(seen.result()["train_loss"], epochs, where=f"{seen.where}['train_loss']")
        means = epoch_losses(losses, orders, len(data[0][0]))
        hint = "how many samples has the last batch, and when is a loss measured?"
        close(got, means, within=LOSSES, where=f"{seen.where}['train_loss']", hint=hint)


def _shuffled(orders, epochs, where):
    per_epoch = len(orders) // epochs
    flat = [
        [i for order in orders[start : start + per_epoch] for i in order] for start in range(0, len(orders), per_epoch)
    ]
    if sorted(flat[0]) == flat[0] or any(one == flat[0] for one in flat[1:]):
        fail(
            "the training samples in a new random order in every epoch",
            "the same order again" if flat[0] in flat[1:] else "that of the set",
            where=where,
            hint="who shuffles the samples, and when?",
        )


@points(1)
@needs("test_run_steps")
def test_run_result(student, rng, device):
    """`run` says what it measured: the validation set after each epoch, the test set with the last network."""
    shape, hidden, n_classes, epochs, batch = (13,), [8], 4, 6, 10
    data = task(rng, 47, 131, 137, shape, n_classes, upside_down=True)
    config = {"hidden": hidden, "lr": float(rng.uniform(0.01, 0.02)), "weight_decay": 1e-3}
    options = {"epochs": epochs, "batch_size": batch, "seed": int(rng.integers(2**31))}
    seen = experiment(student, config, data, options, device)
    where = seen.where
    if not equal(seen.config(), config):
        fail(f"the config as it was, {config}", show(seen.config()), where=f"after {where}", hint="whose dict is it?")
    orders = steps(seen, data, epochs, batch)
    sizes = [13, *hidden, n_classes]
    _, after = replay(states(seen, sizes)[0], orders, data, config)
    result = seen.result()
    measured = is_numbers(result["val_accuracy"], epochs, where=f"{where}['val_accuracy']")
    per_epoch = len(orders) // epochs
    hint = "of which set, after which step, as a fraction of what?"
    for epoch, value in enumerate(measured):
        layers = after[(epoch + 1) * per_epoch - 1]
        near_share(value, layers, *data[1], f"{where}['val_accuracy'][{epoch}]", hint)
    _tested(seen, len(orders), after[-1], data[2])
    near_share(result["test_accuracy"], after[-1], *data[2], f"{where}['test_accuracy']", hint)
    expected = sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(sizes))
    close(result["parameters"], float(expected), within=0, where=f"{where}['parameters']", hint="of which network?")
    given = entries(result["config"], list(config), where=f"{where}['config']")
    for name, value in config.items():
        if not equal(given[name], value):
            fail(show(value), described(given[name]), where=f"{where}['config'][{name!r}]", hint="which one was given?")
    took = is_number(seen.seconds(), where=f"{where}['seconds']", hint="how long did it take?")
    if not 0 < took <= seen.took + 1:
        fail(
            f"more than 0, and about the {seen.took:.2f} s of the call at most",
            f"{took:.4g}",
            where=f"{where}['seconds']",
        )


def _tested(seen, n_steps, layers, test):
    """Passes when each test sample is seen after the last step, by the network as it is then."""
    samples, found = test[0].flatten(1), set()
    number = {tuple(row): i for i, row in enumerate(samples.tolist())}
    where, hint = f"logits of the test samples in {seen.where}", "which weights has the network when it is tested?"
    for x, logits in (
        measured(one, len(layers[-1][1]), where) for one in seen.list("measured") if one["after"] == n_steps
    ):
        order = [number.get(tuple(row), -1) for row in x.tolist()]
        if max(order, default=-1) >= 0:
            found.update(order)
            close(logits, answers(layers, x), within=5e-3, where=where, hint=hint)
    if not set(range(len(samples))) <= found:
        fail(f"{len(samples)} samples, after the last step", f"{len(found)}", where=where, hint=hint)


def measured(one, n_classes, where):
    """(x, logits) of a call that was no step."""
    x, logits = one["x"], one["logits"]
    return x, is_tensor(logits[0] if logits else None, (len(x), n_classes), where=where)


@points(1)
@needs("test_run_steps")
def test_seed(student, rng, device):
    """The same seed gives the same result whatever was drawn before, another one does not; without one it is 0."""
    data, batch = task(rng, 41, 23, 19, (6,), 3), 9
    config = {"hidden": [8], "lr": 0.01, "dropout": 0.3}
    options = {"epochs": 2, "batch_size": batch, "seed": int(rng.integers(2**31))}
    first = experiment(student, config, data, options, device)
    student.torch.manual_seed(int(rng.integers(2**31)))
    hint = "what is random in run, and from which line on does the seed hold?"
    again = experiment(student, config, data, options, device)
    results = first.result(), again.result()
    for key in ("train_loss", "val_accuracy"):
        expected = is_numbers(results[0][key], 2, where=f"{first.where}[{key!r}]")
        if device == "cpu":
            close(
                results[1][key], expected, within=1e-6, where=f"{first.where}[{key!r}], for the second time", hint=hint
            )
    if device == "cpu":
        zero = experiment(student, config, data, options | {"seed": 0}, device)
        unsaid = experiment(student, config, data, {"epochs": 2, "batch_size": batch}, device)
        expected = is_numbers(zero.result()["train_loss"], 2, where=f"{zero.where}['train_loss']")
        close(
            unsaid.result()["train_loss"],
            expected,
            within=1e-6,
            where=f"{unsaid.where}['train_loss']",
            hint="which seed?",
        )
    other = experiment(student, config, data, options | {"seed": options["seed"] + 1}, device)
    orders, others = (steps(one, data, 2, batch) for one in (first, other))
    start, another = (states(one, [6, 8, 3])[0][0][0] for one in (first, other))
    if orders == others or torch.equal(start, another):
        fail(
            "other first weights and another order of samples from another seed",
            "the same weights" if torch.equal(start, another) else "the same order",
            where=first.where,
            hint=hint,
        )


# ---- search ----


def searched(search, configs, errors, options):
    """What `search` gives when the configs named in `errors` fail, and what was called meanwhile, in order."""
    events, kinds = [], {kind.__name__: kind for kind in (ValueError, RuntimeError, ZeroDivisionError, KeyError)}

    def run_one(config):
        events.append(["run", config["number"]])
        if config["number"] in errors:
            kind, text = errors[config["number"]]
            raise kinds[kind](text)
        return {"config": config, "val_accuracy": [config["number"] / 100], "of": 3 * config["number"]}

    def on_result(result):
        events.append(["result", dict(result)])

    kept = [dict(config) for config in configs]
    results = search(configs, run_one, on_result) if options["told"] else search(configs, run_one)
    return results, events, configs == kept


@points(1)
def test_search(student, rng):
    """`search` gives the results in order, records those that fail, goes on, and tells of each as it comes."""
    numbers = rng.choice(90, size=6, replace=False).tolist()
    kinds = rng.permutation(["ValueError", "RuntimeError", "ZeroDivisionError"]).tolist()
    failing = [numbers[i] for i in (0, 2, 3)]
    errors = {number: [kind, f"{number} is too wide"] for number, kind in zip(failing, kinds, strict=True)}
    configs = [{"number": number, "lr": round(float(rng.uniform(0.01, 1)), 3)} for number in numbers]
    expected = [
        {"config": config, "error": ": ".join(errors[config["number"]])}
        if config["number"] in errors
        else {"config": config, "val_accuracy": [config["number"] / 100], "of": 3 * config["number"]}
        for config in configs
    ]
    for told in (True, False):
        where = f"search(configs, run_one{', on_result' if told else ''})"
        results, events, kept = lend(student, searched)(student.search, configs, errors, {"told": told})
        same_list(results, expected, where, hint="what becomes of a config for which run_one raises, and of the next?")
        wanted = [
            event
            for config, result in zip(configs, expected, strict=True)
            for event in ([["run", config["number"]], ["result", result]] if told else [["run", config["number"]]])
        ]
        if not equal(events, wanted):
            fail(
                f"run_one once for each config{', and on_result with each result before the next one' if told else ''}",
                " ".join(str(event[0]) for event in events if isinstance(event, list) and event) or "nothing",
                where=f"calls during {where}",
                hint="what is called when, and with what?",
            )
        if kept is not True:
            fail("the list of configs as it was", "another one", where=where, hint="whose list is it?")


# ---- best ----


def asked(best, results):
    """What `best` gives, and whether the list of results is as it was."""
    numbers = [result["config"]["number"] for result in results]
    return best(results), numbers == [result["config"]["number"] for result in results]


def _result(number, accuracies, test_accuracy, size, loss=0.5):
    return {
        "config": {"number": number},
        "parameters": size,
        "val_accuracy": accuracies,
        "train_loss": [2 * loss, loss],
        "test_accuracy": test_accuracy,
        "seconds": 1.5,
    }


@points(1)
def test_best(student, rng):
    """`best` takes the highest last validation accuracy, of equals the smallest, then the first, or a ValueError."""
    base, size = float(rng.uniform(0.4, 0.6)), int(rng.integers(1000, 2000))
    a, b, c, d, e, f = (round(base + step, 3) for step in (0.0, 0.05, 0.1, 0.25, 0.3, 0.33))
    broken = {"config": {"number": 0}, "error": "ValueError: too wide"}
    # Each wrong rule takes another one: 1 has the best epoch, 2 the best start, 4 the best test, 5 the lowest loss.
    different = [
        broken,
        _result(1, [a, f, c], b, size + 7),
        _result(2, [e, a, b], c, size + 6),
        _result(3, [a, b, d], a, size + 5),
        _result(4, [b, c, c], f, size + 4),
        _result(5, [d, e, c], d, size + 3, loss=0.1),
        _result(6, [b, b, c], b, size),
        _result(7, [c, c, a], b, size + 8),
    ]
    equals = [
        _result(8, [a, d], b, size + 5),
        _result(9, [f, c], f, 10),
        _result(10, [a, d], c, size),
        _result(11, [c, d], e, size),
        _result(12, [b, d], d, size + 9),
        broken,
    ]
    hint = "which number decides, and what if it is the same for two?"
    for results, number in ((different, 3), (different[::-1], 3), (equals, 10)):
        expected = next(result for result in results if result["config"]["number"] == number)
        got, kept = lend(student, asked)(student.best, results)
        if not equal(got, expected):
            shown = "; ".join(_shown(result) for result in results)
            fail(f"the one with {_shown(expected)}", _shown(got), where=f"best of {shown}", hint=hint)
        if kept is not True:
            fail("the list of results as it was", "another order", where="best(results)", hint="whose list is it?")
    for nothing in ([], [broken, dict(broken)]):
        raises("ValueError", student.best, nothing, where=f"best({nothing})", hint="what is left to choose from?")


def _shown(result):
    if isinstance(result, dict) and "val_accuracy" in result and "parameters" in result:
        return f"{show(result['val_accuracy'])} and {show(result['parameters'])} parameters"
    return "an error" if isinstance(result, dict) and "error" in result else described(result)


# ---- log ----


def logged(log, history, folder):
    """Calls `log`, and names the threads that still write for TensorBoard when it has returned."""
    import threading

    before, kept = threading.enumerate(), dict(history)
    log(history, folder)
    left = [
        type(thread).__name__
        for thread in threading.enumerate()
        if thread not in before and type(thread).__module__.startswith("tensorboard")
    ]
    return left, history == kept


def told(found, folders):
    """What was read of a log, as it came, and how many folders lie beside it."""
    return found, folders


def scalars(folder, where):
    """{tag: [[step, value], ...]} of the event files in a folder, read by TensorBoard; {} where there are none.

    The files come from a submission: regular ones only are read, up to a size, and parsed as data.
    """
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    with tempfile.TemporaryDirectory() as copies:
        room = LARGEST_LOG
        for name in sorted(os.listdir(folder))[:50] if folder.is_dir() else []:
            if "tfevents" in name:
                content = _regular(folder / name, room, where)
                room -= len(content)
                (Path(copies) / name).write_bytes(content)
        if not os.listdir(copies):
            return {}
        events = EventAccumulator(copies, size_guidance={"scalars": 0, "tensors": 0})
        try:
            events.Reload()
            tags = events.Tags()
            found = {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in tags["scalars"]}
            return found | {tag: [[e.step, _number(e)] for e in events.Tensors(tag)] for tag in tags["tensors"]}
        except Exception as error:  # whatever a parser says of bytes that are no log
            fail("event files that TensorBoard can read", type(error).__name__, where=where)


def _folders(folder):
    return sum(entry.is_dir(follow_symlinks=False) for entry in os.scandir(folder)) if folder.is_dir() else -1


def _regular(path, room, where):
    """The bytes of a regular file of at most `room` bytes; a check ends here for anything else."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        fail("event files that can be read", error.strerror or "another thing", where=where)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            fail("event files", "something that is no file", where=where)
        content = file.read(room + 1)
    if len(content) > room:
        fail(f"event files of a few kilobytes, {LARGEST_LOG:,} bytes at most", "more than that", where=where)
    return content


def _number(event):
    """The number in an event of the newer kind; nan for any other tensor, which is not unpacked."""
    from tensorboard.util.tensor_util import make_ndarray

    proto = event.tensor_proto
    one = all(dim.size == 1 for dim in proto.tensor_shape.dim) and len(proto.tensor_shape.dim) < 4
    return float(make_ndarray(proto).reshape(-1)[0]) if one else math.nan


@points(1)
def test_log(student, rng, scratch):
    """`log` writes the four lists under their tags, a step for each epoch from 0, and has closed when it returns."""
    epochs = int(rng.integers(4, 9))
    history = {key: rng.uniform(0.1, 0.9, size=epochs).round(4).tolist() for key in LISTS.values()}
    result = {"config": {"lr": 0.1}, "parameters": 41, "test_accuracy": 0.5, "seconds": 0.3}
    result |= {key: history[key][:3] for key in ("val_accuracy", "train_loss")}
    for given, name in ((history | {"best_epoch": 2}, "new/run"), (result, "another")):
        where = f"log(history, folder), a history of {', '.join(key for key in LISTS.values() if key in given)}"
        left, kept = lend(student, logged)(student.log, given, str(scratch / name))
        if left != []:
            fail("a writer that is closed", f"one that is still open ({show(left)})", where=f"after {where}")
        found = scalars(scratch / name, where)
        lend(student, told)(found, _folders(scratch / name))  # for the transcript, by which mistakes are known
        _same_log(found, given, where)
        if kept is not True:
            fail("the history as it was", "another one", where=where, hint="whose dict is it?")


def _same_log(found, given, where):
    wanted = {tag: given[key] for tag, key in LISTS.items() if key in given}
    if sorted(found) != sorted(wanted):
        fail(
            f"the tags {', '.join(sorted(wanted))} in the folder itself",
            ", ".join(map(str, sorted(found))) or "no events",
            where=where,
            hint="what is each list called, and where is it written to, and is all of it on disk?",
        )
    for tag, values in wanted.items():
        steps, numbers = ([pair[i] for pair in found[tag]] for i in (0, 1))
        close(
            steps, list(range(len(values))), within=0, where=f"steps of {tag}", hint="what is the first epoch called?"
        )
        close(numbers, values, within=1e-6, where=f"values of {tag}", hint="which list belongs to which tag?")


# ---- filters ----


def looked(filters, net):
    """What `filters` gives, as it is once the weights have been changed; whether it left them as they were."""
    before = {name: value.clone() for name, value in net.state_dict().items()}
    images = filters(net)
    kept = all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.mul_(-2.0)
    plain = isinstance(images, torch.Tensor)
    return images, kept, plain and not images.requires_grad and images.device.type == "cpu"


@points(1)
def test_filters(student, rng, device):
    """`filters` gives the first layer's weights as images, each scaled to [0, 1] by itself, as a copy."""
    side, h = int(rng.integers(3, 5)), int(rng.integers(5, 8))
    o, i, k = int(rng.integers(5, 8)), int(rng.integers(2, 4)), 3
    for build, what in ((_linear(side, h), "a Linear first"), (_conv(o, i, k), "a Conv2d first")):
        where, net = f"filters(model), {what}", build(student.torch.nn).to(device)
        weight = _weights_into(net, build(nn), rng)
        images, kept, detached = lend(student, looked)(student.filters, net)
        raw = weight[:, 0] if weight.dim() == 4 else weight.reshape(len(weight), side, side)
        got = is_tensor(images, raw.shape, where=where, hint="how many images, and of which sides?")
        hint = "which weights make an image, in which order, and by what is each one scaled?"
        close(got, _scaled(raw), within=1e-5, where=f"{where} (and then the weights changed)", hint=hint)
        if kept is not True:
            fail("weights that stay as they are", "others", where=where, hint="on which tensor do you work?")
        if detached is not True:
            fail("a detached tensor on the CPU", "another one", where=where, hint="does a picture need gradients?")
    odd = side * side + int(rng.integers(1, 3))
    makers = (
        (lambda nn: nn.Sequential(nn.Linear(odd, h), nn.ReLU(), nn.Linear(h, 16)), f"a Linear with {odd} inputs first"),
        (lambda nn: nn.Sequential(nn.Flatten(), nn.BatchNorm1d(9), nn.ReLU()), "no Linear and no Conv2d in it"),
    )
    for build, what in makers:
        net = build(student.torch.nn).to(device)
        raises("ValueError", student.filters, net, where=f"filters(model), {what}", hint="is there an image to show?")


def _linear(side, h):
    return lambda nn: nn.Sequential(
        nn.Flatten(),
        nn.Sequential(nn.Dropout(0.1), nn.Linear(side * side, h), nn.ReLU()),
        nn.Sequential(nn.Linear(h, 25)),
    )


def _conv(o, i, k):
    return lambda nn: nn.Sequential(
        nn.BatchNorm2d(i),
        nn.Sequential(nn.Conv2d(i, o, k), nn.ReLU()),
        nn.Conv2d(o, 3, 5),
        nn.Flatten(),
        nn.Linear(9, 4),
    )


def _weights_into(net, ours, rng):
    """Gives `net` weights drawn by `rng`, each image of another range and one of them constant; those of the layer."""
    state = {name: value.clone() for name, value in ours.state_dict().items()}
    first = next(f"{name}.weight" for name, part in ours.named_modules() if isinstance(part, nn.Linear | nn.Conv2d))
    for name, value in ours.named_parameters():
        state[name] = _float(rng.normal(size=value.shape))
    weight = state[first]
    weight *= _float(rng.uniform(0.2, 3, size=len(weight))).reshape(-1, *[1] * (weight.dim() - 1))
    constant = weight[int(rng.integers(1, len(weight) - 1))]
    (constant if constant.dim() == 1 else constant[0]).fill_(float(rng.choice([-1.0, 1.0]) * rng.uniform(0.2, 0.9)))
    net.load_state_dict(state)
    return weight


def _scaled(images):
    flat = images.double().flatten(1)
    low, high = flat.min(dim=1, keepdim=True).values, flat.max(dim=1, keepdim=True).values
    return torch.where(high > low, (flat - low) / (high - low), 0.0).reshape(images.shape)
