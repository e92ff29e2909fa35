"""Checks of `regularization` that students cannot see: modes, the edge of min_delta, the last epoch, fairness."""

import torch
from torch import nn

from graders.regularization.test_regularization import (
    NEVER,
    compared,
    drawn,
    heaps,
    normed,
    run,
    same,
    same_end,
    same_epochs,
    settle,
    smooth,
    swinging,
    task,
    trained,
    twin,
)
from torchgrade.checks import count_parameters, fail, is_tensor, lend, needs, points


@points(1)
@needs("test_steps")
def test_modes(student, reference, rng, device):
    """Every epoch trains in train mode and validates in eval mode, whatever mode the model comes in."""
    ours, data, batch = drawn(_silenced(nn), rng), task(rng, 30, 16, noise=0.2), 10
    options = {"epochs": 6, "lr": float(rng.uniform(0.02, 0.05)), "patience": NEVER, "min_delta": 0.0}
    expected, _ = run(reference, ours, data, batch, **options)
    for training in (False, True):
        theirs = twin(ours, student, _silenced, device)
        theirs.train(training)
        got = trained(student, theirs, data, batch, **options)
        hint = "which mode is the model in at the first batch, at the validation, and in the second epoch?"
        same(got, expected, ["val_loss", "train_loss"], options, hint)


def _silenced(nn):
    """In train mode only the last bias speaks and learns, as every hidden unit is dropped; in eval mode all speak."""
    first = nn.BatchNorm1d(2), nn.Linear(2, 5), nn.Tanh()
    return nn.Sequential(*first, nn.Dropout(1.0), nn.Linear(5, 1), nn.Sigmoid())


@points(1)
@needs("test_steps")
def test_min_delta(student, reference, rng, device):
    """A loss that is lower by a little more than `min_delta` is an improvement; a little less or nothing is none."""
    net, data, batch, options, gap = _falling(reference, rng)
    standing = drawn(smooth(nn), rng), task(rng, 18, 14, noise=0.2)
    still = {"epochs": 30, "lr": 0.0, "patience": int(rng.integers(4, 9)), "min_delta": 0.0}
    _alike(student, reference, net, normed, data, batch, options | {"min_delta": 0.98 * gap}, device)
    _alike(student, reference, net, normed, data, batch, options | {"min_delta": 1.02 * gap}, device)
    _alike(student, reference, standing[0], smooth, standing[1], 9, still, device)


def _alike(student, reference, net, build, data, batch, options, device):
    expected, _ = run(reference, net, data, batch, **options)
    got = trained(student, twin(net, student, build, device), data, batch, **options)
    same_epochs(got, expected, options, hint="what exactly is compared with what, and what if both are equal?")


def _falling(reference, rng):
    """A net, data, size of batches and options, and by how much the last epoch is lower than the best one before it."""
    while True:
        net, data, batch = drawn(normed(nn), rng), task(rng, 24, 15, noise=0.2), 12
        options = {"epochs": int(rng.integers(3, 7)), "lr": float(rng.uniform(0.05, 0.1)), "patience": NEVER}
        losses = run(reference, net, data, batch, **options, min_delta=0.0)[0]["val_loss"]
        # With min_delta near `gap`, epoch 0 stays the best one until the last: the others are lower, but not enough.
        gap = losses[0] - losses[-1]
        lowest, others = losses[-1] + 0.1 * gap, losses[1:-1]
        if gap > 0.02 and min(others) > lowest and max(others) < losses[0] - 0.1 * gap:
            return net, data, batch, options, gap


@points(1)
@needs("test_steps")
def test_out_of_epochs(student, reference, rng, device):
    """When the epochs run out, the model has the parameters and running statistics of its best epoch, too."""
    net, data, batch, options = swinging(reference, rng)
    history, _ = run(reference, net, data, batch, **options)
    options = options | {"epochs": len(history["val_loss"]) - 1}
    theirs = twin(net, student, normed, device)
    got = trained(student, theirs, data, batch, **options)
    expected, ours = run(reference, net, data, batch, **options)
    same_epochs(got, expected, options, hint="what happens when the epochs run out before the patience?")
    same_end(theirs, ours, options, hint="does every way out of the loop go back to the best epoch?")


@points(1)
@needs("test_compare", "test_dropout")
def test_fair_comparison(student, rng):
    """`compare` differs in nothing but regularisation: nets of width 64, dropout 0.3, the same order of all batches."""
    options = {"epochs": 3, "batch_size": int(rng.integers(14, 24)), "seed": int(rng.integers(2**31))}
    data = heaps(rng, options["batch_size"])
    where = f"compare(train_set, val_set, {', '.join(f'{name}={value}' for name, value in options.items())})"
    _, nets, seen = compared(student, data, options, where)
    orders = [_order(batches, data[0], options, where) for batches in seen]
    if any(order != orders[0] for order in orders):
        fail(
            "the same order of samples for all four nets",
            "different ones",
            where=where,
            hint="what else draws random numbers while a net trains, and from which generator?",
        )
    n = len(data[0])
    epochs = [orders[0][start : start + n] for start in range(0, len(orders[0]), n)]
    if sorted(epochs[0]) == epochs[0] or any(epoch == epochs[0] for epoch in epochs[1:]):
        fail(
            "a new random order in every epoch",
            "the same again" if epochs[0] in epochs[1:] else "that of the set",
            where=where,
            hint="who shuffles the samples, and when?",
        )
    kinds = sorted((count_parameters(net), _dropout(student, net, rng)) for net in nets)
    expected = [(4417, 0.0), (4417, 0.3), (4673, 0.0), (4673, 0.3)]
    if kinds != expected:
        fail(
            f"parameters and dropout of the four nets: {expected}",
            str(kinds),
            where=where,
            hint="how wide is each net, and which layers has it besides the Linear ones?",
        )


def _order(batches, X, options, where):
    """Which samples a net was trained with, in their order; a check ends here unless each epoch has all of them."""
    number = {tuple(point): i for i, point in enumerate(X.tolist())}
    n, size = len(X), options["batch_size"]
    sizes = [len(batch) for batch in batches]
    order = [number.get(tuple(point), -1) for batch in batches for point in batch.tolist()]
    full = [size] * (n // size) + [n % size] * (n % size > 0)
    if sizes != full * options["epochs"] or any(
        sorted(order[start : start + n]) != list(range(n)) for start in range(0, len(order), n)
    ):
        fail(
            f"each of {n} samples once in each of {options['epochs']} epochs, in batches of {size}",
            f"{len(order)} samples in {len(batches)} batches",
            where=where,
            hint="does the loader leave anything out?",
        )
    return order


def _dropout(student, net, rng):
    """The dropout of the second hidden layer: 0.0, or 0.3, or nan for any other.

    With all tensors of the hidden size at 0.25 and zeros before the second layer, the logit is 0.25 and a sum over 64
    units, each 0 or 0.0625 / (1 - dropout).
    """
    matrices = [torch.zeros(64, 2), torch.zeros(64, 64), torch.tensor([0.25])]
    x = torch.ones(1000, 2)
    lend(student, settle)(net, 64, x, matrices, [torch.full((64,), 0.25)] * 11)
    net.train()
    student.torch.manual_seed(int(rng.integers(2**31)))
    answers = is_tensor(net(x), (len(x), 1), where="a net of compare(...) in train mode")
    units = (answers.detach().cpu().double().logit() - 0.25) / 0.0625
    if units.max() - units.min() < 1e-2:
        return 0.0
    kept = units * 0.7
    whole = bool(((kept - kept.round()).abs() < 1e-2).all())
    # 64,000 draws with a standard deviation of 0.0018
    return 0.3 if whole and abs(kept.mean().item() / 64 - 0.7) < 0.013 else float("nan")
