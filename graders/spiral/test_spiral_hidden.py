"""Checks of `spiral` that students cannot see: modes, and the corners of early stopping."""

import itertools
import math

import torch
from torch import nn

from graders.spiral.test_spiral import (
    LOSSES,
    NEVER,
    call,
    drawn,
    linear,
    run,
    same_end,
    same_losses,
    silenced,
    swinging,
    task,
    trained,
    twin,
)
from torchgrade.checks import close, is_numbers, needs, points


@points(2)
@needs("test_steps")
def test_modes(student, reference, rng, device):
    """Every epoch trains in train mode and validates in eval mode, whatever mode the model comes in."""
    ours, data = drawn(silenced(nn), rng), task(rng, noise=0.2)
    options = {"lr": float(rng.uniform(0.1, 0.2)), "weight_decay": 0.0, "max_epochs": 9, "patience": NEVER}
    hint = "which mode is the model in at the first step, at the validation, and at the second step?"
    for training in (False, True):
        theirs = twin(ours, silenced, student, device)
        theirs.train(training)
        same_losses(student, theirs, reference, ours, data, options, hint)


@points(1)
@needs("test_steps")
def test_no_improvement(student, reference, rng, device):
    """Neither an equal validation loss nor nan counts as an improvement."""
    standstill = {"lr": 0.0, "weight_decay": 0.0, "max_epochs": 40, "patience": int(rng.integers(4, 12))}
    ours, data = drawn(linear(nn), rng), task(rng, noise=0.2)
    _stops_alike(student, twin(ours, linear, student, device), reference, ours, data, standstill)
    ours, data, options = _breaking(reference, rng)
    _stops_alike(student, twin(ours, _fragile, student, device), reference, ours, data, options)


def _stops_alike(student, theirs, reference, ours, data, options):
    expected, _ = run(reference, ours, data, **options)
    got = trained(student, theirs, data, options)
    hint = "what should happen when the loss is equal, and what is x < nan?"
    close(got["val_loss"], expected["val_loss"], within=LOSSES, where=f"{call(options)}['val_loss']", hint=hint)
    close(got["best_epoch"], expected["best_epoch"], within=0, where=f"{call(options)}['best_epoch']", hint=hint)


def _fragile(nn):
    """A linear classifier whose answer is nan once a logit falls to -9."""
    return nn.Sequential(nn.Linear(2, 3), nn.Threshold(-9.0, math.nan))


def _breaking(reference, rng):
    """A network, data and options for which the validation loss falls until it is nan, and stays nan.

    The validation points lie ten times further out than the training points, so only their logits fall that low.
    """
    while True:
        net, (X_train, y_train, X_val, y_val) = drawn(_fragile(nn), rng), task(rng, noise=0.0)
        data = X_train, y_train, 10 * X_val, y_val
        options = {"lr": float(rng.uniform(0.05, 0.1)), "weight_decay": 0.0, "max_epochs": 40}
        with torch.no_grad():
            net[0].weight /= 10
        history, _ = run(reference, net, data, **options, patience=NEVER)
        if _falls_and_breaks(history["val_loss"]) and all(map(math.isfinite, history["train_loss"])):
            return net, data, options | {"patience": int(rng.integers(4, 12))}


def _falls_and_breaks(values):
    """Whether the first values fall, each clearly below the one before, and the rest, from epoch 4 to 25 on, is nan."""
    finite = [value for value in values if math.isfinite(value)]
    falls = all(later < value - 1e-3 for value, later in itertools.pairwise(finite))
    return 4 <= len(finite) <= 25 and falls and all(map(math.isnan, values[len(finite) :]))


@points(1)
@needs("test_steps")
def test_out_of_epochs(student, reference, rng, device):
    """When the epochs run out, the model has the weights of its best epoch too."""
    start, data, options = swinging(reference, rng)
    best = run(reference, start, data, **options)[0]["best_epoch"]
    options |= {"max_epochs": best + options["patience"] + int(rng.integers(1, 4)), "patience": NEVER}
    theirs = twin(start, linear, student, device)
    got = trained(student, theirs, data, options)
    is_numbers(got["val_loss"], options["max_epochs"], where=f"{call(options)}['val_loss']")
    _, ours = run(reference, start, data, **options)
    same_end(theirs, ours, data, options, hint="does every way out of the loop restore the best weights?")
