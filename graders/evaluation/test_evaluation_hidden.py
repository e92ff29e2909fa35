"""Checks of `evaluation` that students cannot see: absent classes, equal scores, few errors, and modes."""

import copy

import numpy as np
import torch

from graders.evaluation.test_evaluation import (
    answers,
    asked,
    clear_logits,
    compare,
    drawn,
    labels,
    same_average,
    same_confusions,
    same_curve,
    same_history,
    same_scores,
    task,
    trained,
)
from torchgrade.checks import close, copy_weights, is_tensor, lend, points


@points(1)
def test_modes(student, reference, rng, device):
    """Every epoch of `train` trains in train mode and validates in eval mode, without gradients."""
    hint = "in which mode is the model at the first batch, at the validation, and at the second epoch?"
    compared = []  # all is asked before anything is compared, so that a transcript is as long whatever comes back
    for n_classes in (int(rng.integers(3, 6)), 1):
        like, *data = task(rng, n_classes)
        sizes = like[0].in_features, like[0].out_features, n_classes
        options = {"epochs": 3, "lr": float(rng.uniform(0.05, 0.1))}
        net = drawn(Moody(*sizes), rng)
        expected = trained(reference, copy.deepcopy(net), *data, **options)
        for mode in (False, True):
            theirs = lend(student, Moody)(*sizes).to(device)
            copy_weights(net, theirs)
            theirs.train(mode)
            where = f"train(model, ...) of a model that comes in {'train' if mode else 'eval'} mode"
            compared.append((trained(student, theirs, *data, **options), expected, where))
    for got, wanted, where in compared:
        same_history(got, wanted, where, hint, keys=("train_loss", "val_loss"))


class Moody(torch.nn.Module):
    """In train mode the last biases alone answer and learn; in eval mode, logits change sign that gradients follow."""

    def __init__(self, n_inputs, n_hidden, n_outputs):
        super().__init__()
        self.first, self.last = torch.nn.Linear(n_inputs, n_hidden), torch.nn.Linear(n_hidden, n_outputs)

    def forward(self, x):
        hidden = torch.tanh(self.first(x))
        if self.training:
            return self.last(0.0 * hidden)
        logits = self.last(hidden)
        return -logits if logits.requires_grad else logits


@points(1)
def test_absent_classes(student, rng):
    """A class that is absent, or never answered, has 0 where there is nothing to divide by, and counts in the mean."""
    hint = "what is divided by what for a class without samples, or without answers?"
    n_classes = int(rng.integers(6, 9))
    cases = []
    n, (never, absent, neither) = int(rng.integers(60, 90)), rng.permutation(n_classes)[:3]
    for lacking in ((never, absent, neither), (0, 1, n_classes - 1), (n_classes - 1, 0, 1)):
        y_true, y_pred = _without(rng, n, n_classes, *lacking)
        cases.append(same_scores(student, y_true, y_pred, n_classes, hint))
        values = torch.tensor(rng.random(n_classes), dtype=torch.float32)
        for how in ("macro", "weighted"):
            ask = "does a class without samples count here, and how much?"
            cases.append(same_average(student, values, y_true, how, ask))
    compare(*cases)


def _without(rng, n, n_classes, never, absent, neither):
    """Labels without the classes `absent` and `neither`, answers without `never` and `neither`."""
    y_true = rng.choice([c for c in range(n_classes) if c not in (absent, neither)], size=n)
    y_pred = answers(rng, torch.tensor(y_true), n_classes).numpy()
    others = [c for c in range(n_classes) if c not in (never, neither)]
    y_pred = np.where(np.isin(y_pred, (never, neither)), rng.choice(others, size=n), y_pred)
    y_true[0], y_pred[1] = never, absent
    return torch.tensor(y_true), torch.tensor(y_pred)


@points(1)
def test_repeated_scores(student, rng):
    """On the curve a score that several samples share is one threshold, and scores need be no probabilities."""
    hint = "how many thresholds make a difference, and who is called 1 at a score that several samples share?"
    cases = []
    for positive in (2, 1):  # the second time, all labels are 1
        n = int(rng.integers(50, 90))
        y_true = labels(rng, 2, n) if positive == 2 else torch.ones(n, dtype=torch.int64)
        scores = torch.tensor(np.round(rng.normal(size=n) + y_true.numpy(), 1), dtype=torch.float32)
        cases.append(same_curve(student, y_true, scores, hint))
    compare(*cases)


@points(1)
def test_few_errors(student, rng):
    """Equal counts come by true, then by predicted class; where there are fewer errors than k, all of them come."""
    n_classes = int(rng.integers(5, 8))
    counts = rng.integers(0, 3, size=(n_classes, n_classes)) * (1 - np.eye(n_classes, dtype=np.int64))
    diagonal = np.diag(rng.integers(20, 60, size=n_classes))
    hint = "which of two equal counts comes first, and when does the list end?"
    asking = ((counts, 9), (counts, n_classes**2), (0 * counts, 3))
    cases = [same_confusions(student, torch.tensor(matrix + diagonal), hint, k=k) for matrix, k in asking]
    logits = clear_logits(rng, int(rng.integers(30, 50)), n_classes)
    cases += [_all_errors(student, rng, logits, n_classes, count) for count in (int(rng.integers(3, 8)), 0)]
    compare(*cases)


def _all_errors(student, rng, logits, n_classes, count):
    """All errors come where they are fewer than k; their order is judged elsewhere."""
    right, hint = logits.argmax(dim=1), "what comes back when there are fewer wrong answers than k?"
    wrong = torch.tensor(np.sort(rng.choice(len(right), size=count, replace=False)))
    y, where = right.clone(), f"worst_errors(logits, y, 10) where {count} answers are wrong"
    y[wrong] = (right[wrong] + 1) % n_classes
    got = asked(student, "worst_errors", logits, y, 10, where=where)
    yield
    is_tensor(got, (count,), torch.int64, where=where, hint=hint)
    close(got.sort().values, wrong, within=0, where=f"{where}, sorted", hint=hint)
