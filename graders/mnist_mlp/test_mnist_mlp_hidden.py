"""What the MNIST perceptron promises, looked at from the side: modes, dropout, the optimizer, order, labels."""

import torch
from torch import nn

from torchgrade.checks import (
    close,
    copy_weights,
    fail,
    is_tensor,
    needs,
    parameters,
    parts,
    points,
    seconds,
    stays_on_cpu,
)

MODES = (
    ("loss of train_epoch(model, ...), given a model in eval mode", "who says that training begins?"),
    ("loss of evaluate(model, ...), given a model in train mode", "does dropout belong to a measurement?"),
    (
        "loss of evaluate(model, ...), given a model that notices recorded gradients",
        "what are gradients recorded for, and who needs them here?",
    ),
)


@points(1)
@needs("test_forward")
def test_dropout(student, reference, rng, device):
    """While training, 20 % of the units of both hidden layers are dropped, and nothing else is."""
    n = 3000
    net, probe = student.MNISTNet().to(device), _units_to_logits(reference.MNISTNet(), rng)
    copy_weights(probe, net)
    net.train()
    student.torch.manual_seed(int(rng.integers(2**31)))
    where, hint = "logits in train mode", "where does the text put dropout, and how much of it?"
    logits = is_tensor(net(torch.ones(n, 784)), (n, 10), where=where).double()
    dropped = (logits - 5).abs() < 1e-3
    share = dropped.double().mean().item()
    # 30,000 draws: a standard deviation of 0.0023
    close(share, 0.2, within=0.02, where=f"share of units dropped in the second layer, from {where}", hint=hint)
    # A unit that stays shows the mean of the first layer's 256 units: 1, with a variance of p / (1 - p) / 256.
    first = (logits[~dropped] - 5) * 0.8
    close(first.mean().item(), 1.0, within=0.01, where=f"mean of the first layer's units, from {where}", hint=hint)
    close(
        first.var().item() * 256,
        0.25,
        within=0.04,
        where=f"variance of the first layer's units, from {where}",
        hint=hint,
    )


@points(1)
def test_modes(student, reference, rng, device):
    """`train_epoch` sets train mode; `evaluate` sets eval mode and records no gradients."""
    sizes = [int(rng.integers(low, low + 3)) for low in (4, 8, 12)]
    x = torch.tensor(rng.normal(size=(23, sizes[0])), dtype=torch.float32)
    y = torch.tensor(rng.integers(0, 12, size=23))
    torch.manual_seed(int(rng.integers(2**31)))
    start, linear = _forgetful(torch, sizes).state_dict(), nn.Linear(sizes[0], sizes[2]).state_dict()
    got = _losses_in_the_wrong_mode(student, sizes, start, linear, x, y, device)
    wanted = _losses_in_the_wrong_mode(reference, sizes, start, linear, x, y)
    for loss, expected, (where, hint) in zip(got, wanted, MODES, strict=True):
        close(loss, expected, within=1e-4, where=where, hint=hint)


@points(1)
def test_fit_updates(student, rng, device):
    """`fit` starts from what its seed gives and makes one Adam step per batch, with its `lr` and `weight_decay`."""
    n, batch = int(rng.choice([9, 10, 11, 13])), 4  # the last batch is smaller
    epochs, lr = int(rng.integers(2, 4)), float(rng.uniform(0.008, 0.012))
    data = torch.tensor(rng.random((n, 1, 28, 28)), dtype=torch.float32), torch.tensor(rng.integers(0, 10, size=n))
    options = {"batch_size": batch, "device": device, "seed": int(rng.integers(2**31))}

    def trained(**changed):
        student.torch.manual_seed(int(rng.integers(2**31)))  # the seed must be fit's own
        train_set, val_set = _dataset(student, *data), _dataset(student, *data)
        net = _model(student.fit(train_set, val_set, **(options | changed)), "fit(...)")
        return {name: value.clone() for name, value in parameters(net).items()}

    once, again = trained(epochs=epochs, lr=lr), trained(epochs=epochs, lr=lr)
    start, other = trained(epochs=1, lr=0.0), trained(epochs=1, lr=0.0, seed=options["seed"] + 1)
    end = trained(epochs=epochs, lr=lr, weight_decay=1e6)
    where, hint = "weights after fit(..., seed=s)", "what is random in fit, and from which line on does the seed hold?"
    if device == "cpu":
        close(again, once, within=1e-6, where=f"{where} for the second time", hint=hint)
    if all(torch.equal(other[name], start[name]) for name in start):
        fail("other first weights from another seed", "the same", where=where, hint=hint)
    # A decay as huge as this drowns the gradients of the data: what Adam does is known without them.
    expected = _adam_without_data(start, steps=epochs * -(-n // batch), lr=lr, weight_decay=1e6)
    large = {name: value.abs() > 0.02 for name, value in start.items()}
    where = f"weights after fit(..., epochs={epochs}, batch_size={batch}, lr={lr:.4g}, weight_decay=1e6), {n} samples"
    close(
        {name: end[name][large[name]] for name in start},
        {name: expected[name][large[name]] for name in start},
        within=1e-4,
        where=where,
        hint="which optimizer, made when and with what, takes how many steps?",
    )


@points(1)
@seconds(180)
@needs("test_forward")
def test_fit_follows_the_labels(student, reference, rng, images, assignment, at_least, device):
    """`fit` learns from the labels it is given: with the digits renamed, the network answers with the new names."""
    ours, names = assignment.settings[images.source], torch.tensor(rng.permutation(10))
    n, epochs, seed = ours["permuted_train_images"], ours["permuted_epochs"], int(rng.integers(2**31))
    chosen = torch.tensor(rng.choice(len(images.train_images), size=n + 90, replace=False))
    x, y = images.train_images[chosen], names[images.train_labels[chosen]]
    where = f"fit() on {n:,} images of {images.source} with renamed digits"
    train_set, val_set = _dataset(student, x[:n], y[:n]), _dataset(student, x[n:], y[n:])
    model = _model(student.fit(train_set, val_set, epochs=epochs, device=device, seed=seed), where)
    net = reference.MNISTNet().eval()  # the judge's own net, with the student's weights
    copy_weights(model, net)
    with torch.no_grad():
        right = net(images.test_images).argmax(dim=1) == names[images.test_labels]
    at_least(
        right.double().mean().item(),
        ours["permuted_threshold"],
        where=f"test accuracy of {where}",
        hint="does the model that comes back stem from this training?",
    )


@points(1)
@needs("test_fit_follows_the_labels")
def test_fit_shuffles(student, rng, device):
    """`fit` shuffles its training samples: sorted by class they are learned as well as mixed."""
    n, a, b = 640, *rng.choice(10, size=2, replace=False).tolist()
    x = torch.tensor(rng.random((1, 1, 28, 28)), dtype=torch.float32)
    y = torch.tensor([a] * n + [b] * n)  # one image under two labels, first all of one, then all of the other
    train_set, val_set = _dataset(student, x.repeat(2 * n, 1, 1, 1), y), _dataset(student, x, y[:1])
    where, seed = "fit(train_set, ...) with sorted labels", int(rng.integers(2**31))
    returned = student.fit(train_set, val_set, epochs=1, batch_size=8, lr=1e-3, device=device, seed=seed)
    model = _model(returned, where)
    model.eval()
    logits = is_tensor(model(x), (1, 10), torch.float32, where=where)[0]
    (first, last), others = logits[[a, b]].tolist(), logits[[k for k in range(10) if k not in (a, b)]].max().item()
    # Measured: shuffled, the difference is 0.0 ± 0.5, and 7 ± 0.6 to the next class; in order, it is 34 ± 4.
    if abs(first - last) > 15 or min(first, last) < others + 2:
        fail(
            "about equal logits for the two labels of one image, and lower ones for the rest",
            f"{first:.3g} and {last:.3g}, {others:.3g} at most for the rest",
            where=where,
            hint="in which order does the model meet the samples, and which does it remember best?",
        )


def _model(returned, where):
    """The model in what `fit` returned; numbers, tensors and None are none."""
    model, _ = parts(returned, 2, where=where)
    if not callable(model):
        fail("a model and a history", returned, where=where)
    return model


def _dataset(student, x, y):
    return student.torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))


def _units_to_logits(net, rng):
    """Weights that show dropout from outside, for images of ones.

    Every unit of the first layer is 1, and every unit of the second their mean; logit j is 5 plus one of these.
    """
    shown = torch.tensor(rng.choice(128, size=10, replace=False))
    by_shape = {tuple(value.shape): value.data for value in net.parameters()}
    by_shape[256, 784].fill_(1 / 784), by_shape[256,].zero_()
    by_shape[128, 256].fill_(1 / 256), by_shape[128,].zero_()
    by_shape[10, 128].zero_()[torch.arange(10), shown] = 1.0
    by_shape[10,].fill_(5.0)
    return net


def _forgetful(torch, sizes):
    """A net whose dropout drops everything, so that what train mode gives is no matter of chance."""
    first, last = torch.nn.Linear(sizes[0], sizes[1]), torch.nn.Linear(sizes[1], sizes[2])
    return torch.nn.Sequential(first, torch.nn.Tanh(), torch.nn.Dropout(p=1.0), last)


def _noticing(torch, linear):
    """A net of one layer whose logits change sign when the way to them is recorded for a backward pass."""
    graph = torch.fx.Graph()
    out = graph.call_module("0", (graph.placeholder("x"),))
    recorded = graph.call_method("__getattribute__", (out, "requires_grad"))
    twice = graph.call_function(torch.mul, (graph.call_function(torch.mul, (out, recorded)), 2.0))
    graph.output(graph.call_function(torch.sub, (out, twice)))
    return torch.fx.GraphModule(torch.nn.Sequential(linear), graph)


def _losses_in_the_wrong_mode(module, sizes, start, linear, x, y, device="cpu"):
    """The losses of train_epoch, of evaluate, and of evaluate with a net that notices gradients: one batch each."""
    torch = module.torch
    net, plain = _forgetful(torch, sizes).to(device), torch.nn.Linear(sizes[0], sizes[2]).to(device)
    net.load_state_dict(start)
    plain.load_state_dict(linear)
    dataset = torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))
    loader, criterion = torch.utils.data.DataLoader(dataset, batch_size=len(x)), torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.0)  # its steps are judged elsewhere
    net.eval()
    training = module.train_epoch(net, loader, criterion, optimizer, device)
    net.train()
    measured = module.evaluate(net, loader, criterion, device)
    noticed = module.evaluate(_noticing(torch, plain), loader, criterion, device)
    return [
        parts(result, 2, where=where)[0]
        for result, (where, _) in zip((training, measured, noticed), MODES, strict=True)
    ]


def _adam_without_data(start, steps, lr, weight_decay):
    """Where Adam takes the weights `start` when only the decay pulls at them."""
    params = {name: nn.Parameter(value.clone()) for name, value in start.items()}
    optimizer = torch.optim.Adam(params.values(), lr=lr, weight_decay=weight_decay)
    for _ in range(steps):
        for value in params.values():
            value.grad = torch.zeros_like(value)
        optimizer.step()
    return {name: value.detach() for name, value in params.items()}
