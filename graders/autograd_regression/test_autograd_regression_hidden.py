"""A line by gradient descent: what is promised for other lines, other calls and other rates."""

import numpy as np
import torch

from torchgrade.checks import close, is_number, is_numbers, parts, points


def line(rng, noise):
    """(slope, intercept) nobody has seen, and points (N,), (N,) around that line, in no order."""
    x = np.linspace(-2.0, 3.0, int(rng.integers(23, 47)))
    rng.shuffle(x)
    slope, intercept = rng.choice([-1.0, 1.0]) * rng.uniform([2.0, 0.8], [3.0, 1.5])
    y = slope * x + intercept + noise * rng.normal(size=x.size)
    return (slope, intercept), torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)


@points(0.5)
def test_finds_a_new_line(student, rng):
    """Given enough epochs, `fit` finds slope and intercept of a line it has never seen."""
    drawn, x, y = line(rng, noise=0.0)
    got = parts(student.fit(x, y, lr=0.1, epochs=100), 3, where="fit(x, y, lr=0.1, epochs=100)")
    for name, value, wanted in zip(("w", "b"), got, drawn, strict=False):
        value = is_number(value, where=f"{name} of fit(x, y, lr=0.1, epochs=100), points exactly on a line")
        close(
            value,
            wanted,
            within=1e-3,
            where=f"{name} of fit(x, y, lr=0.1, epochs=100), points exactly on a line",
            hint="do w and b still belong to the x and y that were handed in?",
        )


@points(0.5)
def test_a_second_fit_starts_anew(fresh_student, reference, rng):
    """A second call of `fit` starts from w = b = 0 again, whatever the first one found."""
    _, x, y = line(rng, noise=0.5)
    _, x_new, y_new = line(rng, noise=0.5)
    w, b, losses = reference.fit(x_new, y_new, lr=0.04, epochs=4)
    student = fresh_student()  # where nobody has called fit before: just this call can leave something behind
    student.fit(x, y, lr=0.05, epochs=13)
    got = parts(student.fit(x_new, y_new, lr=0.04, epochs=4), 3, where="a second call of fit")
    close(got[2], losses, within=1e-4, where="losses of a second call of fit", hint="where are w and b made?")
    close(list(got[:2]), [w, b], within=2e-5, where="(w, b) of a second call of fit", hint="where are w and b made?")


@points(0.5)
def test_data_stay_as_they_are(student, rng):
    """`fit` leaves x and y as they were."""
    _, x, y = line(rng, noise=0.5)
    # partial keeps the program's own copies of x and y, so that they can be looked at afterwards.
    call = student.torch.functools.partial(student.fit, x.clone(), y.clone())
    call(lr=0.02, epochs=3)
    for name, after, before in zip("xy", call.args, (x, y), strict=True):
        close(
            after,
            before,
            within=0.0,
            where=f"{name} after fit(x, y)",
            hint="which operations on tensors change them in place?",
        )


@points(0.5)
def test_too_large_a_rate(student, reference, rng):
    """With too large a learning rate the losses grow, and `fit` reports them to the last epoch."""
    _, x, y = line(rng, noise=0.5)
    lr, epochs = round(float(rng.uniform(0.5, 0.6)), 3), 9
    *_, expected = reference.fit(x, y, lr=lr, epochs=epochs)
    where = f"losses of fit(x, y, lr={lr}, epochs={epochs})"
    losses = parts(student.fit(x, y, lr=lr, epochs=epochs), 3, where=f"fit(x, y, lr={lr}, epochs={epochs})")[2]
    close(
        is_numbers(losses, where=where),
        expected,
        within=1e-4,
        where=where,
        hint="is anything between gradient and update that should not be there?",
    )
