"""The data students import: shapes and values, damage that is seen."""

import dataclasses
import gzip
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.datasets import MNIST

from assignments import datasets, mnist_files
from assignments.mnist_files import DataError, IdxFile
from tests.conftest import COURSE

REAL = os.environ.get("TORCHGRADE_DATA")
real_data = pytest.mark.skipif(not REAL, reason="needs MNIST under TORCHGRADE_DATA")


# ---- a line, gates, spiral arms ----


def test_line_has_n_float32_points_from_0_to_5():
    x, y = datasets.line(n=7)
    assert (x.shape, y.shape, x.dtype, y.dtype) == ((7,), (7,), torch.float32, torch.float32)
    assert (x[0], x[-1]) == (0, 5)


def test_line_without_noise_is_the_line():
    x, y = datasets.line(slope=-3, intercept=4, noise=0)
    assert torch.equal(y, -3 * x + 4)


def test_line_repeats_with_its_seed():
    assert torch.equal(datasets.line(seed=3)[1], datasets.line(seed=3)[1])


def test_line_differs_between_seeds():
    assert not torch.equal(datasets.line(seed=3)[1], datasets.line(seed=4)[1])


def test_line_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    datasets.line()
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("name", ["and", "or", "nand", "xor"])
def test_gate_agrees_with_python(name):
    known = {
        "and": lambda a, b: a and b,
        "or": lambda a, b: a or b,
        "nand": lambda a, b: not (a and b),
        "xor": lambda a, b: a != b,
    }
    X, y = datasets.gate(name)
    assert [bool(bit) for bit in y] == [bool(known[name](bool(a), bool(b))) for a, b in X]


def test_gate_comes_as_float32_columns():
    X, y = datasets.gate("and")
    assert (X.shape, y.shape, X.dtype, y.dtype) == ((4, 2), (4, 1), torch.float32, torch.float32)


def test_unknown_gate_is_refused_with_the_known_names():
    with pytest.raises(ValueError, match=r"nor.*and, or, nand, xor"):
        datasets.gate("nor")


@pytest.mark.parametrize("outputs", [(0, 1, 1), (0, 1, 1, 0, 1), (0, 1, 2, 0)])
def test_truth_table_refuses_what_is_not_four_bits(outputs):
    with pytest.raises(ValueError, match="four outputs"):
        datasets.truth_table(outputs)


def test_spiral_arms_have_columns_of_points_in_numpy_types():
    X, y = datasets.spiral_arms(n_per_arm=5, n_arms=4)
    assert (X.shape, y.shape, X.dtype, y.dtype) == ((2, 20), (20,), np.float64, np.int64)


def test_spiral_arms_grow_from_radius_0_2_to_1():
    X, _ = datasets.spiral_arms()
    radii = np.hypot(*X).reshape(3, 150)
    # Rounding in sine and cosine is 1e-16; a wrong radius is off by 0.005 or more.
    assert np.allclose(radii, np.linspace(0.2, 1, 150), atol=1e-12)


def test_spiral_arm_k_turns_from_4k_to_4k_plus_4():
    X, y = datasets.spiral_arms(n_per_arm=9, noise=0)
    r = np.linspace(0.2, 1, 9)
    for k in range(3):
        t = np.linspace(4 * k, 4 * k + 4, 9)
        assert np.allclose(X[:, y == k], [r * np.cos(t), r * np.sin(t)], atol=1e-12)


def test_spiral_split_has_the_sizes_of_the_handout():
    parts = datasets.spiral_split(*datasets.spiral_arms())
    assert [part.shape for part in parts] == [(2, 316), (316,), (2, 67), (67,), (2, 67), (67,)]


def test_spiral_split_keeps_every_point_with_its_label():
    X, y = datasets.spiral_arms()
    parts = datasets.spiral_split(X, y)
    split = np.vstack([np.hstack(parts[0::2]), np.hstack(parts[1::2])])
    assert sorted(split.T.tolist()) == sorted(np.vstack([X, y]).T.tolist())


def test_spiral_split_repeats_with_its_seed():
    X, y = datasets.spiral_arms()
    assert np.array_equal(datasets.spiral_split(X, y, 5)[0], datasets.spiral_split(X, y, 5)[0])


# ---- where data lies ----


def test_data_root_is_the_flag_first(monkeypatch):
    monkeypatch.setenv("TORCHGRADE_DATA", "elsewhere")
    assert datasets.data_root("here") == Path("here")


def test_data_root_is_the_variable_without_a_flag(monkeypatch):
    monkeypatch.setenv("TORCHGRADE_DATA", "elsewhere")
    assert datasets.data_root() == Path("elsewhere")


def test_data_root_is_the_folder_of_the_project_at_last(monkeypatch):
    monkeypatch.delenv("TORCHGRADE_DATA", raising=False)
    assert datasets.data_root() == COURSE.root / "data"


# ---- the stand-in ----


@pytest.fixture(scope="module")
def standin():
    return datasets.standin()


def test_standin_is_split_1297_to_500(standin):
    assert standin.train_images.shape == (1297, 1, 28, 28)
    assert standin.test_images.shape == (500, 1, 28, 28)


def test_standin_has_one_int64_label_per_image(standin):
    assert standin.train_labels.shape == (1297,)
    assert standin.test_labels.shape == (500,)
    assert standin.test_labels.dtype == torch.int64


def test_standin_lies_between_0_and_1(standin):
    assert (standin.train_images.min(), standin.train_images.max()) == (0, 1)


def test_standin_has_an_empty_border_of_four_pixels(standin):
    inside = standin.train_images[:, :, 4:24, 4:24].sum(dtype=torch.float64)
    assert standin.train_images.sum(dtype=torch.float64) == pytest.approx(inside.item(), rel=1e-9)


def test_standin_is_the_same_each_time(standin):
    assert torch.equal(standin.test_labels, datasets.standin().test_labels)


def test_standin_is_not_official(standin):
    assert not standin.official


def test_train_set_gives_pairs_up_to_its_limit(standin):
    pairs = datasets.train_set(standin, limit=3)
    assert len(pairs) == 3
    assert torch.equal(pairs[2][0], standin.train_images[2])


# ---- a tiny MNIST: six and three images of 28x28 in files of the true form ----


def idx_bytes(array):
    return IdxFile("", array.shape, "").header + array.tobytes()


def tiny_contents():
    random = np.random.default_rng(0)
    shapes = [(6, 28, 28), (6,), (3, 28, 28), (3,)]
    arrays = [random.integers(0, 10, shape, dtype=np.uint8) for shape in shapes]
    return {file.name: idx_bytes(array) for file, array in zip(mnist_files.FILES, arrays, strict=True)}


def put(root, contents):
    folder = root / "MNIST" / "raw"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)


@pytest.fixture
def contents(monkeypatch):
    """The bytes of the tiny files by name; `datasets` takes these for the originals."""
    contents = tiny_contents()
    counts = {"train": 6, "t10k": 3}
    files = [
        dataclasses.replace(
            file,
            shape=(counts[file.name.split("-")[0]], *file.shape[1:]),
            md5=hashlib.md5(contents[file.name]).hexdigest(),
        )
        for file in mnist_files.FILES
    ]
    monkeypatch.setattr(mnist_files, "FILES", tuple(files))
    return contents


@pytest.fixture
def root(tmp_path, contents):
    """A data root with the tiny MNIST in it."""
    put(tmp_path, contents)
    return tmp_path


IMAGES, LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"


def test_mnist_is_read_from_its_raw_files(root, contents):
    images = datasets.mnist(root)
    pixels = np.frombuffer(contents[IMAGES][16:], np.uint8).reshape(3, 1, 28, 28)
    assert torch.equal(images.test_images, torch.from_numpy(pixels / np.float32(255)))


def test_mnist_labels_are_int64(root, contents):
    labels = datasets.mnist(root).test_labels
    assert labels.dtype == torch.int64
    assert labels.tolist() == list(contents[LABELS][8:])


def test_mnist_is_read_from_gz_files(tmp_path, contents):
    put(tmp_path, {f"{name}.gz": gzip.compress(content) for name, content in contents.items()})
    assert datasets.mnist(tmp_path).train_labels.tolist() == list(contents["train-labels-idx1-ubyte"][8:])


def test_mnist_in_a_root_is_official(root):
    assert datasets.images(root).official


def test_images_fall_back_to_the_standin_where_no_file_is(tmp_path):
    assert datasets.images(tmp_path).source == "digits stand-in"


def test_images_do_not_hide_an_incomplete_mnist_behind_the_standin(root):
    (root / "MNIST" / "raw" / LABELS).unlink()
    with pytest.raises(DataError, match=f"{LABELS} is missing.*make data"):
        datasets.images(root)


damages = {
    "magic number": lambda content: b"\x00\x00\x0d" + content[3:],
    "announce the shape": lambda content: content[:7] + b"\x09" + content[8:],
    "bytes, not": lambda content: content[:-1],
    "MD5": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
}


@pytest.mark.parametrize("reason", damages)
def test_damage_is_named_with_what_to_do(root, contents, reason):
    put(root, {IMAGES: damages[reason](contents[IMAGES])})
    with pytest.raises(DataError, match=f"{IMAGES} is damaged .*{reason}.*make data"):
        datasets.mnist(root)


def test_an_empty_file_is_damaged(root):
    put(root, {LABELS: b""})
    with pytest.raises(DataError, match="is damaged"):
        datasets.mnist(root)


def test_a_cut_gz_file_is_reported_as_unreadable(tmp_path, contents):
    put(tmp_path, {f"{name}.gz": gzip.compress(content)[:-9] for name, content in contents.items()})
    with pytest.raises(DataError, match=r"cannot be read .*make data"):
        datasets.mnist(tmp_path)


def test_importing_the_data_does_not_import_heavy_libraries():
    code = "import sys, assignments.datasets; print('sklearn' in sys.modules, 'torchvision' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=COURSE.root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# ---- the real files ----


@pytest.fixture(scope="module")
def real():
    return datasets.mnist(REAL)


@real_data
def test_real_mnist_has_60000_and_10000_images(real):
    assert real.train_images.shape == (60_000, 1, 28, 28)
    assert real.test_images.shape == (10_000, 1, 28, 28)


@real_data
def test_real_mnist_equals_what_torchvision_reads(real):
    theirs = MNIST(REAL, train=False)
    assert torch.equal(real.test_images.squeeze(1), theirs.data / 255)
    assert torch.equal(real.test_labels, theirs.targets)


@real_data
def test_real_mnist_has_the_published_mean_and_deviation(real):
    # Published to four digits: 0.1307 and 0.3081.
    assert real.train_images.mean().item() == pytest.approx(0.1307, abs=1e-4)
    assert real.train_images.std().item() == pytest.approx(0.3081, abs=1e-4)


@real_data
def test_real_mnist_loads_within_seconds():
    start = time.monotonic()
    datasets.mnist(REAL)
    # Measured 0.1 to 0.6 s; the pipeline that this replaces takes 3 s each epoch.
    assert time.monotonic() - start < 3
