"""A line by gradient descent: what the three functions promise."""

import numpy as np
import torch

from torchgrade.checks import close, is_number, is_numbers, is_tensor, parts, points


def vector(rng, n):
    return torch.tensor(rng.normal(scale=2.0, size=n), dtype=torch.float32)


def scatter(rng, start=-2.0, stop=3.0):
    """Points (N,), (N,) around a line nobody has seen, in no order.

    Slope and intercept have the same sign and unlike sizes: the first gradients are then large, and differ.
    """
    x = np.linspace(start, stop, int(rng.integers(23, 47)))
    rng.shuffle(x)
    sign = rng.choice([-1.0, 1.0])
    y = sign * (rng.uniform(2.0, 3.0) * x + rng.uniform(0.8, 1.5)) + 0.5 * rng.normal(size=x.size)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)


def slopes(function, at, i):
    """The derivatives of function(*at) by at[i] from small steps up and down, in float64: what autograd has to find."""
    at = [value.double() for value in at]
    steps = 1e-3 * torch.eye(at[i].numel(), dtype=torch.float64).reshape(-1, *at[i].shape)
    up, down = ([function(*at[:i], at[i] + step, *at[i + 1 :]) for step in way] for way in (steps, -steps))
    rises = torch.stack(up, dim=-1) - torch.stack(down, dim=-1)
    return (rises / 2e-3).reshape(*up[0].shape, *at[i].shape)


@points(1)
def test_predict(student, reference, rng):
    """`predict` gives the height w·x + b of the line at every x."""
    x, w, b = vector(rng, 7), vector(rng, ()), vector(rng, ())
    got = is_tensor(student.predict(x, w, b), (7,), where="predict(x, w, b) for 7 values of x")
    close(
        got,
        reference.predict(x, w, b),
        within=1e-5,
        where="predict(x, w, b)",
        hint="which of the two numbers is multiplied by x?",
    )


@points(1)
def test_mse_loss(student, reference, rng):
    """`mse_loss` gives the mean of the squared errors as a tensor with a single number."""
    a, b = vector(rng, 9), vector(rng, 9)
    got = is_tensor(
        student.mse_loss(a, b),
        (),
        where="mse_loss(y_pred, y_true) for 9 values each",
        hint="backward() is a method of a tensor: is this still one?",
    )
    close(
        got,
        reference.mse_loss(a, b),
        within=1e-5,
        where="mse_loss(y_pred, y_true)",
        hint="what would the loss of the same nine errors, each twice, be?",
    )


@points(1)
def test_autograd_sees_w_and_b(student, reference, rng):
    """Autograd can follow a prediction back to w and b, and a loss back to the predictions."""
    at, sees = (vector(rng, 5), vector(rng, ()), vector(rng, ())), student.torch.autograd.functional.jacobian
    pair = vector(rng, 6), vector(rng, 6)
    hint = "does every step from here to the result stay a tensor, made by tensor arithmetic?"
    expected = [slopes(reference.predict, at, i) for i in range(3)]
    for name, got, wanted in zip("xwb", sees(student.predict, at), expected, strict=True):
        close(got, wanted, within=1e-4, where=f"gradients of predict(x, w, b) with respect to {name}", hint=hint)
    expected = slopes(reference.mse_loss, pair, 0)
    is_tensor(student.mse_loss(*pair), (), where="mse_loss(y_pred, y_true)", hint=hint)
    close(
        sees(student.mse_loss, pair)[0],
        expected,
        within=1e-4,
        hint=hint,
        where="gradient of mse_loss(y_pred, y_true) with respect to y_pred",
    )


@points(1)
def test_fit_returns_two_floats_and_a_list(student, rng):
    """`fit` returns w and b as floats, and one loss per epoch as a list of floats."""
    x, y = scatter(rng)
    epochs = int(rng.integers(11, 19))
    w, b, losses = parts(student.fit(x, y, lr=0.02, epochs=epochs), 3, where=f"fit(x, y, lr=0.02, epochs={epochs})")
    is_number(w, where="w, the first value that fit returns", hint="a tensor of one number has a method for that")
    is_number(b, where="b, the second value that fit returns", hint="a tensor of one number has a method for that")
    is_numbers(
        losses,
        epochs,
        where=f"losses of fit(x, y, lr=0.02, epochs={epochs})",
        hint="how often does the loop run, and what does it keep each time?",
    )


@points(1)
def test_first_loss(student, rng):
    """The first loss is that of the line w = 0, b = 0, before any update."""
    x, y = scatter(rng)
    mean_square = float((y.double() ** 2).mean())  # every prediction is 0
    losses = parts(student.fit(x, y, lr=0.03, epochs=3), 3, where="fit(x, y, lr=0.03, epochs=3)")[2]
    losses = is_numbers(losses, where="losses of fit(x, y, lr=0.03, epochs=3)")
    close(
        losses[:1],
        [mean_square],
        within=1e-4,
        where="losses of fit(x, y, lr=0.03, epochs=3)",
        hint="where do w and b start, and is the loss noted before or after the update?",
    )


@points(1)
def test_one_update(student, reference, rng):
    """One epoch moves w and b once, against their gradients, by the learning rate times each."""
    x, y = scatter(rng)
    lr = round(float(rng.uniform(0.03, 0.06)), 4)
    *expected, _ = reference.fit(x, y, lr=lr, epochs=1)
    got = parts(student.fit(x, y, lr=lr, epochs=1), 3, where=f"fit(x, y, lr={lr}, epochs=1)")
    for name, value, wanted in zip(("w", "b"), got, expected, strict=False):
        close(
            value,
            wanted,
            within=2e-5,
            where=f"{name} of fit(x, y, lr={lr}, epochs=1)",
            hint="can you work out both gradients at w = b = 0 on paper, for two or three points?",
        )


@points(1)
def test_few_epochs(student, reference, rng):
    """The losses of the first epochs are those of full-batch gradient descent, to the digit."""
    x, y = scatter(rng)
    lr, epochs = round(float(rng.uniform(0.03, 0.06)), 4), int(rng.integers(5, 8))
    where = f"losses of fit(x, y, lr={lr}, epochs={epochs})"
    _, _, expected = reference.fit(x, y, lr=lr, epochs=epochs)
    losses = parts(student.fit(x, y, lr=lr, epochs=epochs), 3, where=f"fit(x, y, lr={lr}, epochs={epochs})")[2]
    close(
        losses,
        expected,
        within=1e-4,
        where=where,
        hint="what does backward() do with a gradient that is already there?",
    )


@points(1)
def test_defaults(student, reference, rng):
    """Left to its defaults, `fit` makes 500 updates with a learning rate of 0.01."""
    x, y = scatter(rng, start=0.0, stop=5.0)
    w, b, expected = reference.fit(x, y)
    got = parts(student.fit(x, y), 3, where="fit(x, y)")
    close(got[2], expected, within=1e-4, where="losses of fit(x, y)", hint="what are the defaults of lr and epochs?")
    close(list(got[:2]), [w, b], within=1e-4, where="(w, b) of fit(x, y)", hint="which of the two is the slope?")
