"""Checks of `data_pipeline` that students can see: each dataset, the statistics, the split and the loaders.

Tables and pictures are drawn anew and written where the submission can read them, by the submission's own process:
so nothing that it lays there can lead the judge elsewhere. What is right follows from what was drawn.
"""

import io
import itertools
import math
import re

import numpy as np
import torch
from PIL import Image

from torchgrade.checks import close, fail, is_tensor, lend, parts, points, raises, stays_on_cpu

COLUMNS = ("altitude", "humidity", "pressure", "rainfall", "snow", "sunshine", "temperature", "wind")
NO_NUMBERS = ("three", "", "?")
LUMA = np.array([0.299, 0.587, 0.114])  # what red, green and blue weigh in grey
# Measured over 40 draws of each mode and size: Pillow, torchvision on bytes or on floats and F.interpolate, grey first
# or last, differ from exact numbers by 0.008 at most; nearest pixels, no antialiasing, another filter, the mean of
# the colours, or bytes of the palette by 0.1 or more in at least one of the pictures of a check.
PIXELS = 0.02


# ---- what is lent to the submission's process ----


def lay_out(folder, files):
    """Writes files, bytes by name, into a folder, which is made where it is not there."""
    import os

    os.makedirs(folder, exist_ok=True)
    for name, content in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)


def wipe_out(path):
    """Empties a file, so that one who holds it open sees it too, and deletes it."""
    import os

    with open(path, "wb"):
        pass
    os.remove(path)


def labels_in(dataset, first, second):
    """A few labels of points whose coordinates are > 0 or not, as said."""
    inside = ((dataset.X > 0) == torch.tensor([first, second])).all(dim=1)
    return dataset.y[inside][:8].flatten().tolist()


def is_subset(part):
    """Whether this is a `Subset` of torch's."""
    return isinstance(part, torch.utils.data.Subset)


def firsts(part):
    """The first number of the first entry of every sample."""
    return [float(part[i][0].flatten()[0]) for i in range(len(part))]


def batches(loader):
    """One epoch: for every batch the first number of each sample in it."""
    return [batch[0][:, 0].tolist() for batch in loader]


# ---- what the checks share ----


def sample(dataset, index, x_shape, y_shape, y_type, where, hint=""):
    """(x, y) of a dataset at an index, when they have these shapes and types; x is float32."""
    x, y = parts(dataset[index], 2, where=f"{where}[{index}]")
    x = is_tensor(x, x_shape, torch.float32, where=f"x of {where}[{index}]", hint=hint)
    return x, is_tensor(y, y_shape, y_type, where=f"y of {where}[{index}]", hint=hint)


def has_length(dataset, n, where, hint="how many samples are there?"):
    """Passes when the dataset says that it has n samples."""
    close(len(dataset), n, within=0, where=f"len({where})", hint=hint)


def complaint(kind, call, *arguments, where, hint):
    """The text of the exception of that kind that the call must raise."""
    raised = []

    def watched():
        try:
            return call(*arguments)
        except Exception as error:
            raised.append(error)
            raise

    raises(kind, watched, where=where, hint=hint)
    return str(raised[0])


def names_it(text, word, where, hint):
    """Passes when the text of an exception holds the word; or the number, which is no part of another one."""
    found = word in text if isinstance(word, str) else re.search(rf"(?<![\d.]){word}(?!\d|\.\d)", text)
    if not found:
        fail(f"a text that names {word}", repr(text), where=where, hint=hint)


def pairs(student, x, y):
    """A dataset of tensors in the submission's process; torch hands out views of them."""
    return student.torch.utils.data.TensorDataset(stays_on_cpu(x), stays_on_cpu(y))


def numbered(student, n, start=0):
    """A dataset of n samples, whose x begins with its number from `start` on."""
    numbers = torch.arange(start, start + n)
    return pairs(student, torch.stack([numbers.float(), -numbers.float()], dim=1), numbers % 3)


# ---- points ----


@points(1)
def test_xor_points(student, rng):
    """`XORDataset` holds points of a standard normal, drawn once from its seed; 1.0 where exactly one is > 0."""
    n, seed = int(rng.integers(3000, 3600)), int(rng.integers(1, 2**31))
    where = f"XORDataset(n_samples={n}, seed={seed})"
    dataset, X = _points(student, n, where, n_samples=n, seed=seed)
    _standard_normal(X, f"X of {where}")
    _items(dataset, X, rng, where)
    _seeds(student, X, n, seed, where, rng)
    _, X = _points(student, 1000, "XORDataset()")
    again = _points(student, 1000, "XORDataset(seed=0)", seed=0)[1]
    close(again, X, within=0, where="X of XORDataset(seed=0), after XORDataset()", hint="which seed is the default?")


def _points(student, n, where, **options):
    """The dataset and its X, once the shapes are right and y says where exactly one coordinate is > 0."""
    dataset = student.XORDataset(**options)
    has_length(dataset, n, where)
    X = is_tensor(dataset.X, (n, 2), torch.float32, where=f"X of {where}")
    y = is_tensor(dataset.y, (n, 1), torch.float32, where=f"y of {where}")
    for first, second in itertools.product((False, True), repeat=2):
        labels = lend(student, labels_in)(dataset, first, second)
        place = f"some labels of {where} where x[0] > 0 is {first} and x[1] > 0 is {second}"
        close(labels, [float(first != second)] * 8, within=0, where=place, hint="is exactly one of the two > 0?")
    close(y, (X > 0).sum(dim=1, keepdim=True) % 2, within=0, where=f"y of {where}", hint="what if both are > 0?")
    return dataset, X


def _standard_normal(X, where):
    """Passes when the points look drawn from a standard normal; six standard deviations of what chance does."""
    x, allowed = X.double(), 6 / math.sqrt(len(X))
    hint = "which distribution, with which mean and deviation?"
    close(x.mean(dim=0), torch.zeros(2), within=allowed, where=f"mean of {where}", hint=hint)
    close(x.std(dim=0), torch.ones(2), within=allowed / math.sqrt(2), where=f"deviation of {where}", hint=hint)
    inside = (x.abs() < 1).double().mean(dim=0)
    close(inside, torch.full((2,), 0.6827), within=0.4655 * allowed, where=f"share within ±1 of {where}", hint=hint)
    close(
        x.prod(dim=1).mean().item(),
        0.0,
        within=allowed,
        where=f"mean product of the coordinates of {where}",
        hint="is each coordinate drawn for itself?",
    )


def _items(dataset, X, rng, where):
    """Passes when samples are rows of X, whose labels were found right, and stay what they are."""
    hint = "when are the points drawn, and what is a row of X and of y?"
    for i in [0, len(X) - 1, *rng.integers(1, len(X) - 1, size=6).tolist()] * 2:
        x, y = sample(dataset, i, (2,), (1,), torch.float32, where, hint)
        close(x, X[i], within=0, where=f"x of {where}[{i}]", hint=hint)
        close(y, (X[i] > 0).sum(dim=0, keepdim=True) % 2, within=0, where=f"y of {where}[{i}]", hint=hint)


def _seeds(student, X, n, seed, where, rng):
    """Passes when the seed decides on the points, and nothing else does."""
    student.torch.manual_seed(int(rng.integers(2**31)))
    again = _points(student, n, where, n_samples=n, seed=seed)[1]
    close(again, X, within=0, where=f"X of {where}, made again", hint="on what do the points depend?")
    other = _points(student, n, f"XORDataset(n_samples={n}, seed={seed + 1})", n_samples=n, seed=seed + 1)[1]
    if torch.equal(other, X):
        fail("other points from another seed", "the same", where=where, hint="what is the seed for?")


# ---- tables ----


def _table(rng, places=("Oslo", "Bergen", "?")):
    """(names of the columns, rows of cells as text, the features and the target that are asked for) of a table.

    The features stand neither in the order of the file nor in that of the alphabet; a column somewhere to the left of
    the target holds text.
    """
    columns = features = sorted(COLUMNS)
    while features in (sorted(features), sorted(features, key=columns.index)) or not _before("place", "kind", columns):
        columns = [str(name) for name in rng.permutation([*COLUMNS, "kind", "place"])]
        features = [str(name) for name in rng.choice(COLUMNS, size=int(rng.integers(3, 5)), replace=False)]
    rows = [[_cell(rng, name, places) for name in columns] for _ in range(int(rng.integers(14, 23)))]
    return columns, rows, features, "kind"


def _before(one, other, columns):
    return columns.index(one) < columns.index(other) if one in columns else False


def _cell(rng, column, places):
    match column:
        case "kind":
            return str(rng.integers(0, 7))
        case "place":
            return str(rng.choice(places))
    return f"{rng.normal() * 20:.{rng.integers(0, 4)}f}"


def _csv(columns, rows):
    return "".join(",".join(line) + "\n" for line in (columns, *rows)).encode()


def _opened(student, scratch, table, where):
    """The dataset of a table, and the path of its file."""
    columns, rows, features, target = table
    lend(student, lay_out)(str(scratch / "tables"), {"table.csv": _csv(columns, rows)})
    path = str(scratch / "tables" / "table.csv")
    dataset = student.TabularDataset(path, features, target)
    has_length(dataset, len(rows), where, hint="is the line of the names a sample?")
    return dataset, path


@points(1)
def test_tabular_samples(student, rng, scratch):
    """`TabularDataset` gives a row as x, float32 in the order of `features`, and y, a 0-d int64 tensor."""
    table = columns, rows, features, target = _table(rng, places=("Oslo", '"Bergen, Norway"', '"Upsala, Sweden"', "?"))
    where = f"TabularDataset(file, {features}, {target!r})"
    hint = f"the columns in the file are {', '.join(columns)}: which goes where?"
    dataset, _ = _opened(student, scratch, table, where)
    for i, row in enumerate(rows):
        cells = dict(zip(columns, row, strict=True))
        x, y = sample(dataset, i, (len(features),), (), torch.int64, where, hint)
        wanted = torch.tensor([float(cells[name]) for name in features])
        close(x, wanted, within=1e-5, where=f"x of {where}[{i}]", hint=hint)
        close(y, torch.tensor(int(cells[target])), within=0, where=f"y of {where}[{i}]", hint=hint)


@points(1)
def test_tabular_read_once(student, rng, scratch):
    """`TabularDataset` reads its file once, when it is made: it may be gone afterwards."""
    table = _table(rng)
    where = "TabularDataset(file, features, target), its file deleted since,"
    dataset, path = _opened(student, scratch, table, where)
    before = [dataset[i] for i in range(len(table[1]))]
    lend(student, wipe_out)(path)
    try:
        after = [dataset[i] for i in range(len(table[1]))]
    except Exception as error:
        if "OSError" not in getattr(error, "kinds", ()):
            raise
        fail("the same samples as before", str(error), where=f"{where}[i]", hint="when is the file opened?")
    close(after, before, within=0, where=where, hint="what does the dataset keep, and what does it look up each time?")


@points(1)
def test_tabular_errors(student, rng, scratch):
    """`TabularDataset` raises KeyError naming a missing column, and ValueError naming row and column of a bad cell."""
    columns, rows, features, target = _table(rng)
    at, gone = [int(i) for i in rng.choice(np.arange(3, len(rows) - 2), size=3, replace=False)], "moonlight"
    asked = list(features)
    asked[int(rng.integers(len(asked)))] = gone
    hint = "what is looked up first, and what does the message say?"
    path = _written(student, scratch, columns, rows)
    for wanted in ((asked, target), (features, gone)):
        where = f"TabularDataset(file, {wanted[0]}, {wanted[1]!r}) of a file without {gone!r}"
        text = complaint("KeyError", student.TabularDataset, path, *wanted, where=where, hint=hint)
        names_it(text, gone, where, hint)
    for i, column, cell in zip(at, (features[0], target, features[-1]), NO_NUMBERS, strict=True):
        bad = [list(row) for row in rows]
        bad[i][columns.index(column)] = cell
        path = _written(student, scratch, columns, bad)
        where = f"TabularDataset(...) of a file with {cell!r} in row {i + 1}, column {column!r}"
        text = complaint("ValueError", student.TabularDataset, path, features, target, where=where, hint=hint)
        text = text.replace(path, "").replace(str(scratch), "")  # a folder's name may hold numbers
        names_it(text, column, where, hint)
        names_it(text, i + 1, where, hint="which row is the first one, and which number has it?")


def _written(student, scratch, columns, rows):
    lend(student, lay_out)(str(scratch / "tables"), {"table.csv": _csv(columns, rows)})
    return str(scratch / "tables" / "table.csv")


# ---- pictures ----


def picture(rng, mode, height, width):
    """A picture of noise in one of Pillow's modes, as the bytes of a PNG, and its grey values (height, width)."""
    grey, colours = _bytes(rng, height, width), _bytes(rng, height, width, 3)
    match mode:
        case "RGB":
            return _png(colours), colours @ LUMA
        case "RGBA":
            return _png(np.dstack([colours, _veil(rng, grey)])), colours @ LUMA
        case "LA":
            return _png(np.dstack([grey, _veil(rng, grey)])), grey.astype(float)
        case "1":
            return _png(Image.fromarray(grey // 128 * 255).convert("1")), grey // 128 * 255.0
        case "P":
            palette = _bytes(rng, 16, 3)
            image = Image.frombytes("P", (width, height), (grey // 16).tobytes())
            image.putpalette(palette.tobytes())
            return _png(image), palette[grey // 16] @ LUMA
    return _png(grey), grey.astype(float)


def _bytes(rng, *shape):
    return rng.integers(0, 256, size=shape).astype(np.uint8)


def _veil(rng, grey):
    """The same transparency everywhere."""
    return np.full_like(grey, rng.integers(110, 190))


def _png(pixels):
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def small(grey):
    """Grey values (H, W) from 0 to 255 as an image (1, 28, 28) from 0 to 1: the exact triangle filter."""
    height, width = grey.shape
    return torch.tensor(_triangles(height) @ grey @ _triangles(width).T / 255)[None]


def _triangles(n):
    """How much each of n pixels in a row counts for each of 28: (28, n), rows that add up to 1."""
    centres, reach = (np.arange(28)[:, None] + 0.5) * n / 28, max(n / 28, 1)
    weights = np.maximum(0, 1 - np.abs(np.arange(n) + 0.5 - centres) / reach)
    return weights / weights.sum(axis=1, keepdims=True)


def drawings(rng, modes, sizes):
    """Files of noise, bytes by name, one of each mode and size, each of another digit; and grey values by digit."""
    files, right = {}, {}
    for digit, (mode, size) in zip(rng.permutation(10).tolist(), itertools.product(modes, sizes), strict=False):
        height, width = (int(rng.integers(low, high)) for low, high in size)
        files[f"{digit}_{mode}.png"], right[digit] = picture(rng, mode, height, width)
    return files, right


def same_images(student, folder, right, where, hint, dark=False):
    """Passes when `DrawnDigits` of a folder gives these images, known by their labels; returns the labels."""
    dataset = student.DrawnDigits(folder, True) if dark else student.DrawnDigits(folder)
    has_length(dataset, len(right), where)
    labels = []
    for i in range(len(right)):
        image, label = parts(dataset[i], 2, where=f"{where}[{i}]")
        if digit_of(label) not in right:
            fail(f"one of the digits {sorted(right)}", label, where=f"label of {where}[{i}]")
        grey = right[digit_of(label)]
        place = f"image of {where}[{i}], a picture {grey.shape[1]} pixels wide and {grey.shape[0]} high,"
        is_tensor(image, (1, 28, 28), torch.float32, where=place, hint=hint)
        close(image, 1 - small(grey) if dark else small(grey), within=PIXELS, where=place, hint=hint)
        labels.append(label)
    return labels


def digit_of(label):
    """A label as an int, whatever its type; None for what is no number."""
    value = label.item() if isinstance(label, torch.Tensor) and label.numel() == 1 else label
    return int(value) if isinstance(value, int | float) and math.isfinite(value) else None


TINY, SAME, LARGE = ((9, 24), (9, 24)), ((28, 29), (28, 29)), ((60, 90), (95, 130))


@points(2)
def test_digit_images(student, rng, scratch):
    """`DrawnDigits` gives grey images (1, 28, 28) float32 in [0, 1], resized with antialias, inverted on request."""
    files, right = drawings(rng, ("L", "RGB"), (TINY, SAME, LARGE))
    folder = str(scratch / "images")
    lend(student, lay_out)(folder, files)
    hint = "how much do red, green and blue count, which filter resizes, and what range has the result?"
    for dark in (True, False):
        where = f"DrawnDigits(folder{', dark_on_light=True' if dark else ''})"
        for label in same_images(student, folder, right, where, hint, dark):
            is_tensor(label, (), torch.int64, where=f"label of {where}[i]", hint="what does a batch of labels need?")


@points(1)
def test_digit_files(student, rng, scratch):
    """`DrawnDigits` takes the PNG files of a folder in the order of their names, and says what is wrong with a name."""
    names = [f"{i}_{j}.png" for i, j in itertools.product((2, 7), (1, 9, 10, 23))]
    names += [f"{rng.integers(10)}_{word}.png" for word in ("by_ann", "by_bob", "old.2")]
    greys = {str(name): 20 * i for i, name in enumerate(rng.permutation(names))}
    files = {name: _png(np.full((28, 28), grey, np.uint8)) for name, grey in greys.items()}
    others = {
        "labels.csv": b"7",
        "3_notes.txt": b"a three",
        "8_png": b"",
        "5_a.jpg": b"",
        "older/4_a.png": files["2_1.png"],
    }
    lend(student, lay_out)(str(scratch / "files"), files | others)
    _in_order(student.DrawnDigits(str(scratch / "files")), greys, others)
    hint = "with what must a name begin, and which file shall the reader of the message look for?"
    for folder, bad in (("one", "four_1.png"), ("two", "7-a.png"), ("three", "12_a.png")):
        lend(student, lay_out)(str(scratch / folder), {"3_a.png": files["2_1.png"], bad: files["7_1.png"]})
        where = f"DrawnDigits(folder) of 3_a.png and {bad}"
        text = complaint("ValueError", student.DrawnDigits, str(scratch / folder), where=where, hint=hint)
        names_it(text, bad, where, hint)
    raises(
        "FileNotFoundError",
        student.DrawnDigits,
        str(scratch / "nowhere"),
        where="DrawnDigits of no folder",
        hint="does an empty dataset tell anybody that the folder is misspelt?",
    )


def _in_order(dataset, greys, others):
    """Passes when the pictures, each of one grey, come in the order of their names: their brightness tells."""
    where = "DrawnDigits(folder)"
    hint = f"in the folder: {', '.join(sorted({*greys, *others}))}. Which of these is sample 0, and which come next?"
    has_length(dataset, len(greys), where, hint)
    pictures = [parts(dataset[i], 2, where=f"{where}[{i}]") for i in range(len(greys))]
    close(
        [digit_of(label) for _, label in pictures],
        [int(name[0]) for name in sorted(greys)],
        within=0,
        where=f"labels of {where}",
        hint=hint,
    )
    means = [image.double().mean().item() for image, _ in pictures]
    wanted = [greys[name] for name in sorted(greys)]
    found = [sorted(wanted)[rank] for rank in np.argsort(np.argsort(means)).tolist()]
    close(found, wanted, within=0, where=f"images of {where}, from dark to light,", hint=hint)


# ---- statistics ----


def noisy(rng, channels):
    """Few images (N, C, H, W) float32, each with a brightness of its own, and their labels (N,)."""
    n, height, width = (int(rng.integers(low, low + 2)) for low in (3, 5, 8))
    images = rng.normal(size=(n, channels, height, width)) * rng.uniform(0.5, 2, size=(1, channels, 1, 1))
    images += rng.permutation(np.linspace(-2, 2, n * channels)).reshape(n, channels, 1, 1)
    return torch.tensor(images, dtype=torch.float32), torch.tensor(rng.integers(0, 10, size=n))


def exact(images):
    """Mean and population deviation (C,) of images (N, C, H, W), in double precision."""
    pixels = images.double().numpy()
    return torch.tensor(pixels.mean(axis=(0, 2, 3))), torch.tensor(pixels.std(axis=(0, 2, 3)))


@points(1)
def test_statistics(student, rng):
    """`statistics` gives mean and population deviation of each channel over all pixels of all images."""
    for channels in (1, 3):
        images, labels = noisy(rng, channels)
        where = f"statistics(dataset) of {len(images)} images {tuple(images.shape[1:])}"
        got = parts(student.statistics(pairs(student, images, labels)), 2, where=where)
        hint = "from which mean is a deviation taken, and by how many is the sum divided?"
        for value, wanted, what in zip(got, exact(images), ("mean", "deviation"), strict=True):
            is_tensor(value, (channels,), where=f"{what} of {where}", hint="how many channels are there?")
            # Measured over 300 draws in float32, in one pass: within 3e-7. A sample deviation is 0.0017 off or more.
            close(value, wanted, within=2e-5, where=f"{what} of {where}", hint=hint)


@points(1)
def test_normalized(student, rng):
    """`Normalized` gives (image - mean) / std for each channel, the label as it is, and leaves the dataset alone."""
    images, labels = noisy(rng, 3)
    dataset = pairs(student, images, labels)
    mean, std = exact(images)
    same_samples(student, dataset, images, labels, mean, std, "Normalized(dataset, mean, std)")
    for i, image in enumerate(images):
        got = parts(dataset[i], 2, where=f"dataset[{i}], after normalising")[0]
        close(
            got,
            image,
            within=0,
            where=f"image of dataset[{i}], after normalising",
            hint="which operations make a new tensor, and which change the old one?",
        )


def same_samples(student, dataset, images, labels, mean, std, where):
    """Passes when `Normalized` gives these images, normalised, with these labels, and gives them twice."""
    normalized = student.Normalized(dataset, stays_on_cpu(mean.float()), stays_on_cpu(std.float()))
    has_length(normalized, len(images), where)
    wanted = (images.double() - mean.float()[:, None, None]) / std.float()[:, None, None]
    hint = "which mean and which deviation belong to a channel, and what happens at the second look?"
    for i in [*range(len(images))] * 2:
        image, label = parts(normalized[i], 2, where=f"{where}[{i}]")
        is_tensor(image, images.shape[1:], torch.float32, where=f"image of {where}[{i}]")
        close(image, wanted[i], within=2e-5, where=f"image of {where}[{i}]", hint=hint)
        close(label, labels[i], within=0, where=f"label of {where}[{i}]")


# ---- splits and loaders ----


def cut(student, dataset, n_parts, where, *arguments):
    """The numbers in each part of a split of a numbered dataset, when the parts are subsets."""
    subsets = parts(student.split(dataset, *arguments), n_parts, where=where)
    for i, part in enumerate(subsets):
        if lend(student, is_subset)(part) is not True:
            fail("a torch.utils.data.Subset", part, where=f"part {i} of {where}")
    return [_numbers(lend(student, firsts)(part), f"part {i} of {where}") for i, part in enumerate(subsets)]


def _numbers(values, where):
    """A list of numbers; anything else that a loader or a part gives fails."""
    if not isinstance(values, list) or not all(isinstance(value, float) for value in values):
        fail("the samples of the dataset", values, where=where)
    return values


def sizes(n, fractions):
    """How many samples each part has."""
    found = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    return [found[0] + n - sum(found), *found[1:]]


def is_split(found, n, fractions, where):
    """Passes when parts of the right sizes hold every number once."""
    hint = "into which part does each sample go, and into how many?"
    close(
        [len(part) for part in found], sizes(n, fractions), within=0, where=f"sizes of the parts of {where}", hint=hint
    )
    everything = sorted(itertools.chain(*found))
    close(everything, [float(i) for i in range(n)], within=0, where=f"all samples of {where}, sorted", hint=hint)


@points(1)
def test_split(student, rng):
    """`split` cuts a dataset at random into disjoint parts that together are all of it; the seed decides how."""
    n, other_n, seed = 20 * int(rng.integers(2, 5)), 10 * int(rng.integers(5, 9)), int(rng.integers(1, 2**31))
    dataset, where = numbered(student, n), f"split(dataset) of {n} samples"
    first = cut(student, dataset, 3, where)
    is_split(first, n, (0.7, 0.15, 0.15), where)
    student.torch.manual_seed(seed)
    close(
        [sorted(part) for part in cut(student, dataset, 3, where, (0.7, 0.15, 0.15), 0)],
        [sorted(part) for part in first],
        within=0,
        where=f"{where}, made again with seed 0",
        hint="on what does the order depend?",
    )
    other = cut(student, dataset, 3, where, (0.7, 0.15, 0.15), seed)
    if [set(part) for part in other] == [set(part) for part in first]:
        fail("other parts from another seed", "the same", where=where, hint="what is the seed for?")
    fractions = [0.5, 0.2, 0.2, 0.1]
    where = f"split(dataset, {fractions}) of {other_n} samples"
    is_split(cut(student, numbered(student, other_n), 4, where, fractions), other_n, fractions, where)


@points(1)
def test_loaders(student, rng):
    """`loaders` shuffles the training samples anew in each epoch, keeps the order of the others, and drops none."""
    counts, start = [int(n) for n in rng.choice(np.arange(67, 94), size=3, replace=False)], 0
    for options in ({}, {"batch_size": int(rng.integers(9, 13)), "seed": int(rng.integers(1, 2**31))}):
        size = options.get("batch_size", 32)
        data = [numbered(student, n, start) for n in counts]
        where = f"loaders(train, val, test{''.join(f', {name}={value}' for name, value in options.items())})"
        epochs = three_epochs(student, data, options, where, busy=False)
        _shuffled(epochs, counts[0], size, f"train loader of {where}")
        again = three_epochs(student, data, {"seed": 0} | options, where, busy=True)
        close(
            again,
            epochs,
            within=0,
            where=f"three epochs of the train loader of {where}, made again",
            hint="who else draws from the generator that shuffles?",
        )
        other = three_epochs(student, data, options | {"seed": options.get("seed", 0) + 1}, where, busy=False)
        if other == epochs:
            fail("other orders from another seed", "the same", where=where, hint="what is the seed for?")


def three_epochs(student, data, options, where, busy):
    """Three epochs of the train loader, once the others are seen to keep order; `busy` uses them in between, too."""
    three = parts(student.loaders(*data, **options), 3, where=where)
    epochs, size = [], options.get("batch_size", 32)
    _epoch(student, student.torch.utils.data.DataLoader(data[0], batch_size=size), where)  # in order: to tell by
    for epoch in range(3):
        if busy:
            student.torch.manual_seed(epoch)
        epochs.append([_numbers(batch, f"train loader of {where}") for batch in _epoch(student, three[0], where)])
        for i, name in ((1, "val"), (2, "test")):
            if busy or epoch == 0:
                everything = lend(student, firsts)(data[i])
                wanted = [everything[k : k + size] for k in range(0, len(everything), size)]
                place = f"batches of the {name} loader of {where}"
                close(
                    _epoch(student, three[i], where),
                    wanted,
                    within=0,
                    where=place,
                    hint="which loader shuffles, and which batch is smaller?",
                )
    return epochs


def _epoch(student, loader, where):
    found = lend(student, batches)(loader)
    return found if isinstance(found, list) else fail("batches", found, where=where)


def _shuffled(epochs, n, size, where):
    """Passes when each epoch holds every number once, in whole batches, in an order of its own."""
    hint = "how many samples has the last batch, and in which order do they come in the second epoch?"
    for k, epoch in enumerate(epochs):
        wanted = [size] * (n // size) + [n % size] * (n % size > 0)
        close(
            [len(batch) for batch in epoch], wanted, within=0, where=f"sizes of the batches of the {where}", hint=hint
        )
        everything = sorted(itertools.chain(*epoch))
        close(
            everything,
            [float(i) for i in range(n)],
            within=0,
            where=f"samples in epoch {k} of the {where}, sorted",
            hint=hint,
        )
    met = [{frozenset(batch) for batch in epoch} for epoch in epochs]
    together = [{frozenset(range(k, min(k + size, n))) for k in range(0, n, size)}, *met]
    if any(one == other for one, other in itertools.combinations(together, 2)):
        fail(
            "other samples together in a batch in each epoch",
            [epoch[0][:6] for epoch in epochs],
            where=f"first samples of three epochs of the {where}",
            hint=hint,
        )
