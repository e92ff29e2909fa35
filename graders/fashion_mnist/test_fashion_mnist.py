"""Checks of `fashion_mnist` that students see: two nets, images prepared and moved, training, a saved network.

A net of the student's is told apart from the outside: its tensors by their sizes, and those of equal size by what they
do to the output, so that names, grouping and order are free. What `fit` does is written down by a net that the check
lends, and then done again by the judge with the same batches: any order of samples is right.
"""

import itertools
import math

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torchvision.transforms.v2 import InterpolationMode, functional

from torchgrade.checks import (
    close,
    entries,
    fail,
    is_number,
    is_numbers,
    is_tensor,
    lend,
    needs,
    parts,
    points,
    seconds,
    show,
    stays_on_cpu,
)

LISTS = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")


# ---- nets of the student's ----


def mlp():
    """FashionMNISTNet as the judge builds it."""
    hidden = [[nn.Linear(a, b), nn.BatchNorm1d(b), nn.ReLU(), nn.Dropout(0.3)] for a, b in ((784, 256), (256, 128))]
    return nn.Sequential(nn.Flatten(), *hidden[0], *hidden[1], nn.Linear(128, 10))


def cnn():
    """FashionCNN as the judge builds it."""
    sizes = (1, 32), (32, 64)
    maps = [[nn.Conv2d(a, b, 3, padding=1), nn.BatchNorm2d(b), nn.ReLU(), nn.MaxPool2d(2)] for a, b in sizes]
    head = nn.Linear(3136, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 10)
    return nn.Sequential(*maps[0], *maps[1], nn.Flatten(), *head)


# Each net with the sizes of its batch norms, whose five vectors (bias of the layer before included) are as long.
NETS = {"FashionMNISTNet": (mlp, (256, 128)), "FashionCNN": (cnn, (32, 64))}


def settle(net, x, sizes, probes, others, vectors):
    """Gives `net` weights whatever its layers are called, leaves it in eval mode, and says how it told them apart.

    `others` are the tensors whose sizes occur once; `vectors` holds, for each of `sizes`, what the tensors of that
    size become. Which is which is decided by what they do: with `probes` in place of `others` and all of them at 0.5,
    each is raised to 1 in turn, and the order is that of how far this moves the output for x. Returns these moves for
    each size, with the names.
    """

    def answer(changed):
        net.load_state_dict({**state, **changed})
        with torch.no_grad():
            return (net(x).double() ** 2).mean().item()

    def shaped(values, like):
        same = values.shape == like.shape or values.dim() == 1 or like.dim() == 1
        return (values if same else values.T).reshape(like.shape)

    def placed(values):
        by_size = {value.numel(): value for value in values}
        return {name: shaped(by_size[old.numel()], old) for name, old in state.items() if old.numel() in by_size}

    net.eval()
    state = dict(net.state_dict())
    state.update(placed(probes))
    state.update({name: torch.full_like(old, 0.5) for name, old in state.items() if old.numel() in sizes})
    level, moves, final = answer({}), [], placed(others)
    for size, new in zip(sizes, vectors, strict=True):
        names = [name for name, old in state.items() if old.numel() == size]
        moved = {name: answer({name: torch.full_like(state[name], 1.0)}) - level for name in names}
        order = sorted(names, key=lambda name: moved[name])
        final.update({name: shaped(value, state[name]) for name, value in zip(order, new, strict=False)})
        moves.append([[moved[name], name] for name in order])
    net.load_state_dict({**state, **final})
    return moves


def drawn_net(rng, name, values=None, others=None):
    """(images, what `settle` needs to give any such net these weights, the judge's net with them).

    values(role, size) gives a vector; a role is "bias", "scale", "shift", "mean" or "variance". Drawn, if None.
    """
    build, sizes = NETS[name]
    ours, values = build(), values or (lambda role, size: _drawn(rng, role, size))
    while True:
        x, probes = _float(rng.normal(size=(6, 1, 28, 28))), _others(rng, ours, sizes)
        moves = settle(ours, x, sizes, probes, probes, [[]] * len(sizes))
        steps = [abs(b - a) / max(abs(a), abs(b)) for found in moves for (a, _), (b, _) in itertools.pairwise(found)]
        if min(steps) > 2e-3:
            break
    vectors = [[_float(values(_role(ours, vector), size)) for _, vector in found]
               for found, size in zip(moves, sizes, strict=True)]  # fmt: skip
    given = sizes, probes, probes if others is None else others, vectors
    settle(ours, x, *given)
    return x, given, ours


def _role(net, name):
    """Which of the five vectors of a batch norm this is, the bias of the layer before among them."""
    place, kind = name.rsplit(".", 1)
    if not isinstance(net.get_submodule(place), nn.BatchNorm1d | nn.BatchNorm2d):
        return "bias"
    return {"weight": "scale", "bias": "shift", "running_mean": "mean", "running_var": "variance"}[kind]


def _drawn(rng, role, size):
    if role == "scale":  # of both signs: then it matters what comes before the maximum of a pool
        return rng.uniform(0.5, 1.5, size) * rng.choice([-1, 1], size)
    return rng.uniform(0.5, 1.5, size) if role == "variance" else rng.normal(size=size) * 0.5


def _others(rng, net, sizes):
    """Drawn values for the tensors whose size occurs once."""
    shapes = [value.shape for value in net.state_dict().values() if value.dim() and value.numel() not in sizes]
    return [_float(rng.normal(size=shape) / max(1, math.prod(shape[1:])) ** 0.5) for shape in shapes]


def _float(array):
    return torch.tensor(np.asarray(array), dtype=torch.float32)


def theirs(student, name, device, x, given):
    """A net of the student's with the given weights, in eval mode."""
    net = getattr(student, name)().to(device)
    net.eval()
    is_tensor(net(x), (len(x), 10), where=f"{name}()(x) in eval mode, x of shape {tuple(x.shape)}")
    moves = lend(student, settle)(net, x, *given)
    for size, found in zip(given[0], parts(moves, len(given[0]), where=name), strict=True):
        if not isinstance(found, list) or len(found) != 5:
            count = str(len(found)) if isinstance(found, list) else found
            fail(f"five tensors of {size} numbers: a bias, and scale, shift, mean and variance of a batch norm", count,
                 where=f"{name}().state_dict()", hint="has each batch norm numbers of its own?")  # fmt: skip
    return net


def counted(net):
    """How many numbers training can change."""
    return sum(value.numel() for value in net.parameters())


@points(2)
def test_networks(student, rng, device):
    """The nets have 235,914 and 421,834 parameters and give, in eval mode, the logits of their layers."""
    for name, (build, _) in NETS.items():
        close(lend(student, counted)(getattr(student, name)()), counted(build()), within=0,
              where=f"number of parameters of {name}()", hint="what does each layer learn?")  # fmt: skip
    for name in NETS:
        x, given, ours = drawn_net(rng, name)
        net, where = theirs(student, name, device, x, given), f"{name}()(x) in eval mode"
        x = _float(rng.normal(size=(int(rng.integers(5, 9)), 1, 28, 28)))
        expected = ours(x).detach()
        got = is_tensor(net(x), expected.shape, torch.float32, where=where)
        close(got, expected, within=1e-3, where=where,
              hint="what stands between two layers, in which order, and what after the last one?")  # fmt: skip
        close(net(x[:1]), expected[:1], within=1e-3, where=f"{where}, x a single image",
              hint="in eval mode, may an answer depend on the other images of a batch?")  # fmt: skip


@points(1)
@needs("test_networks")
def test_batch_norm(student, rng, device):
    """In train mode batch norm takes each batch's own mean and variance, before ReLU, and moves its running ones."""
    for name, size, within in (("FashionMNISTNet", 3000, 0.06), ("FashionCNN", 40, 2e-3)):
        x, given, ours = drawn_net(rng, name)
        net = theirs(student, name, device, x, given)
        # Other images than those of `x`, a good deal larger; of the MLP as many as make its dropout an average.
        batch = _float(rng.normal(size=(size, 1, 28, 28)) * 2 + 1)
        net.train(), ours.train()
        student.torch.manual_seed(int(rng.integers(2**31)))
        answers = is_tensor(net(batch), (size, 10), where=f"{name}()(x) in train mode")
        own = ours(batch).detach()
        where = f"mean and deviation of {name}()(x) in train mode"
        close(_summary(answers), _summary(own), within=0.2 if name == "FashionMNISTNet" else 0.6, where=where,
              hint="whose mean and variance does batch norm take in train mode?")  # fmt: skip
        net.eval(), ours.eval()
        where = f"{name}()(x) in eval mode, after one batch in train mode"
        got = is_tensor(net(batch[:20]), (20, 10), where=where)
        close(got, ours(batch[:20]).detach(), within=within, where=where,
              hint="where does batch norm stand, and what becomes of its running mean and variance?")  # fmt: skip


def _summary(logits):
    return [logits.mean().item(), logits.std().item()]


# ---- images ----


def asked(f, images, options, seed):
    """(what f(*images, ...) returns, the images afterwards); with a generator of that seed where there is one."""
    if seed is not None:
        options = {**options, "generator": torch.Generator().manual_seed(seed)}
    return f(*images, **options), images


def unchanged(after, images, where):
    for got, image in zip(parts(after, len(images), where=where), images, strict=True):
        close(got, image, within=0, where=f"the images themselves, after {where}", hint="are they yours to change?")


@points(1)
def test_normalize(student, rng):
    """`normalize` gives all images in the measure of the training images: their mean 0, their deviation 1."""
    for count in (1, 0, 2):
        sizes = [int(size) for size in rng.permutation(range(5, 13))[: count + 3]]
        images = [
            _float(rng.uniform(0.1, 2) * rng.random((400 - 90 * i + sizes[i + 2], 1, *sizes[:2])) + rng.uniform(-1, 1))
            for i in range(count + 1)
        ]
        where = f"normalize({', '.join(['train_images', 'val_images', 'test_images'][: count + 1])})"
        got, after = parts(lend(student, asked)(student.normalize, [*map(stays_on_cpu, images)], {}, None), 2)
        mean, std = images[0].double().mean(), images[0].double().std(unbiased=False)
        for i, (part, one) in enumerate(zip(parts(got, count + 1, where=where), images, strict=True)):
            is_tensor(part, one.shape, where=f"{where}[{i}]")
            # N or N - 1 makes no difference with so many pixels: both are right.
            close(part, (one.double() - mean) / std, within=1e-3, where=f"{where}[{i}]",
                  hint="how many numbers are mean and deviation, and which images may they know?")  # fmt: skip
        unchanged(after, images, where)


def augmented(student, x, options, seed):
    """(the images that `augment` returns, checked for their shape; how the call is written)."""
    where = f"augment(images{''.join(f', {name}={show(value)}' for name, value in options.items())})"
    got, after = parts(lend(student, asked)(student.augment, [stays_on_cpu(x)], options, seed), 2, where=where)
    unchanged(after, [x], where)
    return is_tensor(got, x.shape, where=where), where


@points(1)
def test_shifts(student, rng):
    """`augment` shifts each image by whole pixels of its own, all shifts alike likely, and zeros come in."""
    for most in (int(rng.integers(1, 4)), 0):
        height, width = (int(side) for side in rng.permutation(range(6, 12))[:2])
        x = _float(rng.uniform(0.5, 1, size=(50, 1, height, width)))
        got, where = augmented(student, x, {"max_shift": most}, None)
        shifts = {_shift(got[i, 0], x[i, 0], most, f"{where}[{i}]") for i in range(len(x))}
        if most and len(shifts) < 4:
            fail("a shift of its own for each of 50 images", f"{len(shifts)} different ones", where=where,
                 hint="how often are dy and dx drawn?")  # fmt: skip
    dot, corner = torch.zeros(2, 3000, 1, 9, 11)
    dot[:, :, 4, 5], corner[:, :, 0, 0] = 1.0, 1.0
    hint = "which whole numbers can dy be, is dx drawn for itself, and is each image?"
    seen = lend(student, tallied)(student.augment, dot[:1000], corner[:1000])
    close(seen, [25.0, -2.0, 2.0, -2.0, 2.0, 10.0], within=0,
          where="augment(images) of 1,000 dots: [number of shifts, fewest and most pixels down, fewest and most right, "
                "number of pictures that a dot in the corner gives]", hint=hint)  # fmt: skip
    got, where = augmented(student, dot, {}, int(rng.integers(2**31)))
    at = got.flatten(1).argmax(dim=1)
    # 24 degrees of freedom: a mean of 24 and a deviation of 7.
    counts = torch.stack([at // 11 - 4, at % 11 - 5])
    if counts.abs().max() > 2:
        fail("shifts of at most 2 pixels", f"one of {counts.abs().max()}", where=where, hint="which default is it?")
    cells = torch.bincount((counts[0] + 2) * 5 + counts[1] + 2, minlength=25).double()
    if ((cells - 120) ** 2 / 120).sum() > 110:
        rarest, most_common = (f"({i // 5 - 2}, {i % 5 - 2})" for i in (int(cells.argmin()), int(cells.argmax())))
        fail("each of the 25 shifts about 120 times in 3000 images",
             f"(down, right) = {rarest} {cells.min():.0f} times, {most_common} {cells.max():.0f} times", where=where,
             hint=hint)  # fmt: skip


def tallied(augment, dots, corners):
    """Of images (N, 1, 9, 11): what becomes of a dot in the middle, and how much of one in the corner."""
    at = augment(dots).flatten(1).argmax(dim=1)
    down, right = at // 11 - 4, at % 11 - 5
    pictures = (augment(corners) > 0.5).flatten(1).unique(dim=0)
    bounds = [down.min(), down.max(), right.min(), right.max()]
    return [float(len(at.unique())), *(float(bound) for bound in bounds), float(len(pictures))]


def _shift(got, image, most, where):
    """Which of the shifts by up to `most` pixels each way the image (H, W) has had; fails where it is none of them."""
    height, width = image.shape
    wide = torch.zeros(height + 2 * most, width + 2 * most)
    wide[most : most + height, most : most + width] = image
    ways = [wide[y : y + height, x : x + width] for y in range(2 * most + 1) for x in range(2 * most + 1)]
    off = [(got - way).abs().max().item() for way in ways]
    if min(off) > 1e-4:
        fail(f"the image, shifted by at most {most} whole pixels each way, and zeros", "something else", where=where,
             hint="where do the pixels go that leave the image, and what comes in on the other side?")  # fmt: skip
    return off.index(min(off))


@points(1)
def test_rotations(student, rng):
    """`augment` turns each image about its centre by an angle of its own, up to `max_degrees` both ways."""
    degrees = float(rng.uniform(20, 40))
    x = _blobs(rng)
    n = 800
    got, where = augmented(student, x.repeat(n, 1, 1, 1), {"max_shift": 0, "max_degrees": degrees}, None)
    tried = torch.arange(-60, 60.01, 0.1)
    turned = torch.stack([functional.rotate(x[0], angle.item(), InterpolationMode.BILINEAR) for angle in tried])
    distance = torch.cdist(got.flatten(1), turned.flatten(1))
    best = distance.argmin(dim=1)
    off = (got - turned[best]).abs().amax(dim=(1, 2, 3))
    if off.max() > 0.04:
        fail("the image, turned about its centre with bilinear interpolation", "something else",
             where=f"{where}[{int(off.argmax())}]", hint="where is the centre? What is between pixels?")  # fmt: skip
    _uniform(tried[best].double(), degrees, 0.2, where)
    # Turned by more than a few degrees, a corner comes from outside the image.
    got, where = augmented(student, torch.ones(n, 1, 28, 28), {"max_shift": 0, "max_degrees": 45.0}, None)
    if (got[:, 0, 0, 0].abs() < 1e-3).double().mean() < 0.6:
        fail("zeros in the corners", "the image's own pixels repeated", where=where, hint="what comes in from outside?")
    # A bar whose middle shows the shift, and whose direction shows the angle, in whichever order the two are made.
    got, where = augmented(student, _bar().repeat(n, 1, 1, 1), {"max_degrees": degrees}, None)
    middle, angle = _middle_and_angle(got[:, 0].double())
    hint = "are images shifted and turned, each by numbers of its own?"
    close(middle.var(dim=0), torch.full((2,), 2.0), within=0.55, where=f"variance of the shifts of {where}", hint=hint)
    _uniform(angle, degrees, 2.0, where)


def _uniform(angles, most, slack, where):
    """Passes when the angles are spread evenly from -most to most, as far as a few hundred can tell."""
    hint = "between which two angles does each image draw, and in which unit?"
    if angles.abs().max() > most + slack:
        fail(f"angles of at most {most:.4g} degrees", f"{angles.abs().max():.4g} degrees", where=where, hint=hint)
    quarters = torch.histc(angles.clamp(-most, most).float(), 4, -most, most).double()
    expected = len(angles) / 4
    # Three degrees of freedom: a mean of 3 and a deviation of 2.4.
    if ((quarters - expected) ** 2 / expected).sum() > 34:
        fail("about as many angles in each quarter of the range", show(quarters.tolist()), where=where, hint=hint)


def _blobs(rng):
    """One image (1, 1, 28, 28) of three blobs, none alike, far from the border."""
    y, x = np.mgrid[:28, :28] - 13.5
    turn, image = rng.uniform(0, 2 * math.pi), np.zeros((28, 28))
    for angle, far, high in ((0, 8, 1), (2.3, 6, 0.8), (4, 7, 0.5)):
        image += high * np.exp(-((x - far * np.cos(angle + turn)) ** 2 + (y - far * np.sin(angle + turn)) ** 2) / 4)
    return _float(image[None, None])


def _bar():
    """One image (1, 1, 28, 28) of a long spot in its centre."""
    y, x = np.mgrid[:28, :28] - 13.5
    return _float(np.exp(-(x**2) / 12 - y**2 / 3)[None, None])


def _middle_and_angle(images):
    """Of spots (N, H, W): where the middle is, (N, 2), and the direction in degrees, (N,)."""
    weight = images / images.sum(dim=(1, 2), keepdim=True).clamp(min=1e-9)
    side = torch.arange(images.shape[1]).double()
    y, x = (weight.sum(dim=2) * side).sum(dim=1), (weight.sum(dim=1) * side).sum(dim=1)
    dy, dx = side[None, :, None] - y[:, None, None], side[None, None, :] - x[:, None, None]
    yy, xx, xy = ((weight * a * b).sum(dim=(1, 2)) for a, b in ((dy, dy), (dx, dx), (dx, dy)))
    return torch.stack([y, x], dim=1), torch.rad2deg(torch.atan2(2 * xy, xx - yy)) / 2


# ---- training; the hidden checks use it too ----


class Watched(torch.nn.Module):
    """Batch norm and one layer on the means of 4x4 fields; it writes down every batch that it is given."""

    def __init__(self):
        super().__init__()
        self.norm = torch.nn.BatchNorm1d(49)
        self.out = torch.nn.Linear(49, 10)
        self.log = []

    def forward(self, x):
        self.log.append([x.detach().cpu().clone(), self.training, torch.is_grad_enabled()])
        return self.out(self.norm(torch.nn.functional.avg_pool2d(x, 4).flatten(1)))


class Still(torch.nn.Module):
    """One layer on the means of 4x4 fields: with a rate of 0 all its epochs are alike."""

    def __init__(self):
        super().__init__()
        self.out = torch.nn.Linear(49, 10)

    def forward(self, x):
        return self.out(torch.nn.functional.avg_pool2d(x, 4).flatten(1))


def drawn_state(rng, net=None):
    """First weights for `Watched`, or another net."""
    state = (net or Watched()).state_dict()
    return {name: _float(rng.uniform(-0.5, 0.5, size=value.shape)) if name.startswith("out") else value
            for name, value in state.items()}  # fmt: skip


def task(rng, n, n_val, wrong):
    """(x, y, x_val, y_val): patterns with much noise; a share of the validation labels is wrong."""
    patterns = rng.normal(size=(10, 1, 7, 7)).repeat(4, axis=2).repeat(4, axis=3)
    made = []
    for count, share in ((n, 0.0), (n_val, wrong)):
        y = rng.integers(0, 10, size=count)
        x = patterns[y] + 3 * rng.normal(size=(count, 1, 28, 28))
        y = np.where(rng.random(count) < share, rng.integers(0, 10, size=count), y)
        made += [_float(x), torch.tensor(y)]
    return made


def fitted(student, state, data, device, **options):
    """(history, the net, a `Watched` that had this state first, and the call in words)."""
    net = lend(student, Watched)().to(device)
    net.load_state_dict(state)
    tensor_dataset = student.torch.utils.data.TensorDataset
    sets = [tensor_dataset(*map(stays_on_cpu, pair)) for pair in (data[:2], data[2:])]
    where = f"fit(model, train_set, val_set{''.join(f', {name}={show(value)}' for name, value in options.items())})"
    history = truth(student.fit(net, *sets, device=device, **options), options["epochs"], where)
    for dataset, pair in zip(sets, (data[:2], data[2:]), strict=True):
        close(list(dataset.tensors), list(pair), within=0, where=f"the data set, after {where}",
              hint="is it yours to change?")  # fmt: skip
    return history, net, where


def truth(history, epochs, where):
    """The history, when it has the right lists and a best epoch."""
    entries(history, (*LISTS, "best_epoch"), where=where)
    for key in LISTS:
        is_numbers(history[key], epochs, where=f"{where}[{key!r}]", hint="one number for each epoch?")
    is_number(history["best_epoch"], where=f"{where}['best_epoch']")
    return history


def epochs_of(log, data, where):
    """What was done in each epoch: [(rows of a training batch, its images), ...] and the validation batches."""
    rows = {row.numpy().tobytes(): i for i, row in enumerate(data[0])}
    rows_val = {row.numpy().tobytes(): i for i, row in enumerate(data[2])}
    found = []
    for x, training, recorded in log:
        known = [rows.get(row.numpy().tobytes(), -1) for row in x]
        if -1 not in known:
            if not found or found[-1][1]:
                found.append(([], []))
            found[-1][0].append((known, training))
        elif all(row.numpy().tobytes() in rows_val for row in x) and found:
            found[-1][1].append(([rows_val[row.numpy().tobytes()] for row in x], training, recorded))
        else:
            fail("images of the training set or of the validation set, as they are", "others", where=where,
                 hint="what reaches the model when `augmented` is False, and in which order?")  # fmt: skip
    return found


def again(net, state, epochs, data, lr):
    """What these batches lead to: (the four lists, the state after each epoch, how many answers are nearly ties)."""
    net.load_state_dict(state)
    adam = torch.optim.Adam(net.parameters(), lr=lr)
    x, y, x_val, y_val = data
    lists, states, ties = {key: [] for key in LISTS}, [], 0
    for batches in epochs:
        net.train()
        loss_sum, right = 0.0, 0
        for rows in batches:
            logits = net(x[rows])
            loss = cross_entropy(logits, y[rows])
            adam.zero_grad()
            loss.backward()
            adam.step()
            loss_sum, right = loss_sum + loss.item() * len(rows), right + int((logits.argmax(dim=1) == y[rows]).sum())
            ties += near_ties(logits)
        net.eval()
        with torch.no_grad():
            logits = net(x_val)
        n = sum(map(len, batches))
        values = loss_sum / n, right / n, cross_entropy(logits, y_val), (logits.argmax(dim=1) == y_val).double().mean()
        for key, value in zip(LISTS, values, strict=True):
            lists[key].append(float(value))
        ties += near_ties(logits)
        states.append({name: value.clone() for name, value in net.state_dict().items()})
    return lists, states, ties


def near_ties(logits):
    """How many rows have two largest logits that rounding might exchange."""
    first, second = logits.detach().topk(2, dim=1).values.T
    return int((first - second < 1e-3).sum())


@points(1)
def test_steps(student, rng, device):
    """`fit` makes one Adam step per batch, in train mode, and its history tells of all samples in every epoch."""
    _alike(student, rng, device)
    batch, n_val = int(rng.integers(9, 13)), int(rng.integers(20, 30))
    n = batch * int(rng.integers(3, 5)) + int(rng.integers(2, 5))
    state, data = drawn_state(rng), task(rng, n, n_val, 0.0)
    options = {"epochs": int(rng.integers(3, 6)), "batch_size": batch, "lr": float(rng.uniform(0.005, 0.02))}
    history, net, where = fitted(student, state, data, device, **options)
    epochs = epochs_of(net.log, data, where)
    if len(epochs) != options["epochs"]:
        fail(f"{options['epochs']} epochs, each with a validation after its training", str(len(epochs)), where=where)
    sizes = [batch] * (n // batch) + [n % batch]
    for batches, _ in epochs:
        got = [len(rows) for rows, _ in batches]
        if got != sizes or sorted(row for rows, _ in batches for row in rows) != list(range(n)):
            fail(f"each of {n} samples once in every epoch, in batches of {sizes}", f"batches of {got}", where=where,
                 hint="is a sample left out, or met twice?")  # fmt: skip
    expected, _, ties = again(
        Watched(), state, [[rows for rows, _ in batches] for batches, _ in epochs], data, options["lr"]
    )
    for key in LISTS:
        within = 1e-4 if key.endswith("loss") else 1e-6 + ties / min(n, n_val)
        close(history[key], expected[key], within=within, where=f"{where}[{key!r}]",
              hint="for each batch: which mode, gradients, step? How much does a sample count?")  # fmt: skip


def _alike(student, rng, device):
    """Passes for many copies of one sample, whose history is the same in whichever order they come."""
    batch, n_val = int(rng.integers(9, 13)), int(rng.integers(20, 30))
    n, ties = 3 * batch + int(rng.integers(2, 5)), 1
    options = {"epochs": int(rng.integers(3, 6)), "batch_size": batch, "lr": float(rng.uniform(0.005, 0.01))}
    while ties:
        state, (x, y, *val) = drawn_state(rng, Still()), task(rng, 1, n_val, 0.0)
        data = x.repeat(n, 1, 1, 1), y.repeat(n), *val
        batches = [list(range(start, min(start + batch, n))) for start in range(0, n, batch)]
        expected, _, ties = again(Still(), state, [batches] * options["epochs"], data, options["lr"])
    net = lend(student, Still)().to(device)
    net.load_state_dict(state)
    pairs = [student.torch.utils.data.TensorDataset(*map(stays_on_cpu, pair)) for pair in (data[:2], data[2:])]
    where = f"fit(model, train_set, val_set{''.join(f', {name}={show(value)}' for name, value in options.items())})"
    where += f", {n} times the same training sample"
    history = truth(student.fit(net, *pairs, device=device, **options), options["epochs"], where)
    for key in LISTS:
        close(history[key], expected[key], within=1e-4, where=f"{where}: history[{key!r}]",
              hint="for each batch: gradients, step? How much does a sample of a smaller batch count?")  # fmt: skip


@points(1)
def test_best_state(student, rng, device):
    """`fit` ends with the parameters and buffers of the epoch of lowest validation loss, and names it."""
    state, data, options, expected, states = _rising(rng)
    history, net, where = fitted(student, state, data, device, **options)
    best, hint = int(np.argmin(expected["val_loss"])), "which epoch's state, kept how, is in the model at the end?"
    close(history["val_loss"], expected["val_loss"], within=1e-3, where=f"{where}['val_loss']", hint="all epochs?")
    close(float(history["best_epoch"]), float(best), within=0, where=f"{where}['best_epoch']", hint=hint)
    end = dict(net.state_dict())
    for name, value in states[best].items():
        if value.is_floating_point():  # a count of batches is of no use
            close(end.get(name), value, within=1e-3, where=f"{name} of the model after {where}", hint=hint)
    net = student.FashionCNN().to(device)
    pair = student.torch.utils.data.TensorDataset(*map(stays_on_cpu, data[:2]))
    where = "fit(FashionCNN(), train_set, val_set, epochs=2)"
    history = truth(student.fit(net, pair, pair, epochs=2, batch_size=16, device=device), 2, where)
    net.eval()
    logits = is_tensor(net(data[0]), (len(data[0]), 10), where=f"the model after {where}")
    close(cross_entropy(logits, data[1]).item(), min(history["val_loss"]), within=1e-3,
          where=f"validation loss of the model after {where}", hint=hint)  # fmt: skip
    _first_of_equals(student, drawn_state(rng, Still()), data, device)


def _first_of_equals(student, state, data, device):
    """Passes when of several epochs with the very same loss, that of a single sample, the first is the best."""
    sets = data[:2], (data[2][:1], data[3][:1])
    pairs = [student.torch.utils.data.TensorDataset(*map(stays_on_cpu, pair)) for pair in sets]
    where = "fit(model, train_set, val_set, epochs=4, batch_size=8, lr=0.0), where all epochs are alike"
    net, options = lend(student, Still)().to(device), {"epochs": 4, "batch_size": 8, "lr": 0.0}
    net.load_state_dict(state)
    history = truth(student.fit(net, *pairs, **options, device=device), 4, where)
    close(float(history["best_epoch"]), 0.0, within=0, where=f"{where}['best_epoch']", hint="what is an improvement?")


def _rising(rng):
    """A task, in one batch per epoch, whose best epoch is not the first, the last, or that of best accuracy."""
    while True:
        n = int(rng.integers(26, 31))
        state, data = drawn_state(rng), task(rng, n, int(rng.integers(40, 60)), 0.3)
        options = {"epochs": int(rng.integers(7, 10)), "batch_size": n, "lr": float(rng.uniform(0.02, 0.06))}
        expected, states, _ = again(Watched(), state, [[list(range(n))]] * options["epochs"], data, options["lr"])
        losses, scores = expected["val_loss"], expected["val_accuracy"]
        best = int(np.argmin(losses))
        others = [loss for epoch, loss in enumerate(losses) if epoch != best]
        accurate = [epoch for epoch, score in enumerate(scores) if score > max(scores) - 0.03]
        if 1 < best < len(losses) - 2 and min(others) > losses[best] + 0.005 and not {best, best + 1} & {*accurate}:
            return state, data, options, expected, states


@points(1)
def test_augmented_training(student, rng, device):
    """With `augmented` each training image is moved anew in every epoch; validation images never are."""
    n = int(rng.integers(50, 61))
    state, batch = drawn_state(rng), int(rng.integers(17, 23))
    batch += n % batch == 1
    x, n_val = torch.zeros(2 * n, 1, 28, 28), n // 2
    x[range(2 * n), 0, rng.integers(3, 25, 2 * n), rng.integers(3, 25, 2 * n)] = torch.arange(1, 2 * n + 1) / (2 * n)
    y = torch.tensor(rng.integers(0, 10, size=2 * n))
    data = x[:n], y[:n], x[n : n + n_val], y[n : n + n_val]  # single dots, of a brightness of their own
    options = {"epochs": 6, "batch_size": batch, "augmented": True}
    net = lend(student, Watched)().to(device)
    net.load_state_dict(state)
    sets = [student.torch.utils.data.TensorDataset(*map(stays_on_cpu, pair)) for pair in (data[:2], data[2:])]
    where = f"fit(model, train_set, val_set{''.join(f', {name}={show(value)}' for name, value in options.items())})"
    seen = parts(lend(student, watched)(student.fit, net, sets, {**options, "device": device}), 5, where=where)
    _is_as_promised(seen, where)
    for dataset, pair in zip(sets, (data[:2], data[2:]), strict=True):
        close(list(dataset.tensors), list(pair), within=0, where=f"the data set, after {where}",
              hint="is it yours to change?")  # fmt: skip
    met, validated = [], 0
    for seen, *_ in net.log:
        number, shift = _moved(seen, x, where)
        if (number >= n).all():
            validated += len(number)
            if shift.abs().max() > 0:
                fail("validation images as they are", "shifted ones", where=where, hint="what is validation for?")
        else:
            met += [(int(i), *pair) for i, pair in zip(number, shift.tolist(), strict=True)]
            if len(set(map(tuple, shift.tolist()))) < len(shift) / 5:
                fail("a shift of its own for each training image", "one for many of a batch", where=where)
    if validated < 6 * n_val:
        fail(f"all {n_val} validation images in each epoch", f"{validated} in all", where=where)
    runs = [{i: pair for i, *pair in met[start : start + n]} for start in range(0, len(met), n)]
    if len(runs) != 6 or any(sorted(run) != list(range(n)) for run in runs):
        fail("each training image once in every epoch", f"{len(met)} images in 6 epochs of {n}", where=where)
    alike = sum(one[i] == other[i] for one, other in itertools.pairwise(runs) for i in range(n)) / (5 * n)
    if alike > 0.4:
        fail("new shifts in every epoch", f"{alike:.0%} of the images as in the epoch before", where=where,
             hint="when is the moved copy of an image made, and how long does it live?")  # fmt: skip
    if len({tuple(pair) for run in runs for pair in run.values()}) < 15:
        fail("all shifts of at most 2 pixels, now and then", "few of them", where=where)


def watched(fit, net, sets, options):
    """What `fit` gave to the net, in five numbers, which are the same for every right program.

    Whether it gave other images than the dots of the two sets, whether those of the second were moved, whether those
    of the first were moved alike in one batch, or as in the epoch before; and how many different shifts there were.
    """
    fit(net, *sets, **options)
    home = [{}, {}]
    for places, dataset in zip(home, sets, strict=True):
        for image, _ in dataset:
            places[round(image.max().item() * 2000)] = int(image.argmax())
    other, moved, alike, shifts = False, False, False, {}
    for x, *_ in net.log:
        found = []
        for image in x:
            key, at = round(image.max().item() * 2000), int(image.argmax())
            start = home[0].get(key, home[1].get(key))
            if start is None:
                other = True
                continue
            shift = at // 28 - start // 28, at % 28 - start % 28
            moved = moved or (key in home[1] and shift != (0, 0))
            if key in home[0]:
                found.append(shift)
                shifts.setdefault(key, []).append(shift)
        alike = alike or 0 < len(set(found)) < len(found) / 5
    pairs = [one == two for met in shifts.values() for one, two in zip(met, met[1:], strict=False)]  # noqa: RUF007
    repeated = sum(pairs) > 0.4 * len(pairs)
    kinds = {shift for met in shifts.values() for shift in met}
    return [float(other), float(moved), float(alike), float(repeated), float(len(kinds))]


def _is_as_promised(seen, where):
    other, moved, alike, repeated, _ = seen
    if other == 1:
        fail("images of the two sets, shifted by at most 2 pixels", "others", where=where,
             hint="what does `augment` do with its defaults, and to what?")  # fmt: skip
    if moved == 1:
        fail("validation images as they are", "shifted ones", where=where, hint="what is validation for?")
    if repeated == 1:
        fail("new shifts in every epoch", "those of the epoch before", where=where,
             hint="when is the moved copy of an image made, and how long does it live?")  # fmt: skip
    if alike == 1:
        fail("a shift of its own for each training image", "one for many of a batch", where=where)


def _moved(images, originals, where):
    """For images of one dot each: which original it is, and by how much it was shifted, (N, 2)."""
    flat, before = images.flatten(1), originals.flatten(1)
    bright, at = flat.max(dim=1)
    number = (bright * len(originals)).round().long() - 1
    right = (number >= 0) & (number < len(originals))
    number = number.clamp(0, len(originals) - 1)
    home = before[number].argmax(dim=1)
    shift = torch.stack([at // 28 - home // 28, at % 28 - home % 28], dim=1)
    right &= (bright - before[number].amax(dim=1)).abs() < 1e-3
    right &= (flat.abs().sum(dim=1) - bright < 1e-2) & (shift.abs().amax(dim=1) <= 2)
    if not right.all():
        fail("images of the two sets, shifted by at most 2 pixels", "others", where=where,
             hint="what does `augment` do with its defaults, and to what?")  # fmt: skip
    return number, shift


# ---- a saved network ----


def drawn_values(rng, name):
    """Values for such a net, one tensor for each size: each of its tensors counts, running statistics among them."""
    drawn = {}
    for old in NETS[name][0]().state_dict().values():
        if old.dim() == 1:  # biases, scales, shifts, means, and variances: all positive
            drawn[old.numel()] = _float(rng.uniform(0.2, 1.5, size=old.shape))
        elif old.dim():
            drawn[old.numel()] = _float(rng.normal(size=old.shape) * old.numel() ** -0.25)
    return list(drawn.values())


def filled(net, values):
    """Gives `net` the values by their sizes, whatever its layers are called; tensors of one size become equal."""
    by_size = {value.numel(): value for value in values}
    state = {}
    for name, old in net.state_dict().items():
        value = by_size.get(old.numel(), old)
        across = old.dim() == 2 and value.dim() == 2 and old.shape != value.shape
        state[name] = (value.T if across else value).reshape(old.shape)
    net.load_state_dict(state)


def labelled(net, rng, n, where):
    """(images, labels, accuracy): labels such that some of the answers of `net` are right, fewer and fewer, no ties."""
    net.eval()
    x = _float(rng.normal(size=(3 * n, 1, 28, 28)))
    logits = is_tensor(net(x), (3 * n, 10), where=where).detach()
    first, second = logits.topk(2, dim=1).values.T
    close(net(x[:n]), logits[:n], within=1e-3, where=f"{where}, fewer images at a time",
          hint="in eval mode, may an answer depend on the other images of a batch?")  # fmt: skip
    clear = (first - second > 1e-2).nonzero()[:n, 0]
    if len(clear) < n // 3:
        fail("different logits for the classes", "nearly the same ones", where=where)
    x, answer = x[clear], logits[clear].argmax(dim=1)
    wrong = torch.tensor(rng.random(len(x)) < np.linspace(0.1, 0.7, len(x)))  # the last batch is not like the others
    y = torch.where(wrong, (answer + torch.tensor(rng.integers(1, 10, len(x)))) % 10, answer)
    return x, y, (~wrong).double().mean().item()


def repeated(test_model, path, dataset, device):
    """Whether `test_model` gives the same accuracy twice."""
    return test_model(path, dataset, device=device) == test_model(path, dataset, device=device)


def measured(student, path, x, y, device):
    """The accuracy that the student's `test_model` gives, a number."""
    dataset = student.torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))
    return is_number(student.test_model(path, dataset, device=device), where="test_model(path, test_set)")


@points(1)
def test_saved_model(student, fresh_student, rng, scratch, device):
    """What `save` writes, plain data with the class's name, `test_model` rebuilds in another process and measures."""
    other = fresh_student()
    for name, n in (("FashionMNISTNet", int(rng.integers(515, 570))), ("FashionCNN", 45)):
        net, path = getattr(student, name)().to(device), str(scratch / f"{name}.pt")
        lend(student, filled)(net, drawn_values(rng, name))
        x, y, share = labelled(net, rng, n, f"{name}()(x) in eval mode")
        epochs = int(rng.integers(2, 6))
        history = {key: rng.random(epochs).tolist() for key in LISTS} | {"best_epoch": int(rng.integers(epochs))}
        student.save(path, net, history)
        where = f"the file of save(path, {name}(), history)"
        saved = entries(read(student, scratch / f"{name}.pt"), ("model_state_dict", "class", "history"), where=where)
        if saved["class"] != name:
            fail(f"the class {name!r}", saved["class"], where=where)
        close(saved["history"], history, within=1e-9, where=f"{where}, history")
        state = entries(saved["model_state_dict"], list(dict(net.state_dict())), where=where,
                        hint="parameters are not all that a net with batch norm knows")  # fmt: skip
        close(dict(state), dict(net.state_dict()), within=1e-6, where=f"{where}, model_state_dict")
        pair = other.torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))
        if lend(other, repeated)(other.test_model, path, pair, device) is False:
            fail("the same accuracy twice", "two different ones", where=f"test_model(path, test_set), a {name}",
                 hint="in which mode is nothing at random?")  # fmt: skip
        close(measured(other, path, x, y, device), share, within=1e-6, where=f"test_model(path, test_set), a {name}",
              hint="which class, which weights, which mode, and how many samples in all?")  # fmt: skip


def read(student, path):
    """A saved file by value, read in the student's process, tensors and plain data only."""
    if not path.is_file():
        fail(f"a file {path.name}", "no such file", where=f"the folder of {path.name}")
    try:
        return student.torch.load(str(path), map_location="cpu", weights_only=True)
    except Exception as error:
        if getattr(error, "kinds", [type(error).__name__])[0] != "UnpicklingError":
            raise
        fail("a file that torch.load(path, weights_only=True) can read", "objects of Python classes in it",
             where=path.name, hint="is it the model itself that is saved, or its numbers?")  # fmt: skip


# ---- accuracy ----


@points(1)
@seconds(180)
@needs("test_networks")
def test_accuracy(student, rng, data, assignment, at_least, device):
    """FashionMNISTNet, trained by `fit` under the judge's budget, tells images apart that it has not seen."""
    images = data("clothes")
    budget = assignment.settings["accuracy"][images.source]
    names = torch.tensor(rng.permutation(10))  # labels renamed: only a program that trains can know them
    n = budget["train_images"]
    at = torch.tensor(rng.choice(len(images.train_images), n + 300, replace=False))
    mean, std = images.train_images[at[:n]].mean(), images.train_images[at[:n]].std()
    x, y = (images.train_images[at] - mean) / std, names[images.train_labels[at]]
    tensor_dataset = student.torch.utils.data.TensorDataset
    sets = [tensor_dataset(stays_on_cpu(x[part]), stays_on_cpu(y[part])) for part in (slice(n), slice(n, None))]
    seed = int(rng.integers(2**31))
    student.torch.manual_seed(seed)
    net = student.FashionMNISTNet()
    where = f"fit(FashionMNISTNet(), ...) on {n:,} images of {images.source}, {budget['epochs']} epochs"
    truth(student.fit(net, *sets, epochs=budget["epochs"], device=device, seed=seed), budget["epochs"], where)
    order = torch.tensor(rng.permutation(len(images.test_labels))[:5000])
    x, y = (images.test_images[order] - mean) / std, names[images.test_labels[order]]
    at_least(_accuracy(net, x, y, rng, where), budget["threshold"], partial=budget["partial"],
             where=f"test accuracy of {where}", hint="does the validation loss fall from epoch to epoch?")  # fmt: skip


def _accuracy(net, x, y, rng, where):
    """Share of the images told right; fails for a program that knows them by heart, pixel by pixel."""
    net.eval()
    logits = torch.cat(
        [is_tensor(net(part), (len(part), 10), where=f"the model after {where}") for part in x.split(500)]
    )
    right = (logits.argmax(dim=1) == y).double()
    noisy = is_tensor(net(x[:500] + 0.1 * _float(rng.normal(size=x[:500].shape))), (len(x[:500]), 10), where=where)
    lost = (right[:500].mean() - (noisy.argmax(dim=1) == y[:500]).double().mean()).item()
    if lost > 0.15:
        fail("nearly the same accuracy on slightly noisy copies", f"{lost:.3f} less", where=f"the model after {where}")
    return right.mean().item()
