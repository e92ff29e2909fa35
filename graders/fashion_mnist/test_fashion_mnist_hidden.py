"""Checks of `fashion_mnist` that students do not see: dropout, generator, order and seed, files that are no good."""

import contextlib
import itertools
import os
import pickle

import torch

from graders.fashion_mnist.test_fashion_mnist import (
    LISTS,
    augmented,
    drawn_net,
    drawn_state,
    drawn_values,
    epochs_of,
    filled,
    fitted,
    labelled,
    measured,
    task,
    theirs,
)
from torchgrade.checks import close, fail, is_tensor, lend, needs, parts, points, raises, show, stays_on_cpu


@points(1)
@needs("test_networks")
def test_dropout(student, rng, device):
    """In train mode 30 % of the hidden units behind each dropout are silenced, one by one, and nothing else is."""
    for name, layers, n in (("FashionMNISTNet", 2, 2000), ("FashionCNN", 1, 400)):
        others = _mlp_wires(rng) if layers == 2 else _cnn_wires(rng)
        x, given, _ = drawn_net(rng, name, _quiet, others)
        net = theirs(student, name, device, x, given)
        net.train()
        student.torch.manual_seed(int(rng.integers(2**31)))
        where = f"{name}()(x) in train mode"
        shown = is_tensor(net(torch.ones(n, 1, 28, 28)), (n, 10), where=where).double() - 5
        _is_dropped(shown, layers, where)


def _quiet(role, size):
    """Vectors by which batch norm makes 1 of what is the same for all samples; 3 behind the second layer of the MLP."""
    return torch.full((size,), {"bias": 0.0, "mean": 0.0, "shift": 3.0 if size == 128 else 1.0}.get(role, 1.0))


def _mlp_wires(rng):
    """Each logit is 5 plus one unit of the second layer, which is one of the first, normalised, plus 3."""
    second, last = torch.zeros(128, 256), torch.zeros(10, 128)
    second[range(128), rng.permutation(256)[:128]] = 1.0
    last[range(10), rng.permutation(128)[:10]] = 1.0
    return [torch.zeros(256, 784), second, last, torch.full((10,), 5.0)]


def _cnn_wires(rng):
    """Each logit is 5 plus one hidden unit, which is one number of the feature maps; all of these are 1."""
    hidden, last = torch.zeros(128, 3136), torch.zeros(10, 128)
    hidden[range(128), rng.permutation(3136)[:128]] = 1.0
    last[range(10), rng.permutation(128)[:10]] = 1.0
    maps = [torch.zeros(32, 1, 3, 3), torch.zeros(64, 32, 3, 3)]
    return [*maps, hidden, torch.zeros(128), last, torch.full((10,), 5.0)]


def _is_dropped(shown, layers, where):
    """Passes when 0.3 of the units are dropped in so many layers, independently, and the others are scaled."""
    hint = "behind which layers does a dropout stand, and how much does it drop?"
    dropped = shown.abs() < 1e-3
    # At least 4,000 draws: a standard deviation of 0.007.
    close(dropped.double().mean().item(), 0.3, within=0.04, where=f"share of units dropped, {where}", hint=hint)
    pair = (dropped[:, 0] & dropped[:, 1]).double().mean().item()
    close(pair, 0.09, within=0.09, where=f"share of samples in which two units are dropped, {where}",
          hint="is each unit dropped for itself?")  # fmt: skip
    kept = [unit[~gone] * 0.7 for unit, gone in zip(shown.T, dropped.T, strict=True)]
    if layers == 1:
        for unit in kept:
            close(unit, torch.ones_like(unit), within=1e-3, where=f"units that are kept, times 0.7, {where}", hint=hint)
    else:
        _is_dropped_before(kept, where, hint)


def _is_dropped_before(kept, where, hint):
    """Passes when the units of the second layer show that 0.3 of the first were dropped.

    Batch norm leaves two values of a unit, one above its mean of 3 and one below. Their distances from 3 are
    sqrt(p / (1 - p)) and sqrt((1 - p) / p), where p is the share dropped in this batch: their product is 1.
    """
    low, high = [unit[unit < 2.5] - 3 for unit in kept], [unit[unit >= 2.5] - 3 for unit in kept]
    share = sum(map(len, low)) / max(1, sum(map(len, kept)))
    # 14,000 draws: a standard deviation of 0.004.
    close(share, 0.3, within=0.04, where=f"share dropped in the first layer, {where}", hint=hint)
    for below, above in zip(low, high, strict=True):
        if not len(below) or not len(above):
            fail("each unit of the first layer dropped now and then", "some always or never", where=where, hint=hint)
        spread = [(part.max() - part.min()).item() for part in (below, above)]
        close(spread, [0.0, 0.0], within=1e-3, where=f"spread of a unit of the second layer, {where}", hint=hint)
        product = -(below.mean() * above.mean()).item()
        close(product, 1.0, within=0.01, where=f"a unit of the second layer above 3, times below, {where}", hint=hint)


@points(1)
@needs("test_shifts")
def test_generator(student, rng):
    """`augment` draws all its numbers from the generator it is given, which moves on; without one, anew each time."""
    n, seed = int(rng.integers(20, 30)), int(rng.integers(2**31))
    x = torch.tensor(rng.random((n, 1, 14, 14)), dtype=torch.float32)
    for options in ({"max_shift": 3}, {"max_shift": 0, "max_degrees": 25.0}, {"max_degrees": 10.0}):
        (one, where), hint = augmented(student, x, options, seed), "where does each random number come from?"
        student.torch.manual_seed(int(rng.integers(2**31)))
        other, _ = augmented(student, x, options, seed)
        close(other, one, within=1e-5, where=f"{where} with a generator in the same state", hint=hint)
        first, second = parts(lend(student, twice)(student.augment, stays_on_cpu(x), options, seed), 2, where=where)
        close(first, one, within=1e-5, where=f"{where} with a generator in the same state", hint=hint)
        _differ(first, second, f"{where}, called twice with one generator")
        _differ(one, augmented(student, x, options, seed + 1)[0], f"{where} with a generator of another seed")
        _differ(augmented(student, x, options, None)[0], augmented(student, x, options, None)[0],
                f"{where}, called twice without a generator")  # fmt: skip


def twice(f, x, options, seed):
    generator = torch.Generator().manual_seed(seed)
    return f(x, generator=generator, **options), f(x, generator=generator, **options)


def _differ(one, other, where):
    alike = (one - other).abs().amax(dim=(1, 2, 3)) < 1e-6
    if alike.double().mean() > 0.7:
        fail("other shifts or angles", "the same images", where=where, hint="what moves on with every number drawn?")


@points(1)
def test_order_and_seed(student, rng, device):
    """`fit` shuffles anew in each epoch, by its seed alone, and validates in eval mode without gradients."""
    batch = int(rng.integers(6, 10))
    data, state = task(rng, 4 * batch, int(rng.integers(11, 15)), 0.0), drawn_state(rng)
    seed = int(rng.integers(2**31))
    options = {"epochs": 3, "batch_size": batch, "seed": seed}

    def run(**changed):
        student.torch.manual_seed(int(rng.integers(2**31)))  # the seed must be fit's own
        history, net, where = fitted(student, state, data, device, **(options | changed))
        return history, epochs_of(net.log, data, where), where

    history, epochs, where = run()
    orders = [[row for rows, _ in batches for row in rows] for batches, _ in epochs]
    if orders[0] == sorted(orders[0]) or any(one == other for one, other in itertools.pairwise(orders)):
        fail("a new random order in each epoch", f"{show(orders[0])}, then {show(orders[1:])}", where=where)
    if not all(training for batches, _ in epochs for _, training in batches):
        fail("train mode for every batch of training", "eval mode", where=where, hint="who puts it back?")
    for _, validation in epochs:
        if any(training or recorded for _, training, recorded in validation):
            fail("eval mode and no recorded gradients in validation", "train mode, or gradients", where=where)
        if sorted(row for rows, *_ in validation for row in rows) != list(range(len(data[2]))):
            fail("each validation sample once in every epoch", "others", where=where)
    hint = "what is random in fit, and from which line on does the seed hold?"
    if device == "cpu":
        first, second = ({key: found[key] for key in (*LISTS, "best_epoch")} for found in (history, run()[0]))
        close(second, first, within=1e-6, where=f"{where} for the second time", hint=hint)
    changed, where = run(seed=seed + 1)[1:]
    if [row for rows, _ in changed[0][0] for row in rows] == orders[0]:
        fail("another order with another seed", "the same", where=where, hint=hint)
    _seeded_augmentation(student, state, data, options | {"augmented": True, "epochs": 2}, rng, device)


def _seeded_augmentation(student, state, data, options, rng, device):
    """Passes when the seed decides on the shifts of the images, too."""
    losses = []
    for _ in range(2):
        student.torch.manual_seed(int(rng.integers(2**31)))
        history, _, where = fitted(student, state, data, device, **options)
        losses.append(history["train_loss"])
    if device == "cpu":
        close(losses[1], losses[0], within=1e-6, where=f"{where}['train_loss'] for the second time",
              hint="which random numbers does augment draw in fit?")  # fmt: skip


# ---- files ----


class Code:
    """What a file must not bring along: a call, which makes a folder where it runs."""

    def __init__(self, folder):
        self._folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self._folder),)


@points(1)
@needs("test_saved_model")
def test_foreign_files(student, rng, scratch, device):
    """`test_model` reads a file that was saved on another device, and says of one that is no good that it is none."""
    net = student.FashionMNISTNet().to(device)
    lend(student, filled)(net, drawn_values(rng, "FashionMNISTNet"))
    x, y, share = labelled(net, rng, 60, "FashionMNISTNet()(x) in eval mode")
    state = {name: value.cpu() for name, value in dict(net.state_dict()).items()}
    good = {"model_state_dict": state, "class": "FashionMNISTNet", "history": {"val_loss": [0.5], "best_epoch": 0}}
    close(measured(student, _written(scratch / "elsewhere.pt", good, tag="cuda:63"), x, y, device), share, within=1e-6,
          where="test_model of a file whose tensors lay on a device that is not here",
          hint="to which device are they loaded?")  # fmt: skip
    dataset = student.torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))

    def refused(kind, content, what, hint=""):
        path = scratch / "bad.pt"
        path.write_bytes(content) if isinstance(content, bytes) else _written(path, content)
        _raises_one(kind.split(), student.test_model, str(path), dataset, device=device, where=f"test_model of {what}",
                    hint=hint)  # fmt: skip

    hint = "which two names can a file hold, and how do you get from a name to a class?"
    for name in ("ResNet", "fit", "DataLoader", "FashionCNN()", "fashionmnistnet", "torch.nn.Linear", "../FashionCNN"):
        refused("ValueError", good | {"class": name}, f"a file with the class {name!r}", hint)
    for key in ("class", "model_state_dict"):
        refused("ValueError", {k: v for k, v in good.items() if k != key}, f"a file without {key!r}")
    refused("ValueError", [1, 2, 3], "a file that holds a list")
    refused("ValueError", b"no network at all", "a file of text")
    refused("ValueError", b"", "an empty file")
    cut = (scratch / "elsewhere.pt").read_bytes()[: int(rng.integers(3000, 9000))]
    refused("ValueError OSError", cut, "a file cut off")  # it can be taken for a disk that fails
    hint = "what should torch.load be allowed to read, and what becomes of its error?"
    trace = scratch / "ran"
    for content, what in ((good | {"history": Code(trace)}, "a file with code in it"),
                          (good | {"class": Code(trace)}, "a file with code in place of the class"),
                          (pickle.dumps(Code(trace)), "a file with nothing but code in it")):  # fmt: skip
        with _no_trace(trace, f"test_model of {what}", hint):
            refused("ValueError", content, what, hint)
    name = next(iter(state))
    renamed = {f"{key}_" if key == name else key: value for key, value in state.items()}
    refused("ValueError RuntimeError", good | {"model_state_dict": renamed}, f"a file with {name!r} renamed",
            "what would the network's own numbers under that name be after such a load?")  # fmt: skip
    raises("FileNotFoundError", student.test_model, str(scratch / "none.pt"), dataset, device=device,
           where="test_model of a file that is not there")  # fmt: skip


@contextlib.contextmanager
def _no_trace(folder, where, hint):
    """Fails when what ran inside has made the folder, whatever else became of it."""
    try:
        yield
    finally:
        if folder.exists():
            folder.rmdir()
            fail("a file that is only read", "its code has run", where=where, hint=hint)


def _raises_one(kinds, call, *args, **options):
    """Passes when the call raises one of these kinds of error."""
    for kind in kinds[1:]:
        with contextlib.suppress(AssertionError):
            return raises(kind, call, *args, **options)
    return raises(kinds[0], call, *args, **options)


def _written(path, content, tag="cpu"):
    """A file whose tensors say that they lay on the device `tag`, whether this machine has one or not."""
    own = torch.serialization.location_tag
    torch.serialization.location_tag = lambda storage: tag
    try:
        torch.save(content, path)
    finally:
        torch.serialization.location_tag = own
    return str(path)
