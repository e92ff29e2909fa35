"""Fetching MNIST and Fashion-MNIST: file by file, so that nothing half succeeds and what is whole is kept."""

import dataclasses
import hashlib
import socket
import threading
import time
import urllib.error
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from torchvision import datasets as theirs
from torchvision.datasets import utils

from assignments import datasets, fetching, mnist_files
from assignments.mnist_files import DataError, IdxFile
from tests.conftest import COURSE
from torchgrade.commands.main import main

FIRST, IMAGES, LABELS = "train-images-idx3-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
SHAPES = ((6, 28, 28), (6,), (3, 28, 28), (3,))
SETS = {"MNIST": "FILES", "Fashion-MNIST": "FASHION_FILES"}


def folder(name):
    """Of a data set, below the data root."""
    return getattr(mnist_files, SETS[name])[0].folder


@pytest.fixture
def contents(monkeypatch):
    """The bytes of two small sets, by their folder and the name of the file; they are taken for the originals."""
    made = {}
    for seed, variable in enumerate(SETS.values()):
        random, known = np.random.default_rng(seed), []
        for file, shape in zip(getattr(mnist_files, variable), SHAPES, strict=True):
            content = IdxFile("", shape, "").header + random.integers(0, 10, shape, dtype=np.uint8).tobytes()
            made[file.folder, file.name] = content
            md5 = hashlib.md5(content).hexdigest() if file.md5 else ""
            known.append(dataclasses.replace(file, shape=shape, md5=md5))
        monkeypatch.setattr(mnist_files, variable, tuple(known))
    return made


def put(root, contents):
    for (place, name), content in contents.items():
        raw = root / place / "raw"
        raw.mkdir(parents=True, exist_ok=True)
        (raw / name).write_bytes(content)


@pytest.fixture
def server(monkeypatch, contents):
    """Stands in for the network: torchvision's download writes the asked-for file, or raises what it is told to."""
    held = {"contents": dict(contents), "errors": {}, "asked": []}

    def fetch(url, download_root, filename, md5):
        place, name = Path(download_root).parent.name, filename.removesuffix(".gz")
        held["asked"].append((place, name))
        if (place, name) in held["errors"]:
            raise held["errors"][place, name]
        Path(download_root).mkdir(parents=True, exist_ok=True)
        (Path(download_root) / name).write_bytes(held["contents"][place, name])

    monkeypatch.setattr(utils, "download_and_extract_archive", fetch)
    monkeypatch.setattr(fetching, "_reachable", lambda urls: True)
    return held


def download(name, root):
    return fetching.download(root, name, getattr(mnist_files, SETS[name]))


def leftovers(root):
    """What lies under the root: (folder of the set, file)."""
    return {(path.parent.parent.name, path.name) for path in root.rglob("*") if path.is_file()}


def of(name, contents):
    """The keys of one set."""
    return {key for key in contents if key[0] == folder(name)}


both = pytest.mark.parametrize("name", SETS)


@both
def test_what_is_fetched_is_in_place_and_nothing_else(name, server, tmp_path, contents):
    assert download(name, tmp_path)
    assert datasets.clothes(tmp_path).source == name
    assert leftovers(tmp_path) == of(name, contents)


@both
def test_what_is_there_is_not_fetched(name, server, tmp_path, contents):
    put(tmp_path, contents)
    assert not download(name, tmp_path)
    assert server["asked"] == []


@both
def test_only_the_damaged_file_is_fetched_again(name, server, tmp_path, contents):
    key = folder(name), LABELS
    put(tmp_path, contents | {key: contents[key][:-1]})
    assert download(name, tmp_path)
    assert server["asked"] == [key]
    assert datasets.clothes(tmp_path).test_labels.tolist() == list(contents["FashionMNIST", LABELS][8:])


@both
def test_a_download_that_breaks_off_keeps_what_is_whole_and_goes_on_there(name, server, tmp_path):
    server["errors"][folder(name), IMAGES] = urllib.error.URLError("connection reset")
    with pytest.raises(DataError, match=rf"connection reset.*copy {FIRST}.* into .*{folder(name)}"):
        download(name, tmp_path)
    assert len(leftovers(tmp_path)) == 2
    server["errors"].clear()
    server["asked"].clear()
    assert download(name, tmp_path)
    assert [file for _, file in server["asked"]] == [IMAGES, LABELS]


@both
def test_a_half_file_is_never_taken_for_whole(name, server, tmp_path):
    key = folder(name), LABELS
    server["contents"][key] = server["contents"][key][:-1]
    with pytest.raises(DataError, match=f"{LABELS} is damaged"):
        download(name, tmp_path)
    assert key not in leftovers(tmp_path)


@both
def test_an_interrupted_download_leaves_no_file(name, server, tmp_path):
    server["errors"][folder(name), FIRST] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        download(name, tmp_path)
    assert leftovers(tmp_path) == set()
    assert list(tmp_path.glob(".download-*")) == []


def test_a_folder_left_by_a_killed_download_is_not_taken_for_data(tmp_path, contents):
    put(tmp_path / ".download-killed", contents)
    assert datasets.clothes(tmp_path).source == "digits stand-in"


@both
def test_the_next_mirror_is_asked_when_one_fails(name, server, tmp_path, monkeypatch, contents):
    monkeypatch.setattr(getattr(theirs, folder(name)), "mirrors", ["http://bad/", "http://good/"])
    fetch = utils.download_and_extract_archive

    def fail_at_bad(url, *arguments, **options):
        if url.startswith("http://bad/"):
            raise urllib.error.URLError("no such host")
        fetch(url, *arguments, **options)

    monkeypatch.setattr(utils, "download_and_extract_archive", fail_at_bad)
    assert download(name, tmp_path)
    assert leftovers(tmp_path) == of(name, contents)


@both
def test_without_an_answer_torchvision_is_not_even_asked(name, server, tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "_reachable", lambda urls: False)
    with pytest.raises(DataError, match=f"no server that offers {name}"):
        download(name, tmp_path)
    assert server["asked"] == []
    assert list(tmp_path.iterdir()) == []


def test_servers_that_keep_silent_are_given_up_in_time(monkeypatch):
    silent = threading.Event()
    monkeypatch.setattr(fetching, "_answers", lambda url, seconds: silent.wait(60))
    start = time.monotonic()
    reachable = fetching._reachable(["one", "two"], seconds=0.05)
    silent.set()
    assert not reachable
    assert time.monotonic() - start < 30


def test_one_answering_server_is_enough(monkeypatch):
    monkeypatch.setattr(fetching, "_answers", lambda url, seconds: url == "good")
    assert fetching._reachable(["bad", "good"])


def test_no_answering_server_is_not_reachable(monkeypatch):
    monkeypatch.setattr(fetching, "_answers", lambda url, seconds: False)
    assert not fetching._reachable(["bad", "worse"])


def test_a_port_that_nobody_listens_on_does_not_answer():
    # Port 0 is never open, so this needs no network.
    assert not fetching._answers("http://127.0.0.1:0/", seconds=1)


def test_the_socket_timeout_is_put_back(server, tmp_path):
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(77)
    try:
        download("MNIST", tmp_path)
        assert socket.getdefaulttimeout() == 77
    finally:
        socket.setdefaulttimeout(before)


def test_a_root_that_cannot_be_written_says_so(server, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match=r"cannot be written.*--data"):
        download("MNIST", tmp_path / "file")


# ---- the program ----


def fetched(root):
    """What `torchgrade data` says in this course."""
    return CliRunner().invoke(main, ["--course", str(COURSE.root), "data", "--data", str(root)])


def test_the_program_says_in_a_line_each_that_both_are_there(tmp_path, contents):
    put(tmp_path, contents)
    done = fetched(tmp_path)
    assert (done.exit_code, done.output.count("\n")) == (0, 2)
    first, second = done.output.splitlines()
    assert first == f"MNIST is already in {tmp_path / 'MNIST' / 'raw'}, whole and checked."
    assert second == f"Fashion-MNIST is already in {tmp_path / 'FashionMNIST' / 'raw'}, whole and checked."


def test_the_program_fetches_both(server, tmp_path, contents):
    done = fetched(tmp_path)
    assert (done.exit_code, done.output.count("is now in")) == (0, 2)
    assert leftovers(tmp_path) == set(contents)


@pytest.mark.parametrize(("lost", "other"), [("MNIST", "Fashion-MNIST"), ("Fashion-MNIST", "MNIST")])
def test_a_set_that_cannot_be_had_does_not_keep_the_other_away(lost, other, server, tmp_path, contents):
    server["errors"][folder(lost), FIRST] = RuntimeError("first\nsecond")
    done = fetched(tmp_path)
    assert (done.exit_code, done.output.count("\n")) == (2, 2)
    assert f"{lost} could not be downloaded (first second" in done.output
    assert f"copy {FIRST}" in done.output
    assert f"{other} is now in {tmp_path / folder(other)}" in done.output
    assert leftovers(tmp_path) == of(other, contents)
