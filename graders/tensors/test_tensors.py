"""Think in tensors: types and memory, columns, pairs and masks, gradients."""

import numpy as np
import torch

from torchgrade.checks import close, fail, is_tensor, lend, points

FLOATS = (np.float16, np.float32, np.float64)
WHOLE = (np.int8, np.uint8, np.int16, np.int32, np.int64)


def sizes(rng, count, least=4, most=12):
    """That many sizes, no two alike."""
    return [int(size) for size in rng.choice(np.arange(least, most), count, replace=False)]


def matrix(rng, *shape, scale=1.0):
    return torch.tensor(scale * rng.normal(size=shape), dtype=torch.float32)


def columns(rng, n, d):
    """(n, d) columns whose means and deviations are all unlike; no two values of a column are equal."""
    at, wide = rng.permutation(np.linspace(-3.0, 3.0, d)), rng.uniform(1.0, 3.0, d)
    return torch.tensor(at + wide * rng.normal(size=(n, d)), dtype=torch.float32)


def scattered(rng, n, d):
    """(n, d) float32 points, no two of which come near each other."""
    return np.column_stack([rng.permutation(np.linspace(-4.0, 4.0, n)) for _ in range(d)]).astype(np.float32)


def whole(rng, shape, dtype):
    """Whole numbers of that type, up to 50 bits long where it holds as much: more digits than a float32 has."""
    most = min(np.iinfo(dtype).max, 2**50)
    return rng.integers(most // 2, most, shape).astype(dtype)


# ---- lent to the submission's process: what a caller of its functions would see ----


def after_the_array_changes(function, array, view, value):
    """The tensor that `function` makes of an array, or a view of it, after `value` was written all over the array."""
    array = array.copy()
    tensor = function(array[:, 1:].T if view else array)
    array[...] = value
    if isinstance(tensor, torch.Tensor):
        with torch._C.DisableTorchFunctionSubclass():  # what lies there, not what a class of its own says of it
            tensor = torch.Tensor.as_subclass(tensor, torch.Tensor)
    return tensor


def after_the_tensor_changes(function, array, view, value):
    """The array of which `function` makes a tensor, or of a view of it, after `value` was written all over the tensor.

    What is no tensor is returned in its place.
    """
    array = array.copy()
    tensor = function(array[:, 1:].T if view else array)
    if not isinstance(tensor, torch.Tensor):
        return tensor
    with torch.no_grad(), torch._C.DisableTorchFunctionSubclass():
        torch.Tensor.fill_(torch.Tensor.as_subclass(tensor, torch.Tensor), value)
    return array


class Hilly:
    """x of any shape -> 0-d: (w · sin x) · |x|², a slope that depends on all of x; counts backward passes."""

    def __init__(self, w):
        self.w, self.passes = w, 0

    def __call__(self, x):
        height = (self.w * torch.sin(x)).sum() * (x * x).sum()
        if height.requires_grad:
            height.register_hook(self.count)
        return height

    def count(self, slope):
        self.passes += 1


def hills(rng):
    """Tensors w and x of one shape, for shapes of no, one and two axes, and the slope of Hilly(w) at x, in float64."""
    n, m = sizes(rng, 2, least=2, most=6)
    for shape in ((), (n,), (n, m)):
        w, x = (torch.tensor(rng.uniform(0.5, 1.5, shape), dtype=torch.float32) for _ in "wx")
        exact, leaf = w.double(), x.double().requires_grad_()
        yield w, x, torch.autograd.grad(Hilly(exact)(leaf), leaf)[0]


# ---- the checks ----


@points(1.5)
def test_to_tensor(student, rng):
    """`to_tensor` makes any floats float32, any whole numbers and bools int64, digit by digit, in memory of its own."""
    n, m, k = sizes(rng, 3)
    given = [rng.normal(size=(n, m)).astype(dtype) for dtype in FLOATS]
    given += [whole(rng, (m, k) if i % 2 else (k,), dtype) for i, dtype in enumerate(WHOLE)]
    given += [rng.random((n, m, k)) < 0.5]
    for array in given:
        wanted = torch.float32 if array.dtype.kind == "f" else torch.int64
        where = f"to_tensor(array) of {array.dtype} array {array.shape}"
        got = is_tensor(student.to_tensor(array), array.shape, wanted, where=where, hint="which types come in and out?")
        close(
            got,
            torch.tensor(array),
            within=1e-6 if wanted.is_floating_point else 0,
            where=where,
            hint="how many digits does a number keep on its way through float32?",
        )
    has_its_own_memory(student, rng)


def has_its_own_memory(student, rng):
    """Passes when what is written into array or tensor later does not show in the other."""
    shape, seen = sizes(rng, 2), lend(student, after_the_array_changes)
    unseen, hint = lend(student, after_the_tensor_changes), "is every way into a tensor a copy, for every type?"
    for dtype in (np.float64, np.float32, np.int32, np.int64):
        array, value = (10 * rng.normal(size=shape)).astype(dtype), int(rng.integers(50, 90))
        name = f"to_tensor(array) of {array.dtype} array {array.shape}"
        where = f"{name}, after array[...] = {value}"
        got = is_tensor(seen(student.to_tensor, array, False, value), shape, where=where)
        close(got, torch.tensor(array), within=1e-5, where=where, hint=hint)
        got = unseen(student.to_tensor, array, False, value)
        close(got, array, within=0, where=f"array after tensor.fill_({value}) of {name}", hint=hint)


@points(0.5)
def test_shared(student, rng):
    """`shared` keeps type and shape and shares memory: what is written into array or tensor shows in the other."""
    rows, cols = sizes(rng, 2)
    hint = "which ways from an array to a tensor copy, and which look at the same memory?"
    types = (np.float64, np.float32, np.int64, np.int32, np.uint8)
    for dtype, view in zip(types, (False, True, False, True, False), strict=True):
        array, value = (20 * rng.random((rows, cols))).astype(dtype), int(rng.integers(50, 90))
        part = array[:, 1:].T if view else array
        name = f"shared({'array[:, 1:].T' if view else 'array'}) of {array.dtype} array {array.shape}"
        wanted = torch.tensor(part).dtype
        got = is_tensor(student.shared(array), array.shape, wanted, where=f"shared(array) of {array.dtype} array")
        close(got, torch.tensor(array), within=0, where=f"shared(array) of {array.dtype} array")
        got = lend(student, after_the_array_changes)(student.shared, array, view, value)
        got = is_tensor(got, part.shape, wanted, where=name, hint=hint)
        close(got, torch.full_like(got, value), within=0, where=f"{name}, after array[...] = {value}", hint=hint)
        got, after = lend(student, after_the_tensor_changes)(student.shared, array, view, value), array.copy()
        (after[:, 1:] if view else after)[...] = value
        close(got, after, within=0, where=f"array after tensor.fill_({value}) of {name}", hint=hint)


@points(1)
def test_standardize(student, reference, rng):
    """`standardize` gives every column the mean 0 and the population deviation 1."""
    given = [columns(rng, *sizes(rng, 2)), columns(rng, *sizes(rng, 2, least=3, most=7))]
    for X, got in zip(given, [student.standardize(X) for X in given], strict=True):
        where = f"standardize(X) of X {tuple(X.shape)}"
        got = is_tensor(got, X.shape, where=where, hint="along which axis is a column averaged?")
        close(
            got,
            reference.standardize(X),
            within=1e-4,
            where=where,
            hint="which axis is averaged, and is the sum of squares divided by N?",
        )


@points(0.5)
def test_one_hot(student, reference, rng):
    """`one_hot` gives a float32 row per label with a 1 at the label, also for classes that nothing belongs to."""
    n, c = int(rng.integers(12, 20)), int(rng.integers(5, 9))
    # The second time without the first and the last class.
    given = [torch.tensor(rng.integers(0, c, n)), torch.tensor(rng.integers(1, c - 1, n))]
    for y, got in zip(given, [student.one_hot(y, c) for y in given], strict=True):
        where = f"one_hot(y, {c}) of y ({n},) with labels {int(y.min())} to {int(y.max())}"
        got = is_tensor(
            got,
            (n, c),
            torch.float32,
            where=where,
            hint="who decides how many columns there are, and which type do they have?",
        )
        close(got, reference.one_hot(y, c), within=0, where=where)


@points(0.5)
def test_pairwise_distances(student, reference, rng):
    """`pairwise_distances` gives the Euclidean distance of every row of A to every row of B."""
    given = []
    for d in (1, int(rng.integers(3, 6))):
        n, m = sizes(rng, 2, least=6)
        given.append(torch.tensor(scattered(rng, n + m, d)).split([n, m]))
    answers = [student.pairwise_distances(A, B) for A, B in given]
    for (A, B), got in zip(given, answers, strict=True):
        where = f"pairwise_distances(A, B) of A {tuple(A.shape)}, B {tuple(B.shape)}"
        got = is_tensor(
            got, (len(A), len(B)), where=where, hint="which shapes must A and B get so that every row meets every row?"
        )
        close(
            got,
            reference.pairwise_distances(A, B),
            within=1e-3,
            where=where,
            hint="what is the distance of (0, 0) and (3, 4)?",
        )


@points(0.5)
def test_outer(student, reference, rng):
    """`outer` gives one outer product per row: [n, d, e] is A[n, d] · B[n, e]."""
    n, d, e = sizes(rng, 3)
    A, B = matrix(rng, n, d), matrix(rng, n, e)
    where = f"outer(A, B) of A ({n}, {d}), B ({n}, {e})"
    got = is_tensor(student.outer(A, B), (n, d, e), where=where, hint="where does each of the two need a new axis?")
    close(got, reference.outer(A, B), within=1e-5, where=where, hint="which number stands at [0, 1, 2]?")


@points(1)
def test_masked_mean(student, reference, rng):
    """`masked_mean` is the mean of what the mask lets through, nan for a column with none, whatever it leaves out."""
    given = [_masked(rng, outside) for outside in (0.0, float("nan"))]
    for (X, mask), got in zip(given, [student.masked_mean(X, mask) for X, mask in given], strict=True):
        where = f"masked_mean(X, mask) of X {tuple(X.shape)}"
        where += ", which is nan where the mask is False" if X.isnan().any() else ""
        close(
            got,
            reference.masked_mean(X, mask),
            within=1e-4,
            where=where,
            hint="which numbers are added up, and how many are they, in each column?",
        )


def _masked(rng, outside):
    """X and a mask that lets one row through and another not, and nothing of one column; `outside` is added there."""
    n, d = int(rng.integers(9, 15)), int(rng.integers(5, 8))
    X, mask = columns(rng, n, d), torch.tensor(rng.random((n, d)) < 0.6)
    mask[0], mask[1], mask[:, int(rng.integers(d))] = True, False, False
    X[~mask] += outside
    return X, mask


@points(1)
def test_gradient(student, rng):
    """`gradient` gives df/dx at x, in the shape of x."""
    given = list(hills(rng))
    answers = [student.gradient(lend(student, Hilly)(w), x) for w, x, _ in given]
    for (_, x, slope), got in zip(given, answers, strict=True):
        where = f"gradient(f, x) of x {tuple(x.shape)}"
        got = is_tensor(
            got, x.shape, where=where, hint="autograd.grad returns a tuple, backward nothing: where is the gradient?"
        )
        close(got, slope, within=1e-4, where=where, hint="where does backward leave what it finds?")


@points(0.5)
def test_accumulated(student, rng):
    """`accumulated` gives what `.grad` holds after that many backward passes, and really makes them."""
    given = list(zip((1, int(rng.integers(3, 6)), int(rng.integers(6, 9))), hills(rng), strict=True))
    counting = [lend(student, Hilly)(w) for _, (w, _, _) in given]
    answers = [
        (student.accumulated(f, x, times), f.passes) for f, (times, (_, x, _)) in zip(counting, given, strict=True)
    ]
    for (times, (_, x, slope)), (got, passes) in zip(given, answers, strict=True):
        where = f"accumulated(f, x, times={times}) of x {tuple(x.shape)}"
        close(
            is_tensor(got, x.shape, where=where),
            times * slope,
            within=1e-4,
            where=where,
            hint="what does backward do with a .grad that is there?",
        )
        if passes != times:
            fail(f"{times} backward passes", f"{passes}", where=where, hint="count how often backward is called")
