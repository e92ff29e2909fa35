"""What the MNIST perceptron promises: its layers, its loops, its tables, and how well it reads digits."""

import itertools

import torch
from torch import nn
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
    parts,
    points,
    seconds,
    stays_on_cpu,
    weights,
)

HISTORY = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
N_VAL = 90  # validation samples where they do not matter


@points(1)
def test_parameter_count(student):
    """The network has 235,146 parameters."""
    wanted = 784 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10
    assert count_parameters(student.MNISTNet()) == wanted, "how many weights and biases has each of the three layers?"


@points(2)
@needs("test_parameter_count")
def test_forward(student, reference, rng, device):
    """In eval mode the network turns images, flat or not, into the raw logits of its three layers with ReLU between."""
    net, solution = student.MNISTNet().to(device), _drawn(reference.MNISTNet(), rng).eval()
    copy_weights(solution, net)
    net.eval()
    for shape in ((int(rng.integers(3, 9)), 1, 28, 28), (int(rng.integers(11, 20)), 784), (1, 1, 28, 28)):
        x = torch.tensor(rng.normal(size=shape), dtype=torch.float32)  # not only pixels: negative numbers, too
        where = f"MNISTNet()(x) for x of shape {shape}"
        logits = is_tensor(net(x), (shape[0], 10), torch.float32, where=where, hint="which axis is the batch?")
        close(
            logits,
            solution(x).detach(),
            within=1e-4,
            where=where,
            hint="what stands between two layers, and what may come after the last one?",
        )


@points(2)
def test_train_epoch_updates(student, reference, rng, device):
    """`train_epoch` makes one step of the given optimizer per batch, with the gradient of that batch alone."""
    start, x, y, batch = _small_task(rng)
    lr = float(rng.uniform(0.5, 1.0))
    _, net = _train_epoch(student, start, x, y, batch, lr, device)
    _, solution = _train_epoch(reference, start, x, y, batch, lr)
    close(
        weights(net),
        weights(solution),
        within=1e-4,
        where="weights after train_epoch(model, loader, ...)",
        hint="what must happen to the gradients of the batch before, and how often is there a step?",
    )


@points(1)
def test_train_epoch_metrics(student, reference, rng, device):
    """`train_epoch` returns the mean loss and the accuracy over all samples, measured before each update."""
    start, x, y, batch = _small_task(rng)
    lr = float(rng.uniform(0.5, 1.0))
    got, _ = _train_epoch(student, start, x, y, batch, lr, device)
    wanted, _ = _train_epoch(reference, start, x, y, batch, lr)
    close(
        got,
        wanted,
        within=1e-4,
        where="train_epoch(model, loader, criterion, optimizer)",
        hint="how many samples has the last batch, and how much does each of them count?",
    )


@points(1)
def test_evaluate_metrics(student, reference, rng, device):
    """`evaluate` returns the mean loss and the accuracy over all samples, and changes no weight."""
    start, x, y, batch = _small_task(rng)
    net, loader, criterion = _task_of(student.torch, start, x, y, batch, device)
    got = student.evaluate(net, loader, criterion, device)
    wanted = reference.evaluate(*_task_of(torch, start, x, y, batch, "cpu"))
    close(
        got,
        wanted,
        within=1e-4,
        where="evaluate(model, loader, criterion)",
        hint="how many samples has the last batch, and how much does each of them count?",
    )
    close(
        weights(net),
        weights(start),
        within=1e-6,
        where="weights after evaluate(model, loader, criterion)",
        hint="which lines belong to training only?",
    )


@points(2)
def test_confusion_matrix(student, reference, rng):
    """`confusion_matrix` counts samples by true class (row) and predicted class (column), as int64."""
    for n_classes in (10, int(rng.integers(4, 9))):
        # The last class never occurs, and predictions lean to small classes: no symmetry, and no size from the data.
        y_true = torch.tensor(rng.integers(0, n_classes - 1, size=int(rng.integers(90, 150))))
        y_pred = torch.tensor(rng.integers(0, y_true.numpy() + 1))
        where = f"confusion_matrix(y_true, y_pred, n_classes={n_classes})"
        got = student.confusion_matrix(y_true, y_pred, n_classes)
        wanted = reference.confusion_matrix(y_true, y_pred, n_classes)
        is_tensor(
            got, (n_classes, n_classes), torch.int64, where=where, hint="how large is it, and what does it count?"
        )
        close(got.cpu(), wanted, within=0, where=where, hint="which of the two chooses the row?")


@points(1)
def test_per_class_accuracy(student, reference, rng):
    """`per_class_accuracy` divides what is right by the samples of each true class; without samples it is nan."""
    n_classes = int(rng.integers(5, 9))
    matrix = torch.tensor(rng.integers(1, 30, size=(n_classes, n_classes)))
    matrix[int(rng.integers(n_classes))] = 0
    got, where = student.per_class_accuracy(matrix), "per_class_accuracy(matrix)"
    if isinstance(got, torch.Tensor) and not got.is_floating_point():
        fail("a tensor of floats", got, where=where)
    close(
        got,
        reference.per_class_accuracy(matrix),
        within=1e-5,
        where=where,
        hint="over which axis do the counts add up to the samples of a true class?",
    )


@points(2)
def test_fit_history(student, rng, images, device):
    """`fit` returns the model, and loss and accuracy of each epoch for the training and the validation samples."""
    epochs, batch, n_train = int(rng.integers(3, 5)), int(rng.integers(17, 23)), int(rng.integers(500, 560))
    x, y = _draw(rng, images, n_train + 6 * batch + 1)  # the last batch of the validation holds one sample
    # Validation labels are off by one, that of the last sample excepted: only its loss will be small.
    seen, held_out = (x[:n_train], y[:n_train]), (x[n_train:], torch.cat([(y[n_train:-1] + 1) % 10, y[-1:]]))
    sets = _dataset(student, *seen), _dataset(student, *held_out)
    where = f"fit(train_set, val_set, epochs={epochs}, batch_size={batch})"
    model, values = _history(student.fit(*sets, epochs=epochs, batch_size=batch, device=device), epochs, where)
    for key, value in _metrics(model, *held_out, where, prefix="val_").items():
        close(
            values[key][-1],
            value,
            within=2e-5,
            where=f"history[{key!r}][-1] of {where}",
            hint="which samples, which mode and which moment does an epoch's validation belong to?",
        )
    # At rest, the numbers of a training epoch differ from those of the model that comes back by dropout only.
    where = f"fit(train_set, val_set, epochs={epochs}, batch_size={batch}, lr=0.0)"
    model, values = _history(student.fit(*sets, epochs=epochs, batch_size=batch, lr=0.0, device=device), epochs, where)
    for key, value in _metrics(model, *seen, where, prefix="train_").items():
        close(
            values[key][0],
            value,
            within=0.2,
            where=f"history[{key!r}][0] of {where}",
            hint="which samples do the numbers of a training epoch belong to?",
        )


@points(3)
@seconds(180)
@needs("test_forward")
def test_accuracy(student, fresh_student, rng, images, assignment, hand_in, at_least, device):
    """The trained network reads the test images: handed-in weights, or those of `fit` under the judge's budget."""
    ours = assignment.settings[images.source]
    if hand_in is None:
        where = f"fit() on {ours['train_images']:,} images of {images.source}, {ours['epochs']} epochs"
        state, name = _trained(student, rng, images, ours, where, device), ""
    else:
        where, name = f"{hand_in.name} on the test images of {images.source}", "hand_in_"
        state = _handed_in(student, hand_in)
    logits = _logits(state, fresh_student().MNISTNet().to(device), rng, images, where)
    accuracy = float((logits.argmax(dim=1) == images.test_labels).double().mean())
    at_least(
        accuracy,
        ours[f"{name}threshold"],
        partial=ours[f"{name}partial"],
        where=f"test accuracy of {where}",
        hint="how does the validation accuracy develop from epoch to epoch?",
    )


def _drawn(net, rng):
    """The network with weights drawn by the judge, in the range in which layers begin."""
    bound = 1.0
    with torch.no_grad():
        for parameter in net.parameters():
            bound = parameter.shape[1] ** -0.5 if parameter.ndim == 2 else bound  # of a bias: that of its weights
            parameter.copy_(torch.tensor(rng.uniform(-bound, bound, size=parameter.shape)))
    return net


# ---- small tasks whose course can be compared number by number ----


def _small_task(rng):
    """A small net without dropout (tanh: no kinks), data, and a batch size that leaves a last batch of one or two.

    The last batch is scaled up and labelled with the least likely class, so that its loss stands out.
    """
    d, h, c, batch = (int(rng.integers(low, low + 3)) for low in (4, 8, 12, 16))
    n = int(rng.integers(3, 6)) * batch + int(rng.integers(1, 3))
    torch.manual_seed(int(rng.integers(2**31)))
    net = nn.Sequential(nn.Linear(d, h), nn.Tanh(), nn.Linear(h, c))
    x = torch.tensor(rng.normal(size=(n, d)), dtype=torch.float32)
    last = n // batch * batch
    x[last:] *= 3
    y = torch.tensor(rng.integers(0, c, size=n))
    y[last:] = net(x[last:]).argmin(dim=1)
    return net, x, y, batch


def _task_of(torch, start, x, y, batch, device):
    """The small task in the process that `torch` belongs to: a copy of the net, a loader in order, a criterion."""
    (n_hidden, n_in), (n_out, _) = start[0].weight.shape, start[2].weight.shape
    layers = torch.nn.Linear(n_in, n_hidden), torch.nn.Tanh(), torch.nn.Linear(n_hidden, n_out)
    net = torch.nn.Sequential(*layers).to(device)
    net.load_state_dict(start.state_dict())
    dataset = torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))
    # Not the plain cross-entropy: the criterion that is handed over is the one to be used.
    criterion = torch.nn.CrossEntropyLoss(label_smoothing=0.3)
    return net, torch.utils.data.DataLoader(dataset, batch_size=batch), criterion


def _train_epoch(module, start, x, y, batch, lr, device="cpu"):
    """(what `train_epoch` of the student or the reference returns, the net it has trained)."""
    net, loader, criterion = _task_of(module.torch, start, x, y, batch, device)
    optimizer = module.torch.optim.SGD(net.parameters(), lr=lr, momentum=0.5)
    return module.train_epoch(net, loader, criterion, optimizer, device), net


# ---- images ----


def _draw(rng, images, n):
    """n different training images with their labels."""
    chosen = torch.tensor(rng.choice(len(images.train_images), size=n, replace=False))
    return images.train_images[chosen], images.train_labels[chosen]


def _dataset(student, x, y):
    return student.torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))


def _returned(pair, where):
    """(model, history) when it can be that; numbers, tensors and None are no models."""
    model, history = parts(pair, 2, where=where)
    if not callable(model):
        fail("a model and a history", pair, where=where)
    return model, history


def _history(returned, epochs, where):
    """(model, history as lists of floats) when that is what `fit` returned."""
    model, history = _returned(returned, where)
    entries(history, HISTORY, where=f"history of {where}")
    return model, {key: is_numbers(history[key], epochs, where=f"history[{key!r}] of {where}") for key in HISTORY}


def _metrics(model, x, y, where, prefix):
    """Loss and accuracy of a returned model, computed from its logits in eval mode."""
    model.eval()
    logits = is_tensor(model(x), (len(y), 10), torch.float32, where=f"model(x), with the model of {where}")
    right = (logits.argmax(dim=1) == y).double().mean().item()
    return {f"{prefix}loss": F.cross_entropy(logits, y).item(), f"{prefix}accuracy": right}


# ---- accuracy ----


def _trained(student, rng, images, budget, where, device):
    """The weights that the submission's `fit` reaches under the budget."""
    n, epochs, seed = budget["train_images"], budget["epochs"], int(rng.integers(2**31))
    x, y = _draw(rng, images, n + N_VAL)
    train_set, val_set = _dataset(student, x[:n], y[:n]), _dataset(student, x[n:], y[n:])
    returned = student.fit(train_set, val_set, epochs=epochs, device=device, seed=seed)
    return _returned(returned, where)[0].state_dict()


def _handed_in(student, path):
    """The weights in a checkpoint, or in a bare state dict; unpacked in the student's process only."""
    try:
        content = student.torch.load(str(path), map_location="cpu", weights_only=True)
    except Exception as error:
        if "UnpicklingError" not in getattr(error, "kinds", [type(error).__name__]):
            raise
        fail(
            "tensors and plain values, as torch.save(model.state_dict(), path) writes them",
            "something else",
            where=path.name,
            hint="is it the model itself that was saved, or its weights?",
        )
    state = content.get("model_state_dict", content) if isinstance(content, dict) else None
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        fail("a state_dict, or a dict with a model_state_dict", content, where=path.name)
    return state


def _logits(state, net, rng, images, where):
    """Logits of the test images from these weights alone: computed here, and the same in a fresh copy of the net."""
    net.load_state_dict(state)
    net.eval()
    first, second, last = (nn.Linear(*sizes) for sizes in itertools.pairwise((784, 256, 128, 10)))
    ours = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), last)
    copy_weights(net, ours)
    with torch.no_grad():
        logits = ours(images.test_images.flatten(start_dim=1))
    is_tensor(logits, logits.shape, where=f"logits of {where}")
    some = torch.tensor(rng.choice(len(logits), size=200, replace=False))
    close(
        net(images.test_images[some]),
        logits[some],
        within=1e-3,
        where=f"logits of {where}, reloaded",
        hint="does the network keep anything it needs outside its layers?",
    )
    return logits
