"""Checks of `regularization` that students can see: the three nets, the penalty, the training loop, the comparison.

A net of the student's is told apart from the outside: its tensors by their sizes, and those of equal size by what they
do to the output, so that names, grouping and order are free. The loop is judged on nets that the judge builds of
torch's own layers, with weights and data drawn until every decision about an epoch is clear.
"""

import copy
import itertools
import math

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy

from torchgrade.checks import (
    close,
    count_parameters,
    entries,
    fail,
    is_number,
    is_numbers,
    is_tensor,
    lend,
    needs,
    parameters,
    parts,
    points,
    stays_on_cpu,
)

# The three nets, with how many tensors of the hidden size each has: biases, scales, shifts, means and variances.
NETS = {"NetworkWithDropout": 2, "NetworkWithBatchNorm": 10, "NetworkWithBoth": 10}
NAMES = ("Baseline", "Dropout", "BatchNorm", "Both")
LISTS = ("train_loss", "val_loss", "train_acc", "val_acc")
NEVER = 9000  # a patience that no run here uses up
EPOCHS = 40  # enough for the swings of `swinging`
OUTPUTS, BATCH_NORM, LOSSES, STATES = 1e-4, 1e-3, 1e-5, 1e-4


# ---- nets of the student's ----


def classes(module):
    """The classes of the three nets by name."""
    return dict(
        zip(NETS, (module.NetworkWithDropout, module.NetworkWithBatchNorm, module.NetworkWithBoth), strict=True)
    )


def settle(net, width, x, matrices, vectors):
    """Gives `net` weights whatever its layers are called, leaves it in eval mode, and says how it told them apart.

    `matrices` are those of its three layers and its last bias, each of a size of its own, `vectors` what its tensors
    of `width` numbers become, running statistics among them. Which is which is decided by what they do: from a state
    in which all are 0.5, each becomes the first of `vectors` in turn, and the order is that of how far this moves the
    output for x. Returns these distances.
    """

    def answer(changed):
        net.load_state_dict({**state, **changed})
        with torch.no_grad():
            return net(x).double().mean().item()

    def shaped(values, like):
        return (values if values.shape == like.shape or values.dim() == 1 else values.T).reshape(like.shape)

    net.eval()
    state, by_size = dict(net.state_dict()), {matrix.numel(): matrix for matrix in matrices}
    state.update({name: shaped(by_size[old.numel()], old) for name, old in state.items() if old.numel() in by_size})
    hidden = [name for name, old in state.items() if old.numel() == width]
    state.update({name: torch.full_like(state[name], 0.5) for name in hidden})
    level = answer({})
    moved = {name: answer({name: shaped(vectors[0], state[name])}) - level for name in hidden}
    order = sorted(hidden, key=lambda name: moved[name])
    net.load_state_dict(
        {**state, **{name: shaped(new, state[name]) for name, new in zip(order, vectors, strict=False)}}
    )
    return sorted(moved.values())


def drawn_net(reference, rng, name, options):
    """Sizes, points, what `settle` is given so that it tells all tensors apart, and the reference's net with it."""
    sizes = [int(size) for size in rng.permutation([2, 3, 4, 5])[:2]]
    sizes.insert(1, int(rng.integers(7, 12)))
    net = classes(reference)[name](*sizes, **options)
    while True:
        given = _weights(rng, *sizes, NETS[name])
        x = torch.tensor(rng.normal(size=(600, sizes[0])), dtype=torch.float32)
        moved = settle(net, sizes[1], x, *given)
        if min(later - first for first, later in itertools.pairwise(moved)) > 2e-4:
            return sizes, x, given, net


def _weights(rng, n_inputs, width, n_outputs, count):
    """(matrices, vectors) for `settle`; the middle matrix is symmetric, so that it may lie either way."""
    middle = rng.normal(size=(width, width)) / width**0.5
    shapes = (width, n_inputs), (n_outputs, width), (n_outputs,)
    matrices = [middle + middle.T, *(rng.normal(size=shape) / shape[-1] ** 0.5 for shape in shapes)]
    # Variances are among the vectors, so all of them are positive.
    vectors = rng.uniform(0.3, 1.6, size=(count, width))
    return [_float(matrix) for matrix in matrices], [_float(vector) for vector in vectors]


def _float(array):
    return torch.tensor(array, dtype=torch.float32)


def theirs(student, name, sizes, options, device, x):
    """(a net of the student's, what it is called), once it turned x into an output of the right shape."""
    where = f"{name}({', '.join([*map(str, sizes), *(f'{key}={value:.3g}' for key, value in options.items())])})"
    net = classes(student)[name](*sizes, **options).to(device)
    net.eval()
    is_tensor(net(x), (len(x), sizes[-1]), where=f"{where} in eval mode, on points {tuple(x.shape)}")
    return net, where


def settled(student, net, where, width, x, given, count):
    """Passes when the net has as many tensors of the hidden size as it should; they are then what `given` says."""
    moved = lend(student, settle)(net, width, x, *given)
    if not isinstance(moved, list) or len(moved) != count:
        fail(
            f"{count} tensors of {width} numbers",
            f"{len(moved)}" if isinstance(moved, list) else moved,
            where=f"{where}.state_dict()",
            hint="what has each layer of its own?",
        )


@points(1)
def test_parameter_count(student, reference, rng):
    """The nets have 4,417, 4,673 and 4,673 parameters for the sizes 2, 64, 1, and the right number for others."""
    for name in NETS:
        for sizes in ((2, 64, 1), rng.permutation([3, 4, 5, 6, 7, 8, 9])[:3].tolist()):
            got = count_parameters(classes(student)[name](*sizes))
            close(
                got,
                count_parameters(classes(reference)[name](*sizes)),
                within=0,
                where=f"number of parameters of {name}({', '.join(map(str, sizes))})",
                hint="three Linear layers; how many layers of batch norm, with what in each?",
            )


@points(1)
@needs("test_parameter_count")
def test_answers(student, reference, rng, device):
    """In eval mode each net gives the probabilities of its layers, and of a point alone what it gives in a batch."""
    for name, count in NETS.items():
        sizes, x, given, ours = drawn_net(reference, rng, name, {})
        net, where = theirs(student, name, sizes, {}, device, x)
        student.torch.manual_seed(len(x))  # what should not be drawn is then drawn alike whatever the start drew
        settled(student, net, where, sizes[1], x, given, count)
        hint = "what stands between two layers, in which order, and which of it acts in eval mode?"
        expected = ours(x).detach()
        got = is_tensor(net(x), expected.shape, where=f"{where} in eval mode, on points {tuple(x.shape)}")
        close(got, expected, within=OUTPUTS, where=f"{where} in eval mode", hint=hint)
        for i in rng.choice(len(x), size=3, replace=False).tolist():
            close(
                net(x[i : i + 1]),
                expected[i : i + 1],
                within=OUTPUTS,
                where=f"{where} in eval mode, on one point",
                hint="in eval mode, may the answer for a point depend on the points beside it?",
            )


@points(1)
@needs("test_parameter_count")
def test_dropout(student, rng, device):
    """In train mode both hidden layers drop units with the probability asked for, anew for each unit and sample."""
    for name in ("NetworkWithDropout", "NetworkWithBoth"):
        for options in ({"dropout_prob": float(rng.uniform(0.2, 0.35))}, {}):
            sizes = [int(rng.integers(2, 4)), int(rng.integers(7, 12)), int(rng.integers(4, 6))]
            x = torch.ones(2000, sizes[0])
            net, where = theirs(student, name, sizes, options, device, x)
            for layers, middle in ((1, torch.zeros(sizes[1], sizes[1])), (2, torch.eye(sizes[1]))):
                settled(student, net, where, sizes[1], x, _showing(rng, sizes, middle, NETS[name]), NETS[name])
                net.train()
                student.torch.manual_seed(int(rng.integers(2**31)))
                logits = _logits(net(x), (len(x), sizes[-1]), f"{where} in train mode")
                _drops(logits, layers, options.get("dropout_prob", 0.5), f"{where} in train mode")


def _showing(rng, sizes, middle, count):
    """(matrices, vectors) by which each logit shows a unit of the second hidden layer, -1 if it is dropped.

    In train mode a kept unit is 0.5 / (1 - dropout) when `middle` is zero, and more when it is the identity and the
    unit before it in the first layer was kept, too.
    """
    last = torch.zeros(sizes[2], sizes[1])
    last[torch.arange(sizes[2]), torch.tensor(rng.permutation(sizes[1])[: sizes[2]])] = 1.0
    matrices = [torch.full((sizes[1], sizes[0]), 0.1), middle, last, torch.full((sizes[2],), -1.0)]
    return matrices, [torch.full((sizes[1],), 0.5)] * count


def _logits(probabilities, shape, where):
    """The logits behind probabilities, in float64; a check ends here for anything else."""
    probabilities = is_tensor(probabilities, shape, where=where).detach().cpu().double()
    if not ((probabilities > 0) & (probabilities < 1)).all():
        fail(
            "probabilities between 0 and 1",
            f"{probabilities.min():.3g} to {probabilities.max():.3g}",
            where=where,
            hint="what comes last in the network?",
        )
    return probabilities.logit()


def _drops(logits, layers, p, where):
    """Passes when units are dropped in so many layers with the probability p, one by one, and the rest scaled."""
    hint = "where does dropout stand, how often, and from where does it get its probability?"
    level = 0.5 / (1 - p) - 1
    if layers == 1 and not torch.minimum((logits + 1).abs(), (logits - level).abs()).max() < 1e-3:
        fail(
            f"each unit of the second layer either silenced or scaled by {1 / (1 - p):.3g}",
            "other values",
            where=where,
            hint=hint,
        )
    # Units that are kept; in the second case, kept together with the unit before them.
    kept = logits > (level - 0.1 if layers == 1 else 0.6 / (1 - p) - 1)
    share, together = kept.double().mean(dim=0), (kept[:, 0] & kept[:, 1]).double().mean()
    q = (1 - p) ** layers
    what = "units kept" if layers == 1 else "pairs of units kept, one in each layer"
    for measured, expected in [*((one, q) for one in share), (together, q * q)]:
        # Seven standard deviations of what chance does.
        if abs(measured - expected) > 7 * math.sqrt(expected * (1 - expected) / len(logits)):
            fail(f"a share of about {expected:.3f} of {what}", f"{measured:.3f}", where=where, hint=hint)
    spread = max((one[chosen].max() - one[chosen].min()).item() for one, chosen in zip(logits.T, kept.T, strict=True))
    if spread > 1e-2:
        fail(
            "kept units of the same size in every sample",
            f"sizes that differ by {spread:.3g}",
            where=where,
            hint="is anything dropped besides hidden units?",
        )


@points(1)
@needs("test_parameter_count")
def test_batch_norm(student, reference, rng, device):
    """In train mode batch norm takes mean and variance of the batch before ReLU, and moves its running statistics."""
    for name, options in (("NetworkWithBatchNorm", {}), ("NetworkWithBoth", {"dropout_prob": 0.0})):
        sizes, x, given, ours = drawn_net(reference, rng, name, options)
        net, where = theirs(student, name, sizes, options, device, x)
        _statistics_begin(net, sizes[1], where)
        settled(student, net, where, sizes[1], x, given, NETS[name])
        # Other points than those of `x`, whose means the running ones may be near already; and so many that it does
        # not matter whether the running variance is divided by N or by N - 1.
        batch = 2 * x[: int(rng.integers(550, 600))] + 1
        for training, what in ((True, "in train mode"), (False, "in eval mode after one batch in train mode")):
            ours.train(training), net.train(training)
            expected = ours(batch).detach()
            got = is_tensor(net(batch), expected.shape, where=f"{where} {what}")
            close(
                got,
                expected,
                within=BATCH_NORM,
                where=f"{where} {what}",
                hint="whose mean and variance are taken, and what becomes of the running ones?",
            )


def _statistics_begin(net, width, where):
    """Passes when the running means of a new net are 0 and its running variances 1."""
    learned = parameters(net)
    found = [value.cpu() for name, value in net.state_dict().items() if name not in learned and value.numel() == width]
    if sorted(value.double().mean().item() for value in found) != [0.0, 0.0, 1.0, 1.0]:
        fail(
            "two running means that begin with 0 and two running variances that begin with 1, in its state_dict()",
            f"{len(found)} buffers of {width} numbers" if len(found) != 4 else "others",
            where=where,
            hint="has each batch norm statistics of its own?",
        )


@points(1)
def test_l2_penalty(student, rng, device):
    """`l2_penalty` is strength times the sum of all squared weights of Linear layers, with their gradient."""
    sizes = rng.permutation([2, 3, 4, 5, 6, 7]).tolist()
    for build in (_nested, _flat):
        ours, strength = drawn(build(nn, *sizes), rng), float(rng.uniform(0.1, 0.5))
        net = twin(ours, student, lambda nn, build=build: build(nn, *sizes), device)
        where = f"l2_penalty(model, {strength:.4g}), model: {'nested' if build is _nested else 'a Sequential'}"
        linear = {f"{name}.weight" for name, module in ours.named_modules() if isinstance(module, nn.Linear)}
        weights = {name: value.detach() for name, value in ours.named_parameters() if name in linear}
        hint = "which parameters are weights of a Linear layer, whatever their names?"
        got = is_tensor(student.l2_penalty(net, strength), (), where=where)
        expected = strength * sum(value.double().square().sum().item() for value in weights.values())
        close(got.item(), expected, within=1e-5, where=where, hint=hint)
        slopes = entries(
            lend(student, _slopes)(student.l2_penalty, net, strength),
            list(weights),
            where=where,
            hint="can a gradient find its way from the penalty to the weights?",
        )
        close(
            dict(slopes),
            {name: 2 * strength * value for name, value in weights.items()},
            within=1e-5,
            where=f"gradient of {where}",
            hint="what is the derivative of a square?",
        )


def _flat(nn, a, b, c, *_):
    return nn.Sequential(nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU(), nn.Linear(b, c), nn.Sigmoid())


def _nested(nn, a, b, c, d, e, *_):
    inner = nn.Sequential(nn.Linear(b, c), nn.BatchNorm1d(c), nn.Sequential(nn.ReLU(), nn.Linear(c, d, bias=False)))
    return nn.Sequential(nn.Sequential(nn.Linear(a, b), nn.Dropout(0.1)), inner, nn.ModuleList([nn.Linear(d, e)]))


def _slopes(penalty, net, strength):
    """The gradients of the penalty by name, where there are any."""
    net.zero_grad(set_to_none=True)
    value = penalty(net, strength)
    if value.requires_grad:
        value.backward()
    return {name: one.grad for name, one in net.named_parameters() if one.grad is not None and bool(one.grad.any())}


# ---- what the checks of the training loop are made of; the hidden ones use it too ----


def smooth(nn):
    """A small net without a kink that rounding could push a sample across."""
    return nn.Sequential(nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 1), nn.Sigmoid())


def normed(nn):
    """Batch norm and one layer: its answers hang on running statistics, too."""
    return nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 1), nn.Sigmoid())


def drawn(net, rng):
    """The net with weights of its own from `rng`, which no start of a worker changes."""
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(torch.tensor(rng.uniform(-0.8, 0.8, size=parameter.shape)))
    return net


def twin(net, student, build, device):
    """The same net, with the same state, in the student's process."""
    theirs = build(student.torch.nn).to(device)
    theirs.load_state_dict(dict(net.state_dict()))
    return theirs


def task(rng, n_train, n_val, noise):
    """(X_train, y_train, X_val, y_val): two classes cut by a line, a share of the labels flipped."""
    direction, shift = rng.normal(size=2), rng.uniform(1, 2, size=2)
    drawn = []
    for n in (n_train, n_val):
        X = rng.normal(size=(n, 2)) * 1.5
        y = (X @ direction > 0) ^ (rng.random(n) < noise)
        drawn += [torch.tensor(X + shift, dtype=torch.float32), torch.tensor(y[:, None], dtype=torch.float32)]
    return drawn


def train(module, net, data, batch, val_batch=NEVER, **options):
    """What `train_with_validation` of the module returns for these data in batches of that size, in their order."""
    data_tools = module.torch.utils.data
    X_train, y_train, X_val, y_val = data
    loaders = [
        data_tools.DataLoader(data_tools.TensorDataset(X, y), batch_size=size)
        for X, y, size in ((X_train, y_train, batch), (X_val, y_val, val_batch))
    ]
    return module.train_with_validation(net, *loaders, **options)


def run(reference, net, data, batch, **options):
    """The history and the trained net of the reference; `net` itself stays as it is."""
    net = copy.deepcopy(net)
    return train(reference, net, data, batch, **options), net


def call(options):
    """The call as the student would write it."""
    return f"train_with_validation(model, ..., {', '.join(f'{name}={value:.4g}' for name, value in options.items())})"


def trained(student, net, data, batch, **options):
    """The history that the student's loop returns, checked for its keys."""
    shown = {name: value for name, value in options.items() if name != "val_batch"}
    return entries(train(student, net, data, batch, **options), (*LISTS, "best_epoch"), where=call(shown))


def same(got, expected, keys, options, hint):
    """Passes when these entries of two histories agree."""
    for key in keys:
        close(got[key], expected[key], within=LOSSES, where=f"{call(options)}[{key!r}]", hint=hint)


def same_epochs(got, expected, options, hint):
    """Passes when two histories are of the same epochs and name the same best one."""
    same(got, expected, ["val_loss"], options, hint)
    best = is_number(got["best_epoch"], where=f"{call(options)}['best_epoch']", hint=hint)
    close(best, float(expected["best_epoch"]), within=0, where=f"{call(options)}['best_epoch']", hint=hint)


def same_end(theirs, ours, options, hint):
    """Passes when two nets end with the same parameters and running statistics."""
    got = theirs.state_dict()
    for name, value in ours.state_dict().items():
        if value.is_floating_point():  # a count of batches is of no use
            close(got[name], value, within=STATES, where=f"{name} of the model after {call(options)}", hint=hint)


def walk(losses, patience, improves, reset=True):
    """(epochs run, best epoch) on the way of these validation losses, for a rule that says what improves."""
    best, best_epoch, waited = math.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if improves(loss, best, losses[:epoch]):
            best, best_epoch, waited = loss, epoch, 0 if reset else waited
        else:
            waited += 1
        if waited >= patience:
            return epoch + 1, best_epoch
    return len(losses), best_epoch


def swinging(reference, rng):
    """A net, data, size of batches and options for which every other rule than the right one ends elsewhere.

    Small improvements count neither one by one nor all alike, one wait is as long as the patience allows, and no
    decision is nearer than 0.0002.
    """
    while True:
        net, data, batch = drawn(normed(nn), rng), task(rng, 12, int(rng.integers(14, 20)), noise=0.3), 6
        options = {"epochs": EPOCHS, "lr": float(rng.uniform(0.1, 0.4))}
        history, _ = run(reference, net, data, batch, **options, patience=NEVER, min_delta=0.0)
        for _ in range(200):
            patience, delta = int(rng.integers(3, 9)), float(np.exp(rng.uniform(math.log(0.002), math.log(0.05))))
            if _told_apart(history["val_loss"], patience, delta):
                return net, data, batch, options | {"patience": patience, "min_delta": delta}


def _told_apart(losses, patience, delta):
    """Whether other rules miss the best epoch, a longer patience finds no other one, and each decision is clear."""

    def right(loss, best, _):
        return loss < best - delta

    epochs, best = walk(losses, patience, right)
    others = [
        lambda loss, best, _: loss < best,
        lambda loss, best, _: loss < best + delta,
        lambda loss, _, before: not before or loss < before[-1] - delta,
        lambda loss, _, before: loss < min(before, default=math.inf) - delta,
    ]
    near = [lambda loss, best, _, shift=shift: loss < best - delta + shift for shift in (-2e-4, 2e-4)]
    return (
        epochs + 3 < EPOCHS
        and best not in (int(np.argmin(losses[: epochs - 1])), int(np.argmin(losses[:epochs])), epochs - 1)
        and all(walk(losses, patience, rule) == (epochs, best) for rule in near)
        and all(walk(losses, patience, rule)[1] != best for rule in others)
        and walk(losses, patience - 1, right)[1] != best != walk(losses, patience, right, reset=False)[1]
        and all(walk(losses, patience + more, right) == (epochs + more, best) for more in (1, 2))
    )


# ---- the training loop ----


@points(1)
def test_steps(student, reference, rng, device):
    """Each epoch makes one step of one Adam per batch, on the BCE of that batch, then validates."""
    n, batch = int(rng.choice([31, 32, 34, 35])), 9
    ours, data = drawn(smooth(nn), rng), task(rng, n, 21, noise=0.2)
    options = {"epochs": 7, "lr": float(rng.uniform(0.05, 0.1)), "patience": NEVER, "min_delta": 0.0}
    expected, _ = run(reference, ours, data, batch, **options)
    got = trained(student, twin(ours, student, smooth, device), data, batch, **options)
    hint = "for each batch: loss, gradients from zero, one step of an Adam that lives through all epochs; then?"
    same(got, expected, ["val_loss"], options, hint)


@points(1)
@needs("test_steps")
def test_history(student, reference, rng, device):
    """The history holds losses and accuracies as means over samples: while training, before each step, and after it."""
    net, data = _apart(rng)
    batch, val_batch = 6, 5  # of 19 and 11 samples: each loader ends with a single one
    options = {"epochs": 5, "lr": float(rng.uniform(0.02, 0.04)), "patience": NEVER, "min_delta": 0.0}
    expected, _ = run(reference, net, data, batch, val_batch=val_batch, **options)
    theirs = twin(net, student, lambda nn: nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()), device)
    got = trained(student, theirs, data, batch, val_batch=val_batch, **options)
    for key in LISTS:
        is_numbers(got[key], options["epochs"], where=f"{call(options)}[{key!r}]")
    same(got, expected, LISTS, options, hint="how many samples has the last batch, and how much does each count?")


def _apart(rng):
    """A net of one layer and two heaps of points, one on each side of what it takes for the border, for good.

    So no rounding decides on an accuracy. The last sample of each set is labelled wrongly, and some others are.
    """
    angle, sides = rng.uniform(0, 2 * math.pi), []
    direction = np.array([math.cos(angle), math.sin(angle)])
    for n in (19, 11):
        side = rng.choice([-1.0, 1.0], size=n)
        X = side[:, None] * direction * rng.uniform(2, 3, size=(n, 1)) + rng.uniform(-0.5, 0.5, size=(n, 2))
        wrong = rng.random(n) < 0.2
        wrong[-1], wrong[0] = True, False
        y = (side > 0) ^ wrong
        sides += [torch.tensor(X, dtype=torch.float32), torch.tensor(y[:, None], dtype=torch.float32)]
    net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    with torch.no_grad():
        net[0].weight.copy_(torch.tensor(direction[None] * 1.5))
        net[0].bias.zero_()
    return net, sides


@points(2)
@needs("test_steps")
def test_early_stop(student, reference, rng, device):
    """Training stops when `patience` epochs in a row are no improvement by `min_delta`; all defaults are right."""
    hint = "write down loss, best - min_delta and the epochs in a row without improvement by hand"
    patient = drawn(normed(nn), rng), task(rng, 20, 9, noise=0.2), 10, {"patience": NEVER, "min_delta": 0.0}
    for net, data, batch, options in (swinging(reference, rng), _slowing(reference, rng), patient):
        expected, _ = run(reference, net, data, batch, **options)
        got = trained(student, twin(net, student, normed, device), data, batch, **options)
        same_epochs(got, expected, options, hint)


def _slowing(reference, rng):
    """A net, data, size of batches and a rate with which the default patience and min_delta decide when it ends."""
    while True:
        net, data, batch = drawn(normed(nn), rng), task(rng, 30, 17, noise=0.2), 15
        options = {"lr": float(rng.uniform(0.01, 0.04))}
        losses = run(reference, net, data, batch, **options, patience=NEVER)[0]["val_loss"]
        near, far = ((10, 0.97e-3), (10, 1.03e-3)), ((10, 1e-4), (10, 1e-2), (9, 1e-3))
        end, *ends = [
            walk(losses, patience, lambda loss, best, _, delta=delta: loss < best - delta)[0]
            for patience, delta in ((10, 1e-3), *near, *far)
        ]
        if ends[:2] == [end, end] and end not in ends[2:] and 15 < end < len(losses):
            return net, data, batch, options


@points(1)
@needs("test_steps")
def test_best_state(student, reference, rng, device):
    """When training stopped early, the model has the parameters and the running statistics of its best epoch."""
    net, data, batch, options = swinging(reference, rng)
    theirs = twin(net, student, normed, device)
    train(student, theirs, data, batch, **options)
    _, ours = run(reference, net, data, batch, **options)
    same_end(theirs, ours, options, hint="what happens to the tensors in a state_dict while training goes on?")


# ---- the comparison ----


@points(1)
@needs("test_steps", "test_history")
def test_compare(student, rng):
    """`compare` trains all four nets for exactly `epochs` epochs, and gives the same histories for the same seed."""
    data, options = heaps(rng, 16), {"epochs": 12, "batch_size": 16, "seed": int(rng.integers(2**31))}
    where = f"compare(train_set, val_set, {', '.join(f'{name}={value}' for name, value in options.items())})"
    histories, nets, _ = compared(student, data, options, where)
    for name in NAMES:
        _history(histories[name], options["epochs"], f"{where}[{name!r}]")
    _is_true(histories["Baseline"], [_loss(net, *data[2:], where) for net in nets], f"{where}['Baseline']")
    student.torch.manual_seed(int(rng.integers(2**31)))
    hint = "what is random in compare, and from which line on does the seed hold?"
    again, *_ = compared(student, data, options, where)
    close(
        {name: again[name]["train_loss"] for name in NAMES},
        {name: histories[name]["train_loss"] for name in NAMES},
        within=1e-5,
        where=f"{where} for the second time",
        hint=hint,
    )
    other, *_ = compared(student, data, options | {"epochs": 1, "seed": options["seed"] + 1}, where)
    if other["Baseline"]["train_loss"][0] == histories["Baseline"]["train_loss"][0]:
        fail("other first weights from another seed", "the same loss", where=where, hint=hint)


def heaps(rng, batch):
    """(X_train, y_train, X_val, y_val): two heaps that any net learns; the validation labels are the wrong ones.

    So the validation loss rises from the first epochs on, and whoever stops early stops. The last of the batches is
    smaller, but no batch norm is asked for the variance of a single sample.
    """
    direction, drawn = rng.normal(size=2), []
    direction /= np.linalg.norm(direction)
    for n, sign in ((4 * batch + int(rng.integers(4, batch)), 1.0), (48, -1.0)):
        side = rng.permutation(np.where(np.arange(n) % 2, 1.0, -1.0))
        X = side[:, None] * direction * 2 + rng.normal(size=(n, 2)) * 0.4
        drawn += [torch.tensor(X, dtype=torch.float32), torch.tensor(side[:, None] * sign > 0).float()]
    return drawn


def watched(compare, train_set, val_set, options):
    """What `compare` returns, the nets that were trained meanwhile, and the batches of points that each was given."""
    nets, seen, parts = [], [], set()

    def note(module, inputs):
        x = inputs[0] if inputs else None
        if not module.training or not torch.is_grad_enabled() or not isinstance(x, torch.Tensor) or x.shape[1:] != (2,):
            return
        if id(module) not in parts:
            nets.append(module)
            seen.append([])
            parts.update(id(part) for part in module.modules())
        for net, batches in zip(nets, seen, strict=True):
            if net is module:
                batches.append(x.detach().clone())

    handle = torch.nn.modules.module.register_module_forward_pre_hook(note)
    try:
        histories = compare(train_set, val_set, **options)
    finally:
        handle.remove()
    return histories, nets, seen


def compared(student, data, options, where):
    """(histories by name, the four nets, the batches of each), once `compare` returned what it should."""
    X_train, y_train, X_val, y_val = map(stays_on_cpu, data)
    tensor_dataset = student.torch.utils.data.TensorDataset
    sets = tensor_dataset(X_train, y_train), tensor_dataset(X_val, y_val)
    histories, nets, seen = parts(lend(student, watched)(student.compare, *sets, options), 3, where=where)
    entries(histories, NAMES, where=where)
    for name in NAMES:
        entries(histories[name], (*LISTS, "best_epoch"), where=f"{where}[{name!r}]")
    if len(nets) != len(NAMES):
        fail("four nets trained", f"{len(nets)}", where=where, hint="is a new net made for each name?")
    return histories, nets, seen


def _history(history, epochs, where):
    """Passes when the lists have that length and the numbers can be what they are called."""
    for key in LISTS:
        values = is_numbers(history[key], epochs, where=f"{where}[{key!r}]", hint="may anything stop training here?")
        if key.endswith("acc") and not all(0 <= value <= 1 for value in values):
            fail("accuracies from 0 to 1", values, where=f"{where}[{key!r}]")
    best = is_number(history["best_epoch"], where=f"{where}['best_epoch']")
    if best not in range(epochs):
        fail(f"an epoch from 0 to {epochs - 1}", best, where=f"{where}['best_epoch']")
    if history["train_loss"][-1] > history["train_loss"][0] - 0.05:
        fail("a training loss that falls", history["train_loss"], where=where, hint="what does the optimizer hold?")


def _loss(net, X, y, where):
    """The validation loss of a trained net, counted from its answers in eval mode."""
    net.eval()
    answers = is_tensor(net(X), y.shape, where=f"a net of {where}, on points {tuple(X.shape)}")
    return binary_cross_entropy(answers.detach().cpu().double().clamp(0, 1), y.double()).item()


def _is_true(history, losses, where):
    """Passes when the validation loss of one of the nets is that of an epoch."""
    if min(abs(loss - said) for loss in losses for said in history["val_loss"]) > 1e-4:
        fail(
            f"among them the validation loss of a net that was trained: {', '.join(f'{loss:.4f}' for loss in losses)}",
            history["val_loss"],
            where=f"{where}['val_loss']",
            hint="which set is it measured on, and in which mode?",
        )
