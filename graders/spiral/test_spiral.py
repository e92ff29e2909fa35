"""Checks of `spiral` that students can see: the parts, the training loop on small scripted tasks, the accuracy.

The loop is judged on networks that the judge builds of torch's own layers, so a mistake in `SpiralNet` costs nothing
there. Their weights and data are drawn until the reference's validation loss makes every decision clearly.
"""

import copy
import itertools
import math

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from assignments.datasets import spiral_arms, spiral_split
from torchgrade.checks import (
    close,
    copy_weights,
    count_parameters,
    entries,
    fail,
    is_number,
    is_tensor,
    needs,
    parts,
    points,
    weights,
)

KEYS = ("train_loss", "val_loss", "best_epoch")
NEVER = 9000  # a patience that no run here uses up
EPOCHS = 80  # enough for the swings of `swinging`
# Measured over 200 draws, float32 against float64: losses within 5e-7, weights within 2e-6. The known mistakes in
# steps, decay or mode move a loss by 0.018 or more; the best weights differ from any other epoch's by more than 0.03.
LOSSES, WEIGHTS = 1e-5, 5e-5


# ---- what the checks of the training loop are made of; the hidden ones use it too ----


def linear(nn):
    """The smallest classifier of three arms; training it is so tame that rounding stays rounding."""
    return nn.Sequential(nn.Linear(2, 3))


def smooth(nn, width=11):
    """Like SpiralNet, but without a kink that rounding could push a sample across, and without dropout."""
    return nn.Sequential(nn.Linear(2, width), nn.Tanh(), nn.Linear(width, 3))


def silenced(nn, width=11):
    """In train mode only the last biases speak and learn, as every hidden unit is dropped; in eval mode all speak."""
    return nn.Sequential(nn.Linear(2, width), nn.Tanh(), nn.Dropout(1.0), nn.Linear(width, 3))


def drawn(net, rng):
    """The network with weights of its own from `rng`, which no start of a worker changes, as Linear would draw them."""
    bound = 1.0
    with torch.no_grad():
        for parameter in net.parameters():
            bound = parameter.shape[1] ** -0.5 if parameter.ndim == 2 else bound  # of a bias: that of its weights
            parameter.copy_(torch.tensor(rng.uniform(-bound, bound, size=parameter.shape)))
    return net


def twin(net, build, student, device):
    """The same network, with the same weights, in the student's process."""
    theirs = build(student.torch.nn).to(device)
    copy_weights(net, theirs)
    return theirs


def task(rng, noise):
    """(X_train, y_train, X_val, y_val): three classes cut by lines, and that share of the labels drawn by lot."""
    rule = rng.normal(size=(2, 3))
    n_train, n_val = int(rng.integers(37, 44)), int(rng.integers(23, 32))
    return *_labelled(rng, rule, noise, n_train), *_labelled(rng, rule, noise, n_val)


def _labelled(rng, rule, noise, n):
    X = rng.normal(size=(n, 2))
    y = np.where(rng.random(n) < noise, rng.integers(0, 3, n), (X @ rule).argmax(axis=1))
    return torch.tensor(X, dtype=torch.float32), torch.tensor(y)


def run(module, net, data, **options):
    """What `train` of the reference returns, and the trained network; `net` itself stays as it is."""
    net = copy.deepcopy(net)
    return module.train(net, *data, **options), net


def improvements(values):
    """The epochs whose value is strictly lower than all before."""
    return [epoch for epoch, value in enumerate(values) if value < min(values[:epoch], default=math.inf)]


def swinging(reference, rng):
    """A network, data and options for which the validation loss falls, rises, falls lower and then stays above.

    There is one wait for an improvement, and the patience is just enough for it: one epoch less misses the best,
    one more runs on. No value comes nearer than 0.001 to the best before it.
    """
    while True:
        net, data = drawn(linear(nn), rng), task(rng, noise=0.4)
        options = {"lr": float(rng.uniform(0.6, 1.2)), "weight_decay": 0.0, "max_epochs": EPOCHS}
        history, _ = run(reference, net, data, **options, patience=NEVER)
        patience = _only_wait(history["val_loss"])
        if 4 <= patience <= 20 and _tells_apart(history, patience):
            return net, data, options | {"patience": patience}


def _only_wait(values):
    """How many epochs lie between two improvements where that is more than one; 0 unless it happens just once."""
    waits = [later - epoch for epoch, later in itertools.pairwise(improvements(values)) if later - epoch > 1]
    return waits[0] if len(waits) == 1 else 0


def _tells_apart(history, patience):
    """Whether each decision is clear, and other rules than the right one end in another epoch."""
    values, best = history["val_loss"], history["best_epoch"]
    clear = all(abs(value - min(values[:epoch])) > 1e-3 for epoch, value in enumerate(values) if epoch)
    tail = values[best : best + patience + 1]
    falls_again = any(later < value for value, later in itertools.pairwise(tail))
    by_training = int(np.argmin(history["train_loss"]))
    return clear and falls_again and by_training != best and best + patience + 3 < len(values)


def call(options):
    """The call as the student would write it."""
    return f"train(model, ..., {', '.join(f'{name}={value:.4g}' for name, value in options.items())})"


def trained(student, net, data, options):
    """The history that the student's `train` returns, checked for its keys."""
    return entries(student.train(net, *data, **options), KEYS, where=call(options))


def same_losses(student, theirs, reference, ours, data, options, hint, key="val_loss"):
    """Passes when the student's list of losses is the reference's."""
    expected, _ = run(reference, ours, data, **options)
    got = trained(student, theirs, data, options)
    close(got[key], expected[key], within=LOSSES, where=f"{call(options)}[{key!r}]", hint=hint)


def same_end(theirs, ours, data, options, hint):
    """Passes when the student's network ends with the reference's weights, and answers with them."""
    close(weights(theirs), weights(ours), within=WEIGHTS, where=f"weights after {call(options)}", hint=hint)
    X_val, y_val = data[2:]
    theirs.eval()
    logits = is_tensor(theirs(X_val), (len(y_val), 3), where=f"model(X_val) after {call(options)}")
    loss, best = cross_entropy(logits.detach().cpu(), y_val).item(), cross_entropy(ours(X_val), y_val).item()
    close(loss, best, within=WEIGHTS, where=f"validation loss after {call(options)}", hint=hint)


def rows(X, y):
    """The course's columns as tensors of rows."""
    return torch.stack([torch.from_numpy(axis).float() for axis in X], dim=1), torch.from_numpy(y)


# ---- the checks ----


@points(1)
def test_tensors(student, rng):
    """`to_tensors` gives each point a row of float32 and its label an int64."""
    for float_type, int_type in ((np.float64, np.int32), (np.float32, np.int64)):
        n = int(rng.integers(5, 40))
        X, y = rng.normal(size=(2, n)).astype(float_type), rng.integers(0, 3, n).astype(int_type)
        where = f"to_tensors(X, y) of {X.dtype} X {X.shape} and {y.dtype} y {y.shape}"
        got = parts(student.to_tensors(X, y), 2, where=where)
        features = is_tensor(
            got[0],
            (n, 2),
            torch.float32,
            where=f"{where}, first part",
            hint="which type do the weights of a Linear layer have?",
        )
        close(
            features,
            torch.tensor(X.T),
            within=1e-6,
            where=f"{where}, first part",
            hint="does row i hold the two coordinates of one point?",
        )
        labels = is_tensor(
            got[1],
            (n,),
            torch.int64,
            where=f"{where}, second part",
            hint="which type does CrossEntropyLoss want for labels?",
        )
        close(labels, torch.tensor(y), within=0, where=f"{where}, second part")


@points(1)
def test_parameter_count(student, reference, rng):
    """The network has 603 parameters, and six per hidden unit and three more at any other width."""
    width = int(rng.integers(11, 60))
    hint = "which weights and biases does each of the two Linear layers have?"
    for options in ({}, {"n_hidden": width}):
        got, expected = count_parameters(student.SpiralNet(**options)), count_parameters(reference.SpiralNet(**options))
        close(got, expected, within=0, where=f"number of parameters of SpiralNet({_written(options)})", hint=hint)


def _written(options):
    return ", ".join(f"{name}={value}" for name, value in options.items())


@points(2)
@needs("test_parameter_count")
def test_logits(student, reference, rng, device):
    """In eval mode the network turns (N, 2) points into (N, 3) logits: Linear, ReLU, Linear, and nothing after it."""
    width, n = int(rng.integers(11, 40)), int(rng.integers(41, 60))
    ours = drawn(reference.SpiralNet(n_hidden=width), rng)
    theirs = student.SpiralNet(n_hidden=width, dropout=0.5).to(device)
    copy_weights(ours, theirs)
    X = torch.tensor(rng.normal(size=(n, 2)), dtype=torch.float32)
    where = f"SpiralNet(n_hidden={width}, dropout=0.5) in eval mode, on points {tuple(X.shape)}"
    theirs.eval()
    student.torch.manual_seed(n)  # what should not be drawn is then drawn alike whatever the start drew
    got = is_tensor(theirs(X), (n, 3), where=where)
    hint = "which layers change a value on its way, and does dropout know about the mode?"
    close(got, ours.eval()(X), within=1e-4, where=where, hint=hint)


@points(1)
@needs("test_parameter_count")
def test_dropout(student, reference, rng, device):
    """In train mode the network drops hidden units with the probability asked for, anew for each sample."""
    for options in ({"n_hidden": int(rng.integers(31, 60)), "dropout": float(rng.uniform(0.4, 0.7))}, {}):
        ours = reference.SpiralNet(**options)
        width, p = options.get("n_hidden", 100), options.get("dropout", 0.2)
        _answer_with_the_sum(ours)
        theirs = student.SpiralNet(**options).to(device)
        copy_weights(ours, theirs)
        theirs.train()
        X = torch.tensor(np.column_stack([np.ones(600), rng.normal(size=600)]), dtype=torch.float32)
        student.torch.manual_seed(int(rng.integers(2**31)))
        where = f"SpiralNet({_written(options)}) in train mode, all of its {width} hidden units at 1"
        _counts_kept_units(is_tensor(theirs(X), (600, 3), where=where), width, p, where)


def _answer_with_the_sum(net):
    """Weights by which a point (1, ·) puts 1 into every hidden unit; the logits are the sum, its negative and 0."""
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.zero_()
        first, _, second, _ = net.parameters()
        first[:, 0], second[0], second[1] = 1.0, 1.0, -1.0


def _counts_kept_units(logits, width, p, where):
    """Passes when the logits count units that were kept one by one, and scaled by 1 / (1 - p)."""
    # A dropped unit adds 0 to the sum, a kept one 1 / (1 - p).
    kept = logits[:, 0].detach().cpu().double() * (1 - p)
    hint = "where in the network does dropout stand, and from where does it get its probability?"
    if not ((kept - kept.round()).abs() < 1e-3).all() or not ((logits[:, 0] + logits[:, 1]).abs() < 1e-3).all():
        fail("sums of whole units, each 0 or 1 / (1 - dropout)", logits[:2].detach(), where=where, hint=hint)
    # Six standard deviations of what chance does; dropping all units of a sample together spreads far wider.
    share, spread = kept.mean().item() / width, kept.std().item()
    if abs(share - (1 - p)) > 6 * math.sqrt(p * (1 - p) / (width * len(kept))):
        fail(f"about {1 - p:.3f} of the units kept", f"{share:.3f}", where=where, hint=hint)
    if not 0.7 < spread / math.sqrt(width * p * (1 - p)) < 1.4:
        fail(
            f"the number of kept units to vary by about {math.sqrt(width * p * (1 - p)):.1f} from sample to sample",
            f"{spread:.1f}",
            where=where,
            hint=hint,
        )


@points(2)
def test_steps(student, reference, rng, device):
    """Each epoch of `train` makes one Adam step on the cross-entropy of all training points, then validates."""
    ours, data = drawn(smooth(nn), rng), task(rng, noise=0.2)
    options = {"lr": float(rng.uniform(0.1, 0.2)), "weight_decay": 0.0, "max_epochs": 12, "patience": NEVER}
    hint = "one epoch: loss, gradients from zero, one step of an Adam that lives through all epochs; then which loss?"
    same_losses(student, twin(ours, smooth, student, device), reference, ours, data, options, hint)


@points(1)
def test_train_loss(student, reference, rng, device):
    """`train_loss` holds the loss of each step, before the weights changed."""
    ours, data = drawn(smooth(nn), rng), task(rng, noise=0.2)
    options = {"lr": float(rng.uniform(0.1, 0.2)), "weight_decay": 0.0, "max_epochs": 7, "patience": NEVER}
    hint = "which loss is known when the step is made, and is it a mean?"
    same_losses(student, twin(ours, smooth, student, device), reference, ours, data, options, hint, key="train_loss")


@points(1)
@needs("test_steps")
def test_weight_decay(student, reference, rng, device):
    """`weight_decay` is Adam's own and 0.005 when nothing is said; the learning rate is then 0.01."""
    ours, data = drawn(smooth(nn), rng), task(rng, noise=0.2)
    explicit = {"lr": float(rng.uniform(0.1, 0.2)), "weight_decay": float(rng.uniform(0.1, 0.3)), "patience": NEVER}
    hint = "which argument of the optimizer pulls every weight towards zero, and who passes it on?"
    for options in (explicit | {"max_epochs": 15}, {"max_epochs": 150}):
        same_losses(student, twin(ours, smooth, student, device), reference, ours, data, options, hint)


@points(2)
@needs("test_steps")
def test_early_stop(student, reference, rng, device):
    """`train` stops at the first epoch that is `patience` epochs after the best one, and says which that was."""
    ours, data, options = swinging(reference, rng)
    expected, _ = run(reference, ours, data, **options)
    got = trained(student, twin(ours, linear, student, device), data, options)
    hint = "write down best_epoch and epoch - best_epoch for ten epochs by hand: when is it enough?"
    close(got["val_loss"], expected["val_loss"], within=LOSSES, where=f"{call(options)}['val_loss']", hint=hint)
    close(
        got["best_epoch"],
        expected["best_epoch"],
        within=0,
        where=f"{call(options)}['best_epoch']",
        hint="at which index of val_loss is the lowest value, counted from 0?",
    )


@points(2)
@needs("test_steps")
def test_best_weights(student, reference, rng, device):
    """When training stopped early, the model has the weights of its best epoch."""
    start, data, options = swinging(reference, rng)
    theirs = twin(start, linear, student, device)
    student.train(theirs, *data, **options)
    _, ours = run(reference, start, data, **options)
    same_end(theirs, ours, data, options, hint="what happens to the tensors in a state_dict when the optimizer steps?")


@points(1)
def test_accuracy(student, rng, device):
    """`accuracy` is the share of right answers in eval mode, from 0 to 1, and leaves the model in the mode it found."""
    ours, X, y, expected = _answers(rng)
    theirs = twin(ours, silenced, student, device)
    for training in (False, True):
        where = f"accuracy(model, X, y) of a model in {'train' if training else 'eval'} mode"
        theirs.train(training)
        got = is_number(student.accuracy(theirs, X, y), where=where)
        close(got, expected, within=1e-5, where=where, hint="which mode is it measured in, and is it a share of one?")
        assert theirs.training == training, "how can a function find out the mode before it changes it?"


def _answers(rng):
    """A network, points without near ties, labels of which most are its answers, and its accuracy in eval mode."""
    while True:
        net, n = drawn(silenced(nn), rng).eval(), int(rng.integers(60, 90))
        X = torch.tensor(rng.normal(size=(n, 2)) * 3, dtype=torch.float32)
        logits = net(X).detach()
        best, second = logits.topk(2, dim=1).values.T
        X, chosen = X[best - second > 1e-2], logits.argmax(dim=1)[best - second > 1e-2]
        others = torch.tensor(rng.integers(0, 3, len(chosen)))
        y = torch.where(torch.tensor(rng.random(len(chosen)) < 0.3), others, chosen)
        expected = (chosen == y).float().mean().item()
        silent = (net[-1].bias.argmax() == y).float().mean().item()
        if abs(expected - silent) > 0.1 and expected < 0.95:
            return net, X, y, expected


@points(2)
@needs("test_parameter_count", "test_steps")
def test_learns_the_spiral(student, assignment, rng, device, at_least):
    """A `SpiralNet` trained with `train` on the course's points is right on thousands of points it has never seen."""
    names = rng.permutation(3)  # which arm is called what: what was learned elsewhere is of no use
    X, y = spiral_arms()
    X_train, y_train, X_val, y_val, *_ = spiral_split(X, names[y])
    student.torch.manual_seed(int(rng.integers(2**31)))
    net = student.SpiralNet().to(device)
    student.train(net, *rows(X_train, y_train), *rows(X_val, y_val))
    X, y = spiral_arms(n_per_arm=1000, seed=int(rng.integers(2**31)))
    X, y = rows(X, names[y])
    # The judge's own network answers, with the weights that were learned.
    ours = nn.Sequential(nn.Linear(2, 100), nn.ReLU(), nn.Linear(100, 3))
    copy_weights(net, ours)
    logits = is_tensor(ours(X), (len(y), 3), where="SpiralNet() in eval mode, after training")
    measured = (logits.argmax(dim=1) == y).float().mean().item()
    numbers = assignment.settings["accuracy"]
    at_least(
        measured,
        numbers["threshold"],
        partial=[(numbers["half"], 0.5)],
        where=f"accuracy on {len(y)} new points",
        hint="does it learn its own training points?",
    )
