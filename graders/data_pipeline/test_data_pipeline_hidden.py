"""Checks of `data_pipeline` that students cannot see: random states, sizes, modes of files, others' statistics."""

import numpy as np
import torch

from graders.data_pipeline.test_data_pipeline import (
    LARGE,
    TINY,
    batches,
    cut,
    drawings,
    exact,
    is_split,
    lay_out,
    noisy,
    numbered,
    pairs,
    same_images,
    same_samples,
    sizes,
)
from torchgrade.checks import fail, lend, parts, points, raises


def begin_at(seed):
    """Gives the three global random generators a seed."""
    import random

    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)


def random_states():
    """What the three global random generators will draw next, as plain data."""
    import random

    return [torch.get_rng_state(), np.random.get_state()[1], np.random.get_state()[2], random.getstate()]


@points(1)
def test_random_state(student, rng):
    """Neither `XORDataset` nor `split` nor `loaders` touches a global random generator."""
    n, begin = int(rng.integers(40, 60)), lend(student, begin_at)
    seed, start = rng.choice(2**31, size=2, replace=False).tolist()
    data = numbered(student, n)
    for where, call in (
        ("XORDataset(...)", lambda: student.XORDataset(n, seed)),
        ("split(...)", lambda: student.split(data, (0.5, 0.5), seed)),
        ("loaders(...)", lambda: student.loaders(data, data, data, 8, seed)),
    ):
        begin(start)
        before = lend(student, random_states)()
        call()
        _as_before(lend(student, random_states)(), before, where)
    train = parts(student.loaders(data, data, data, 8, seed), 3, where="loaders(...)")[0]
    after = []
    for k in range(2):  # an epoch may draw from a global generator, but sets none
        begin(start + k)
        lend(student, batches)(train)
        after.append(student.torch.rand(5))
    if torch.equal(*after):
        fail(
            "other draws after another seed",
            "the same",
            where="torch.rand(5) after an epoch of the train loader",
            hint="which line decides on what everybody else draws?",
        )


def _as_before(after, before, where):
    names = "torch's generator", "NumPy's generator", "NumPy's generator", "Python's generator"
    for name, one, other in zip(names, after, before, strict=True):
        if not _equal(one, other):
            fail(
                f"{name} as it was",
                "another state",
                where=f"global random state after {where}",
                hint="can a generator be had that nobody else uses?",
            )


def _equal(one, other):
    same = one == other
    return same if isinstance(same, bool) else bool(same.all())


@points(1)
def test_digits_of_any_mode(student, rng, scratch):
    """`DrawnDigits` reads black-and-white, palette and transparent pictures as the greys that they show."""
    files, right = drawings(rng, ("1", "LA", "P", "RGBA"), (TINY, LARGE))
    lend(student, lay_out)(str(scratch / "modes"), files)
    hint = "what do the numbers in a file with a palette mean, and what comes first: grey or small?"
    same_images(student, str(scratch / "modes"), right, "DrawnDigits(folder)", hint)


@points(1)
def test_other_statistics(student, rng):
    """`Normalized` uses the mean and deviation that it is given, also those of other images."""
    for channels in (1, 3):
        (images, labels), (others, _) = noisy(rng, channels), noisy(rng, channels)
        chosen = rng.permutation(len(images))[:-1].tolist()
        part = student.torch.utils.data.Subset(pairs(student, images, labels), chosen)
        mean, std = exact(0.7 * others + 0.4)
        same_samples(
            student,
            part,
            images[chosen],
            labels[chosen],
            mean,
            std,
            "Normalized(val, mean, std), with the numbers of the training images,",
        )


@points(1)
def test_split_sizes(student, rng):
    """`split` makes parts of floor(fraction · n + 1e-9), the rest goes to the first; fractions must add up to 1."""
    left_over = [n for n in range(41, 90) if sizes(n, (0.7, 0.15, 0.15))[0] - int(0.7 * n) == 2]
    for n, fractions in (
        (int(rng.choice(left_over)), (0.7, 0.15, 0.15)),
        (100, (0.42, 0.29, 0.29)),  # 0.29 · 100 is 28.999999999999996
        (int(rng.integers(31, 60)), (0.7, 0.2, 0.1)),  # adds up to 0.9999999999999999
        (int(rng.integers(31, 60)), (0.3333333, 0.3333333, 0.3333333)),
    ):
        where = f"split(dataset, {fractions}) of {n} samples"
        is_split(cut(student, numbered(student, n), len(fractions), where, fractions), n, fractions, where)
    for fractions in ((0.7, 0.2), (0.8, 0.3), (0.7, 0.15, 0.1499)):
        raises(
            "ValueError",
            student.split,
            numbered(student, 40),
            fractions,
            where=f"split(dataset, {fractions})",
            hint="what do the fractions add up to?",
        )
