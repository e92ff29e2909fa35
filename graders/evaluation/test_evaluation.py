"""Checks of `evaluation` that students can see: two classifiers, their training, and the numbers that judge them.

The training is judged on small networks that the judge builds of torch's own layers, so a mistake in a classifier
costs nothing there. What the metrics should be, scikit-learn says, here in the judge's process.
"""

import copy
import math

import numpy as np
import torch
from sklearn import metrics
from torch import nn

from torchgrade.checks import (
    close,
    copy_weights,
    count_parameters,
    described,
    entries,
    fail,
    is_number,
    is_numbers,
    is_tensor,
    lend,
    parts,
    points,
    raises,
    weights,
)

HISTORY = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
RATIOS = 1e-5  # counts over counts: float32 is off by 1e-7, one sample more or less by 1e-3 at least


# ---- what the checks of the metrics are made of; the hidden ones use it too ----


def alone(call, *arguments):
    """What call(*arguments) gives while scikit-learn is out of reach, and the arguments after it.

    Lent to the student's process. Whatever of scikit-learn was loaded before is emptied for the moment.
    """
    modules = __import__("sys").modules
    loaded = {name: modules.pop(name) for name in list(modules) if name.split(".")[0] == "sklearn"}
    contents = {name: dict(vars(module)) for name, module in loaded.items() if module is not None}
    modules["sklearn"] = None
    try:
        for name in contents:
            vars(loaded[name]).clear()
        return call(*arguments), list(arguments)
    finally:
        for name, content in contents.items():
            vars(loaded[name]).update(content)
        del modules["sklearn"]
        modules.update(loaded)


def asked(student, name, *arguments, where):
    """What the student's function answers without scikit-learn; its arguments must be the same afterwards."""
    got, after = parts(lend(student, alone)(getattr(student, name), *arguments), 2)
    for value, before in zip(after, arguments, strict=True):
        if isinstance(before, torch.Tensor):
            close(
                value,
                before,
                within=0,
                where=f"what was handed to {where}, after the call",
                hint="which line writes into a tensor of the caller's?",
            )
    return got


def compare(*parts):
    """Lets every part ask the student, up to its yield, before any of them compares.

    A transcript is then as long for every program, and what two of them have in common is more than where they end.
    """
    for part in parts:
        next(part)
    for part in parts:
        next(part, None)


def labels(rng, n_classes, n):
    """(n,) int64 from 0 to n_classes - 1; every class occurs, the larger ones more often."""
    shares = rng.uniform(1, 2, size=n_classes) * np.arange(1, n_classes + 1)
    drawn = rng.choice(n_classes, size=n - n_classes, p=shares / shares.sum())
    return torch.tensor(rng.permutation(np.concatenate([np.arange(n_classes), drawn])))


def answers(rng, y_true, n_classes, right=0.6):
    """Answers to y_true, that share of them right, the others by lot; every class is answered at least once."""
    wild = np.concatenate([np.arange(n_classes), rng.integers(0, n_classes, size=len(y_true) - n_classes)])
    keep = rng.random(len(y_true)) < right
    keep[:n_classes] = False
    order = rng.permutation(len(y_true))
    return torch.tensor(np.where(keep, y_true.numpy()[order], wild)[np.argsort(order)])


def is_metric(value, size, *, where, hint=""):
    """`value` when it is a finite tensor of floats, of either precision."""
    got = is_tensor(value, (size,), where=where, hint=hint)
    return got if got.is_floating_point() else fail("a tensor of floats", got, where=where, hint=hint)


def same_scores(student, y_true, y_pred, n_classes, hint):
    """Passes when precision, recall and F1 of each class are scikit-learn's."""
    where = f"precision_recall_f1(y_true, y_pred, n_classes={n_classes}) of {len(y_true)} samples"
    got = asked(student, "precision_recall_f1", y_true, y_pred, n_classes, where=where)
    yield
    got = parts(got, 3, where=where)
    pair, every = (y_true.numpy(), y_pred.numpy()), range(n_classes)
    expected = metrics.precision_recall_fscore_support(*pair, labels=every, zero_division=0)
    for name, values, wanted in zip(("precision", "recall", "F1"), got, expected[:3], strict=True):
        is_metric(values, n_classes, where=f"{name} of {where}", hint=hint)
        close(values, torch.tensor(wanted.copy()), within=RATIOS, where=f"{name} of {where}", hint=hint)


def same_average(student, values, y_true, how, hint):
    """Passes when the average is NumPy's; a float and a tensor without axes are both numbers here."""
    where = f"average(values, y_true, {how!r}) of {len(values)} classes"
    got = asked(student, "average", values, y_true, how, where=where)
    yield
    got = got.item() if isinstance(got, torch.Tensor) and got.ndim == 0 else got
    shares = np.bincount(y_true.numpy(), minlength=len(values)) if how == "weighted" else np.ones(len(values))
    close(
        is_number(got, where=where, hint=hint),
        float(np.average(values.numpy(), weights=shares)),
        within=RATIOS,
        where=where,
        hint=hint,
    )


def same_curve(student, y_true, scores, hint):
    """Passes when the curve is scikit-learn's without its last point."""
    where = f"precision_recall_curve(y_true, scores) of {len(scores)} samples"
    got = asked(student, "precision_recall_curve", y_true, scores, where=where)
    yield
    got = parts(got, 3, where=where)
    precision, recall, thresholds = metrics.precision_recall_curve(y_true.numpy(), scores.numpy())
    for name, values, wanted in (
        ("thresholds", got[2], thresholds),
        ("precision", got[0], precision[:-1]),
        ("recall", got[1], recall[:-1]),
    ):
        is_metric(values, len(thresholds), where=f"{name} of {where}", hint=hint)
        close(values, torch.tensor(wanted.copy()), within=RATIOS, where=f"{name} of {where}", hint=hint)


def same_confusions(student, matrix, hint, **options):
    """Passes when the pairs come as promised: counts from large to small, equal ones by row, then by column."""
    where = f"most_confused(matrix{''.join(f', {name}={value}' for name, value in options.items())})"
    got = asked(student, "most_confused", matrix, *options.values(), where=where)
    yield
    if not isinstance(got, list | tuple):
        fail("a list of tuples (true, predicted, count)", described(got), where=where)
    cells = [(i, j, int(count)) for (i, j), count in np.ndenumerate(matrix.numpy()) if i != j and count]
    expected = sorted(cells, key=lambda cell: (-cell[2], cell[0], cell[1]))[: options.get("k", 3)]
    if len(got) != len(expected):
        fail(f"{len(expected)} pairs", f"{len(got)}: {described(got)}", where=where, hint=hint)
    for place, (cell, wanted) in enumerate(zip(got, expected, strict=True)):
        cell = tuple(is_numbers(parts(cell, 3, where=f"{where}[{place}]"), where=f"{where}[{place}]", hint=hint))
        if cell != wanted:
            fail(f"{wanted}", f"{tuple(map(int, cell))}", where=f"{where}[{place}]", hint=hint)


def same_errors(student, logits, y, hint, **options):
    """Passes when the wrong answers come in the order of their own probability, the highest first."""
    where = f"worst_errors(logits, y{''.join(f', {name}={value}' for name, value in options.items())})"
    got = asked(student, "worst_errors", logits, y, *options.values(), where=where)
    yield
    chances = np.exp(logits.double().numpy())
    sure = (chances / chances.sum(axis=1, keepdims=True)).max(axis=1)
    wrong = np.flatnonzero(chances.argmax(axis=1) != y.numpy())
    expected = torch.tensor(wrong[np.argsort(-sure[wrong])][: options.get("k", 10)])
    is_tensor(got, expected.shape, torch.int64, where=where, hint=hint)
    close(got, expected, within=0, where=where, hint=hint)


def clear_logits(rng, n, n_classes):
    """Logits (n, n_classes) of which no two rows are equally sure of their answer, and no row is torn between two."""
    while True:
        # Rows differ in height, which moves no probability, and in how far apart their logits lie.
        drawn = rng.normal(size=(n, n_classes)) * rng.uniform(0.3, 2.0, (n, 1)) + rng.uniform(-4, 4, (n, 1))
        logits = torch.tensor(drawn, dtype=torch.float32)
        best, second = logits.double().softmax(dim=1).topk(2, dim=1).values.T
        if best.sort().values.diff().min() > 1e-5 and (best - second).min() > 1e-3:
            return logits


# ---- what the checks of the training are made of; the hidden ones use it too ----

# Measured over 240 trainings, float32 against float64: losses within 6e-6, weights within 1.3e-4, since Adam divides by
# gradients that may be small. The known mistakes move a loss by 5e-3 or more, an untrained model is 0.02 off or more.
LOSSES, WEIGHTS = 5e-4, 1e-2


def smooth(nn, n_inputs, n_hidden, n_outputs):
    """A network without a kink that rounding could push a sample across, unlike one with ReLU."""
    return nn.Sequential(nn.Linear(n_inputs, n_hidden), nn.Tanh(), nn.Linear(n_hidden, n_outputs))


def drawn(net, rng):
    """The network with weights from `rng`, as Linear draws them, except that matrices that are square are symmetric
    and equal shapes hold equal numbers: then it does not matter which of them is which."""
    known = {}
    with torch.no_grad():
        bound = 1.0
        for parameter in net.parameters():
            bound = parameter.shape[1] ** -0.5 if parameter.ndim == 2 else bound  # of a bias: that of its weights
            values = torch.tensor(rng.uniform(-bound, bound, size=parameter.shape), dtype=torch.float32)
            square = parameter.ndim == 2 and parameter.shape[0] == parameter.shape[1]
            parameter.copy_(known.setdefault(parameter.shape, (values + values.T) / 2**0.5 if square else values))
    return net


def task(rng, n_classes):
    """(network, training part, validation part), each part (x, y, size of a batch). `n_classes` 1 is for logits (N, 1).

    The last batch of a part is a small one of large inputs that the network gets wrong, so that it stands out. The
    first input is always 0, and has no influence on the loss.
    """
    n_inputs, n_hidden = (int(rng.integers(low, low + 3)) for low in (6, 10))
    net = drawn(smooth(nn, n_inputs, n_hidden, n_classes), rng)
    return net, *(_part(rng, net, n_inputs, n_classes, batch=int(rng.integers(low, low + 4))) for low in (12, 17))


def _part(rng, net, n_inputs, n_classes, batch):
    n = int(rng.integers(3, 5)) * batch + int(rng.integers(1, 3))
    x = torch.tensor(rng.normal(size=(n, n_inputs)), dtype=torch.float32)
    last = slice(n // batch * batch, None)
    x[last] *= 3
    x[:, 0] = 0.0
    with torch.no_grad():
        logits = net(x)
    if n_classes == 1:
        y = torch.tensor(rng.random((n, 1)) < 0.4).float()
        y[last] = (logits[last] < 0).float()
    else:
        y = torch.tensor(rng.integers(0, n_classes, size=n))
        y[last] = logits[last].argmin(dim=1)
    return x, y, batch


def loader(torch, x, y, batch):
    """The samples in the process of `torch`, in order, the smaller last batch included."""
    return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=batch)


def trained(module, net, train_part, val_part, **options):
    """What `train` of the student or the reference returns; `net` is trained by it."""
    return module.train(net, loader(module.torch, *train_part), loader(module.torch, *val_part), **options)


def same_history(got, expected, where, hint, keys=HISTORY, within=LOSSES):
    """Passes when the lists of the history are those of the reference."""
    entries(got, HISTORY, where=where)
    for key in keys:
        place = f"{where}[{key!r}]"
        values = is_numbers(got[key], len(expected[key]), where=place, hint="which lists, and how long are they?")
        close(values, list(expected[key]), within=within, where=place, hint=hint)


def both_trained(student, reference, net, data, device, **options):
    """(history, weights) of the student's `train` and of the reference's, each on a copy of the network.

    What is compared afterwards is asked here, so that a transcript is as long whatever comes back.
    """
    sizes = net[0].in_features, net[0].out_features, net[2].out_features
    theirs, ours = smooth(student.torch.nn, *sizes).to(device), copy.deepcopy(net)
    copy_weights(net, theirs)
    expected = trained(reference, ours, *data, **options)
    got = trained(student, theirs, *data, **options)
    return (got, weights(theirs)), (expected, weights(ours))


def same_training(theirs, ours, net, data, hint, **options):
    """Passes when losses, accuracies and weights of `both_trained` agree."""
    where = f"train(model, ...{''.join(f', {name}={value:.4g}' for name, value in options.items())})"
    (got, learned), (expected, wanted) = theirs, ours
    same_history(got, expected, where, hint, keys=("train_loss", "val_loss"))
    for key, (x, *_) in zip(("train_accuracy", "val_accuracy"), data, strict=True):
        same_history(got, expected, where, hint, keys=(key,), within=1.5 / len(x))  # one may be rounded across
    close(
        learned,
        wanted,
        within=WEIGHTS,
        where=f"weights of the model after {where}",
        hint="which model does the optimizer change, and how often?",
    )
    first = f"{net[0].in_features}x{net[0].out_features}"
    close(
        learned[first][:, 0],
        weights(net)[first][:, 0],
        within=1e-6,
        where=f"weights of an input that is always 0, after {where}",
        hint="does anything but the loss pull at the weights?",
    )


# ---- the checks: classifiers ----


@points(1)
def test_classifiers(student, rng, device):
    """The classifiers give the logits of Linear, ReLU, Linear, ReLU, Linear, of the widths that were asked for."""
    for name, outputs, usual in (("BinaryClassifier", (), 16), ("MultiClassifier", (int(rng.integers(3, 7)),), 32)):
        for options in ({}, {"n_hidden": int(rng.integers(13, 16))}):
            n_inputs, h, n_outputs = int(rng.integers(8, 12)), options.get("n_hidden", usual), sum(outputs) or 1
            shown = ", ".join(map(str, [n_inputs, *outputs, *(f"n_hidden={width}" for width in options.values())]))
            theirs = getattr(student, name)(n_inputs, *outputs, **options).to(device)
            wanted = n_inputs * h + h + h * h + h + h * n_outputs + n_outputs
            close(
                count_parameters(theirs),
                wanted,
                within=0,
                where=f"number of parameters of {name}({shown})",
                hint="how many weights and biases has each of the three Linear layers?",
            )
            ours, x = _without_kinks(rng, n_inputs, h, n_outputs, n=int(rng.integers(20, 24)))
            copy_weights(ours, theirs)
            _same_logits(student, theirs, ours, x, f"{name}({shown})")


def _same_logits(student, theirs, ours, x, name):
    """Passes when the networks answer alike, to one sample, too, and answers depend on the weights alike."""
    hint = "what stands between two layers, and what may come after the last one?"
    for rows in (x, x[:1]):
        where, expected = f"{name}(x) for x of shape {tuple(rows.shape)}", ours(rows).detach()
        logits = is_tensor(theirs(rows), expected.shape, torch.float32, where=where, hint=hint)
        close(logits, expected, within=1e-4, where=where, hint=hint)
    close(
        lend(student, slope)(theirs, x),
        slope(ours, x),
        within=1e-3,
        where=f"length of the gradient of {name}",
        hint="can autograd follow the way from the logits back to the weights?",
    )


def slope(net, x):
    """The length of the gradient, over all parameters together, of the mean square of a network's outputs."""
    out = net(x)
    if not out.requires_grad:
        return 0.0
    gradients = torch.autograd.grad(out.square().mean(), list(net.parameters()), allow_unused=True)
    return sum(float(gradient.double().square().sum()) for gradient in gradients if gradient is not None) ** 0.5


def _without_kinks(rng, n_inputs, h, n_outputs, n):
    """(network, x) such that no unit is so near 0 that rounding could switch it on or off."""
    while True:
        first, second, last = nn.Linear(n_inputs, h), nn.Linear(h, h), nn.Linear(h, n_outputs)
        net = drawn(nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), last), rng)
        x = torch.tensor(rng.normal(size=(n, n_inputs)), dtype=torch.float32)
        with torch.no_grad():
            nearest = min(net[:1](x).abs().min(), net[:3](x).abs().min())
        if nearest > 1e-5:
            return net, x


# ---- the checks: training ----


@points(2)
def test_train_many_classes(student, reference, rng, device):
    """`train` takes Adam's steps on the cross-entropy, batch by batch, and says what it measured in every epoch."""
    net, *data = task(rng, n_classes=int(rng.integers(3, 6)))
    hint = "one epoch: an update per batch, each from the gradients of its own batch; then which means, over what?"
    chosen = {"epochs": int(rng.integers(3, 6)), "lr": float(rng.uniform(0.02, 0.05))}
    runs = [both_trained(student, reference, net, data, device, **options) for options in (chosen, {})]
    for run, options in zip(runs, (chosen, {}), strict=True):  # nothing said: 20 epochs, a rate of 0.001
        same_training(*run, net, data, hint, **options)


@points(1)
def test_train_two_classes(student, reference, rng, device):
    """Given a network with one output, `train` follows the binary cross-entropy of its logits."""
    net, *data = task(rng, n_classes=1)
    hint = "what does the loss make of the logits itself, and which shapes have answers and labels when they meet?"
    options = {"epochs": int(rng.integers(3, 6)), "lr": float(rng.uniform(0.02, 0.05))}
    same_training(*both_trained(student, reference, net, data, device, **options), net, data, hint, **options)


# ---- the checks: answers and what they are worth ----


@points(1)
def test_predict(student, rng):
    """`predict` calls 1 what has at least the threshold's probability, and of many classes takes the likeliest."""
    hint, cases = "is it the logit that is compared, or its probability? And what if they are equal?", []
    for options in ({}, {"threshold": float(rng.uniform(0.15, 0.4))}, {"threshold": float(rng.uniform(0.6, 0.85))}):
        for n in (int(rng.integers(20, 40)), 1):
            border = options.get("threshold", 0.5)
            far = rng.uniform(0.02, 2.5, size=n) * rng.choice([-1, 1], size=n)  # from the border, in logits
            logits = torch.tensor(math.log(border / (1 - border)) + far, dtype=torch.float32)
            logits = logits if options else torch.where(torch.arange(n) % 5 == 0, 0.0, logits)  # 0 is exactly 0.5
            expected = (logits.double().sigmoid() >= border).long()
            cases.append(_same_answers(student, logits.unsqueeze(1), expected, options, hint))
    for options in ({}, {"threshold": 0.95}):
        n, n_classes = int(rng.integers(15, 30)), int(rng.integers(2, 8))
        logits = clear_logits(rng, n, n_classes)
        cases.append(_same_answers(student, logits, logits.argmax(dim=1), options, "what does the largest logit say?"))
    compare(*cases)


def _same_answers(student, logits, expected, options, hint):
    given = "".join(f", {name}={value:.4g}" for name, value in options.items())
    where = f"predict(logits{given}) for logits of shape {tuple(logits.shape)}"
    got = student.predict(logits, **options)
    yield
    is_tensor(got, (len(logits),), torch.int64, where=where, hint=hint)
    close(got, expected, within=0, where=where, hint=hint)


@points(1)
def test_precision_recall_f1(student, rng):
    """`precision_recall_f1` gives the three numbers of every class."""
    hint = "of one class: how many were called so, how many are so, and how many are both?"
    cases = []
    for n_classes in (int(rng.integers(3, 9)), 2):
        y_true = labels(rng, n_classes, int(rng.integers(90, 150)))
        cases.append(same_scores(student, y_true, answers(rng, y_true, n_classes), n_classes, hint))
    compare(*cases)


@points(1)
def test_accuracy(student, rng):
    """`accuracy` is the share of right answers, a float, and a ValueError where there are none."""
    cases = []
    for n_classes in (2, int(rng.integers(3, 9))):
        y_true = labels(rng, n_classes, int(rng.integers(90, 150)))
        cases.append(_same_accuracy(student, y_true, answers(rng, y_true, n_classes), n_classes))
    compare(*cases)
    nothing = torch.zeros(0, dtype=torch.int64)
    raises(
        "ValueError",
        student.accuracy,
        nothing,
        nothing,
        where="accuracy of no answers at all",
        hint="what is 0 / 0, and who should hear of it?",
    )


def _same_accuracy(student, y_true, y_pred, n_classes):
    where = f"accuracy(y_true, y_pred) of {n_classes} classes"
    got = asked(student, "accuracy", y_true, y_pred, where=where)
    yield
    is_number(got, where=where, hint="what does type() say of the answer?")
    close(
        got,
        float(metrics.accuracy_score(y_true.numpy(), y_pred.numpy())),
        within=RATIOS,
        where=where,
        hint="how many of all answers are right, whatever their class?",
    )


@points(1)
def test_average(student, rng):
    """`average` gives every class the same weight ("macro") or that of its samples ("weighted"), and knows no other."""
    n_classes = int(rng.integers(4, 9))
    values = torch.tensor(rng.random(n_classes), dtype=torch.float32)
    y_true = labels(rng, n_classes, int(rng.integers(60, 90)))
    hint = "how much does each class count?"
    compare(*(same_average(student, values, y_true, how, hint) for how in ("macro", "weighted")))
    close(
        _number(student.average(values, y_true)),
        values.double().mean().item(),
        within=RATIOS,
        where="average(values, y_true)",
        hint="which way is taken when nothing is said?",
    )
    for how in ("micro", "median"):
        raises(
            "ValueError",
            student.average,
            values,
            y_true,
            how,
            where=f"average(values, y_true, {how!r})",
            hint="what should a program do with a word that it does not know?",
        )


def _number(value):
    value = value.item() if isinstance(value, torch.Tensor) and value.ndim == 0 else value
    return is_number(value, where="average(values, y_true)")


@points(1)
def test_curve(student, rng):
    """`precision_recall_curve` gives precision and recall at every score, thresholds ascending."""
    y_true = labels(rng, 2, int(rng.integers(40, 70)))
    scores = torch.tensor(rng.normal(size=len(y_true)) + y_true.numpy(), dtype=torch.float32).sigmoid()
    compare(
        same_curve(student, y_true, scores, hint="who is called 1 at the lowest threshold, and who at the highest?")
    )


# ---- the checks: errors ----


@points(1)
def test_most_confused(student, rng):
    """`most_confused` lists the largest counts off the diagonal, with their true and predicted classes."""
    n_classes = int(rng.integers(5, 8))
    counts = rng.permutation(n_classes * n_classes).reshape(n_classes, n_classes) + 1
    matrix = torch.tensor(counts + np.diag(rng.integers(100, 200, size=n_classes)))
    hint = "which cells are mistakes, and which of their two numbers is the row?"
    chosen = ({}, {"k": int(rng.integers(4, 9))})
    compare(*(same_confusions(student, matrix, hint, **options) for options in chosen))


@points(1)
def test_worst_errors(student, rng):
    """`worst_errors` gives the indices of wrong answers, the one that was surest of itself first."""
    n, n_classes = int(rng.integers(50, 80)), int(rng.integers(3, 6))
    logits = clear_logits(rng, n, n_classes)
    y = torch.tensor(np.where(rng.random(n) < 0.4, logits.argmax(dim=1), rng.integers(0, n_classes, size=n)))
    hint = "which probability is that of the wrong answer, and who comes first?"
    compare(*(same_errors(student, logits, y, hint, **options) for options in ({}, {"k": int(rng.integers(3, 7))})))
