"""Fashion-MNIST beside MNIST: found, checked, preferred."""

import dataclasses
import gzip
import hashlib

import numpy as np
import pytest
import torch
from torchvision.datasets import FashionMNIST

from assignments import datasets, mnist_files
from assignments.mnist_files import DataError, IdxFile

IMAGES, LABELS = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
SHAPES = ((6, 28, 28), (6,), (3, 28, 28), (3,))


def small(files, seed):
    """The bytes of small files by name, and what is to be known of files with these bytes."""
    random = np.random.default_rng(seed)
    contents, known = {}, []
    for file, shape in zip(files, SHAPES, strict=True):
        header = IdxFile("", shape, "").header
        content = header + random.integers(0, 10, shape, dtype=np.uint8).tobytes()
        md5 = hashlib.md5(content).hexdigest() if file.md5 else ""
        packed_md5 = hashlib.md5(gzip.compress(content, mtime=0)).hexdigest() if file.packed_md5 else ""
        known.append(dataclasses.replace(file, shape=shape, md5=md5, packed_md5=packed_md5))
        contents[file.name] = content
    return contents, tuple(known)


@pytest.fixture
def contents(monkeypatch):
    """The bytes of a small Fashion-MNIST; it and a small MNIST are taken for the originals."""
    for name, seed in (("FILES", 1), ("FASHION_FILES", 2)):
        made, known = small(getattr(mnist_files, name), seed)
        monkeypatch.setattr(mnist_files, name, known)
    return made


def put(root, contents, folder="FashionMNIST", packed=False):
    raw = root / folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = raw / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content, mtime=0) if packed else content)


@pytest.fixture
def root(tmp_path, contents):
    put(tmp_path, contents)
    return tmp_path


# ---- found and loaded ----


def test_the_published_sums_are_those_that_torchvision_knows():
    ours = [(f"{file.name}.gz", file.packed_md5) for file in mnist_files.FASHION_FILES]
    assert ours == FashionMNIST.resources


def test_clothes_are_fashion_mnist_where_it_lies(root, contents):
    found = datasets.clothes(root)
    assert found.source == "Fashion-MNIST"
    assert found.test_labels.tolist() == list(contents[LABELS][8:])
    pixels = np.frombuffer(contents[IMAGES][16:], np.uint8).reshape(3, 1, 28, 28)
    assert torch.equal(found.test_images, torch.from_numpy(pixels / np.float32(255)))


def test_clothes_are_mnist_where_there_is_no_file_of_fashion_mnist(tmp_path, contents):
    put(tmp_path, small(mnist_files.FILES, 1)[0], folder="MNIST")
    assert datasets.clothes(tmp_path).source == "MNIST"


def test_clothes_are_the_standin_where_there_is_neither(tmp_path):
    assert datasets.clothes(tmp_path).source == "digits stand-in"


def test_fashion_mnist_is_no_digits_of_an_official_run(root):
    assert datasets.images(root).source == "digits stand-in"
    assert not datasets.images(root).official
    assert datasets.clothes(root).official


def test_digits_are_no_clothes_that_were_asked_for(tmp_path, contents):
    put(tmp_path, small(mnist_files.FILES, 1)[0], folder="MNIST")
    assert datasets.images(tmp_path).official
    assert not datasets.clothes(tmp_path).official


def test_ten_kinds_of_clothes_have_names():
    assert len(set(datasets.CLOTHES)) == 10


@pytest.mark.parametrize("missing", SHAPES, ids=["train images", "train labels", "test images", "test labels"])
def test_half_a_fashion_mnist_is_an_error_that_nothing_hides(root, missing):
    name = mnist_files.FASHION_FILES[SHAPES.index(missing)].name
    (root / "FashionMNIST" / "raw" / name).unlink()
    with pytest.raises(DataError, match=f"{name} is missing.*FashionMNIST"):
        datasets.clothes(root)


def test_packed_files_are_read_and_held_against_their_published_sums(tmp_path, contents):
    put(tmp_path, contents, packed=True)
    assert datasets.clothes(tmp_path).train_labels.tolist() == list(contents["train-labels-idx1-ubyte"][8:])


def test_a_packed_file_with_another_byte_is_damaged(tmp_path, contents):
    put(tmp_path, contents, packed=True)
    put(tmp_path, {LABELS: contents[LABELS][:-1] + bytes([contents[LABELS][-1] ^ 1])}, packed=True)
    with pytest.raises(DataError, match=f"{LABELS}.gz is damaged .*MD5"):
        datasets.clothes(tmp_path)


def test_a_packed_file_that_was_cut_off_cannot_be_read(tmp_path, contents):
    put(tmp_path, contents, packed=True)
    path = tmp_path / "FashionMNIST" / "raw" / f"{IMAGES}.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match="cannot be read"):
        datasets.clothes(tmp_path)


damages = {
    "magic number": lambda content: b"\x00\x00\x0d" + content[3:],
    "announce the shape": lambda content: content[:7] + b"\x09" + content[8:],
    "bytes, not": lambda content: content[:-1],
}


@pytest.mark.parametrize("reason", damages)
def test_damage_of_a_plain_file_is_named(root, contents, reason):
    put(root, {IMAGES: damages[reason](contents[IMAGES])})
    with pytest.raises(DataError, match=f"{IMAGES} is damaged .*{reason}.*FashionMNIST"):
        datasets.clothes(root)


def test_the_files_of_both_sets_are_listed(root):
    put(root, small(mnist_files.FILES, 1)[0], folder="MNIST")
    found = mnist_files.files(root)
    assert len(found) == 8
    assert f"FashionMNIST/raw/{LABELS}" in found
    assert f"MNIST/raw/{LABELS}" in found
    assert all(path.is_file() for path in found.values())


def test_only_what_is_there_is_listed(tmp_path):
    assert mnist_files.files(tmp_path) == {}
