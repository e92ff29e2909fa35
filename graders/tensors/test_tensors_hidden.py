"""Think in tensors, what students should find out for themselves: equal values, a caller's tensors, large inputs."""

import torch

from graders.tensors.test_tensors import Hilly, columns, hills, matrix, sizes
from torchgrade.checks import close, fail, is_tensor, lend, parts, points, seconds

ROWS = 1_000_000


@points(0.5)
def test_equal_values(student, reference, rng):
    """`standardize` makes a column of equal values 0, and only such a column."""
    n = int(rng.integers(40, 90))
    X = columns(rng, n, 30)
    X[:, :20] = torch.tensor(rng.uniform(0.1, 1.0, 20))  # few of these have a mean that float32 holds exactly
    X[:, 20:25] = matrix(rng, n, 5, scale=1e-8)  # smaller than the rounding errors of the first ones
    every = X[:, rng.permutation(30)]
    given = [every, every[:1]]
    for X, got in zip(given, [student.standardize(X) for X in given], strict=True):
        where = f"standardize(X) of X {tuple(X.shape)} with columns of equal values, and others of about 1e-8"
        got = is_tensor(got, X.shape, where=where, hint="what is 0 / 0?")
        hint = "print the mean of many 0.1 in float32 to ten digits; how else can you see that values are equal?"
        close(got, reference.standardize(X.double()), within=1e-3, where=where, hint=hint)


@points(0.5)
def test_equal_rows(student, reference, rng):
    """`pairwise_distances` is 0 for equal rows and right for near ones, also far away from the origin."""
    n, m, d = int(rng.integers(41, 60)), int(rng.integers(61, 80)), int(rng.integers(3, 7))
    centre = 100 * rng.choice([-1.0, 1.0], d)
    rows = torch.tensor(centre + rng.normal(size=(m, d)), dtype=torch.float32)
    A, B = rows[rng.permutation(m)[:n]], rows
    where = f"pairwise_distances(A, B) of points around {[int(side) for side in centre]}, each of A also in B"
    got = is_tensor(student.pairwise_distances(A, B), (n, m), where=where, hint="what is the root of -0.0001?")
    exact = reference.pairwise_distances(A.double(), B.double())
    hint = "how many digits are left when two numbers of about 10,000 are subtracted in float32?"
    close(got, exact, within=1e-4, where=where, hint=hint)
    close(got[exact == 0], exact[exact == 0], within=2e-5, where=f"{where}: equal rows", hint=hint)


# ---- lent to the submission's process ----


def seen_by_the_caller(function, f, x, watched, recording, kept, *rest):
    """function(f, x, *rest), called with an x that has `requires_grad` as `watched` and `kept` as its .grad.

    Returns the answer; then of x: is_leaf, requires_grad, its .grad, its values; and whether gradients are recorded.
    """
    x, before = x.clone().requires_grad_(watched), torch.is_grad_enabled()
    x.grad = kept
    torch.set_grad_enabled(recording)
    try:
        answer = function(f, x, *rest)
        return answer, x.is_leaf, x.requires_grad, x.grad if x.is_leaf else None, x, torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(before)


def traced_back(function, weights, given, rest):
    """The gradients of the sum of weights · function(*given, *rest) at each of `given`, and `given` afterwards.

    None in place of the gradients where autograd cannot follow.
    """
    leaves = [value.clone().requires_grad_() for value in given]
    with torch.enable_grad():
        result = function(*leaves, *rest)
    if not isinstance(result, torch.Tensor) or not result.requires_grad:
        return None, leaves
    (result * weights).sum().backward()
    return [leaf.grad for leaf in leaves], leaves


def after_the_call(function, *given):
    """What was given to `function`, after the call."""
    function(*given)
    return given


def steps_grow(function, small, large, most):
    """Whether function(*large) takes over `most` steps more than function(*small).

    A step is a line of Python outside of torch, or a call of torch from there, so that `map` hides nothing.
    """
    import sys

    class Visible(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, called, types, arguments=(), options=None):
            return called(*arguments, **(options or {}))

    count, counts, before = 0, [], sys.gettrace()

    def trace(frame, event, argument):
        nonlocal count
        if str(frame.f_globals.get("__name__")).split(".")[0] == "torch":
            return None
        count += event == "line"
        return trace

    for given in (small, large):
        count = 0
        with Visible():
            sys.settrace(trace)
            try:
                function(*given)
            finally:
                sys.settrace(before)
        counts.append(count)
    return counts[1] - counts[0] > most


def again_and_again(function, times, *given):
    """The last of many answers to one question."""
    for _ in range(times):
        answer = function(*given)
    return answer


# ---- the checks ----


@points(1)
def test_callers_x(student, rng):
    """`gradient` and `accumulated` leave x and its `.grad` alone, and work inside `torch.no_grad()`, too."""
    look, (w, x, slope) = lend(student, seen_by_the_caller), list(hills(rng))[1]
    times = int(rng.integers(3, 6))
    for name, rest, expected in (("gradient", (), slope), ("accumulated", (times,), times * slope)):
        for watched, recording in ((False, True), (True, True), (False, False), (True, False)):
            kept = torch.ones_like(x) if rest and watched else None
            where = f"{name}(f, x{', times=' * bool(rest)}{times if rest else ''}), x with requires_grad={watched}"
            where += ", inside torch.no_grad()" * (not recording)
            function, f = getattr(student, name), lend(student, Hilly)(w)
            seen = parts(look(function, f, x, watched, recording, kept, *rest), 6, where=where)
            _is_as_before(seen, (True, watched, kept, x, recording), where)
            got = is_tensor(seen[0], x.shape, where=where, hint="may the answer contain what the caller's x has?")
            close(got, expected, within=1e-4, where=where, hint="what is in the .grad from which you start?")


def _is_as_before(seen, before, where):
    _, is_leaf, requires_grad, kept, x, recording = seen
    if is_leaf is not before[0]:
        fail("x still a leaf", "one that was computed", where=f"x after {where}")
    if requires_grad is not before[1]:
        fail(
            f"x.requires_grad still {before[1]}",
            requires_grad,
            where=f"x after {where}",
            hint="whose tensor do you switch it on for?",
        )
    if (kept is None) is not (before[2] is None):
        fail(
            f"x.grad {'still None' if before[2] is None else 'as it was'}",
            kept,
            where=f"x after {where}",
            hint="into whose .grad does backward write?",
        )
    if kept is not None:
        close(kept, before[2], within=0, where=f"x.grad after {where}", hint="into whose .grad does backward write?")
    close(x, before[3], within=0, where=f"x after {where}")
    if recording is not before[4]:
        fail(
            f"recording still {'on' if before[4] else 'off'}",
            "on" if recording else "off",
            where=f"after {where}",
            hint="enable_grad is best used with `with`",
        )


def _small(rng):
    """What autograd shall see through: a function's name, a formula, tensors to differentiate by, other arguments."""
    n, m, d, e = sizes(rng, 4, least=5)
    X, mask = columns(rng, n, d), torch.tensor(rng.random((n, d)) < 0.6)
    mask[0] = True
    yield "standardize", lambda X: (X - X.mean(0)) / X.std(0, correction=0), [columns(rng, n, d)], []
    yield "pairwise_distances", lambda A, B: torch.cdist(A, B), [matrix(rng, n, d), matrix(rng, m, d)], []
    yield "outer", lambda A, B: torch.einsum("nd,ne->nde", A, B), [matrix(rng, n, d), matrix(rng, n, e)], []
    yield "masked_mean", lambda X, mask: (X * mask).sum(0) / mask.sum(0), [X], [mask]


@points(0.5)
def test_autograd_follows(student, rng):
    """Autograd can follow what the tensor functions return back to what they were given, which stays as it was."""
    for name, formula, given, rest in _small(rng):
        weights = matrix(rng, *formula(*given, *rest).shape)
        where = f"{name} of tensors with requires_grad=True"
        answer = lend(student, traced_back)(getattr(student, name), weights, given, rest)
        got, after = parts(answer, 2, where=where)
        if got is None:
            fail(
                "a result that autograd can follow back",
                "one without a past",
                where=where,
                hint="does every step from here to the result stay a tensor, made by tensor arithmetic?",
            )
        close(
            list(got),
            traced_back(formula, weights, given, rest)[0],
            within=1e-3,
            where=f"gradients through {where}",
            hint="is part of the way computed without gradients?",
        )
        close(after, given, within=0, where=f"what was given to {name}")
        after = lend(student, after_the_call)(getattr(student, name), *given, *rest)
        close(
            list(after),
            [*given, *rest],
            within=0,
            where=f"what was given to {name}, afterwards",
            hint="which operations change a tensor where it lies?",
        )


def _growing(rng, n):
    """Questions with n rows to each of the functions, which differ from call to call in nothing but n."""
    X, few = matrix(rng, n, 1), matrix(rng, 2, 1)
    yield "standardize", (X,)
    yield "one_hot", (torch.tensor(rng.integers(0, 2, n)), 2)
    yield "pairwise_distances", (X, few)
    yield "pairwise_distances", (few, X)
    yield "outer", (X, X.flip(0))
    yield "masked_mean", (X, X > 0.5)


# Measured on two busy cores: 0.8 s for the reference, 1.7 s for the slowest right ways that were found (float64,
# sorting, F.one_hot), 60 s for one function that loops over rows. But it is counting that finds a loop, and no clock.
@points(0.5)
@seconds(30)
def test_large(student, reference, rng):
    """No function goes through the rows one by one in Python, so that a million rows take no time to speak of."""
    for (name, small), (_, large) in zip(_growing(rng, 40), _growing(rng, 1040), strict=True):
        function = getattr(student, name)
        function(*small)  # whatever is done only once
        if lend(student, steps_grow)(function, small, large, 500) is not False:
            fail(
                "as many steps for 1040 rows as for 40",
                "more with every row",
                where=name,
                hint="which operation takes all rows at once?",
            )
    for name, given in _growing(rng, ROWS):
        got = lend(student, again_and_again)(getattr(student, name), 8, *given)
        close(got, getattr(reference, name)(*given), within=1e-2, where=f"{name} of {ROWS:,} rows")
