"""Archives are data: what is in them is read within limits, or named with the reason."""

import io
import tarfile

import pytest

from tests.intake.making import tarred, zipped
from torchgrade.intake.archives import Limits, shown, unpack


@pytest.fixture
def take(tmp_path):
    """`take(data, **limits)`: what comes out of an archive of these bytes: {path: content}, sentences, other files."""

    def read(data: bytes, **limits):
        (tmp_path / "file").write_bytes(data)
        (tmp_path / "out").mkdir()
        contents = unpack(tmp_path / "file", "hw.zip", tmp_path / "out", lambda n: n.endswith("py"), Limits(**limits))
        assert sorted(path.parent for path in contents.files.values()) == [tmp_path / "out"] * len(contents.files)
        found = {"/".join(parts): path.read_bytes().decode() for parts, path in contents.files.items()}
        return found, contents.notes, ["/".join(parts) for parts in contents.others]

    return read


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_is_read_however_it_is_compressed(take, mode):
    assert take(tarred({"a/x.py": "1", "b.txt": "2"}, mode)) == ({"a/x.py": "1"}, [], ["a/b.txt".removeprefix("a/")])


def test_a_zip_with_the_separators_of_windows_is_read(take):
    assert take(zipped({"a\\x.py": "1"}))[0] == {"a/x.py": "1"}


@pytest.mark.parametrize("name", ["../x.py", "/x.py", "a/../../x.py", "C:/x.py", "\\x.py", "..\\x.py"])
def test_nothing_outside_is_written(take, name):
    files, notes, _ = take(zipped({name: "1", "ok.py": "2"}))
    assert files == {"ok.py": "2"}
    assert notes[0].endswith("points outside hw.zip and was not read")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (tarfile.SYMTYPE, "x.py in hw.zip is a link and was not followed"),
        (tarfile.LNKTYPE, "x.py in hw.zip is a link and was not followed"),
        (tarfile.FIFOTYPE, "x.py in hw.zip is no plain file and was not read"),
        (tarfile.CHRTYPE, "x.py in hw.zip is no plain file and was not read"),
    ],
)
def test_links_and_devices_are_named_and_not_followed(take, kind, sentence):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        info = tarfile.TarInfo("x.py")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert take(data.getvalue())[:2] == ({}, [sentence])


def test_a_member_that_is_too_large_is_left_out_and_the_others_are_read(take):
    files, notes, _ = take(zipped({"bomb.py": b"\0" * 3_000_000, "x.py": "1"}), member=2**20)
    assert (files, notes) == ({"x.py": "1"}, ["bomb.py in hw.zip has more than 1 MiB and was not unpacked"])


def test_a_declared_size_is_not_believed(take):
    data = zipped({"bomb.py": b"\0" * 3_000_000})
    lie = (3_000_000).to_bytes(4, "little")
    files, (note,), _ = take(data.replace(lie, (10).to_bytes(4, "little")), member=2**20)
    assert files == {}
    assert "bomb.py in hw.zip" in note


@pytest.mark.parametrize("limits", [{"total": 5_000_000}, {"ratio": 50, "free": 1_000_000}])
def test_an_archive_that_grows_too_large_is_not_read_on(take, limits):
    files, notes, _ = take(zipped({f"{i}.py": b"\0" * 2_000_000 for i in range(9)}), **limits)
    assert len(files) < 9
    assert "hw.zip unpacks to more than" in notes[0]


def test_a_tar_that_goes_on_and_on_in_what_is_skipped_is_not_read_on(take):
    _, (note,), _ = take(tarred({"huge.bin": b"\0" * 9_000_000, "x.py": "1"}), stream=4_000_000)
    assert note == "hw.zip unpacks to more than 4 MiB"


def test_a_tar_whose_name_fills_the_memory_is_refused(take):
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 2**30
    _, (note,), _ = take(info.tobuf() + b"x" * 5000)
    assert "or has no end" in note


def test_too_many_members_are_not_read(take):
    files, (note,), _ = take(zipped({f"{i}.py": "" for i in range(30)}), count=10)
    assert (len(files), note) == (10, "hw.zip holds more than 10 files; the 10 files before that were read")


def test_what_stands_before_a_fault_is_read(take):
    files, (*_, note), _ = take(tarred({"x.py": "1", "y.py": "2" * 50_000}, "w")[:9000])
    assert files == {"x.py": "1"}
    assert "hw.zip is broken" in note or "y.py in hw.zip is broken" in note


def test_of_two_members_with_one_name_the_last_counts(take):
    data = zipped({"x.py": "1", "y.py": "2"}).replace(b"y.py", b"x.py")
    assert take(data)[:2] == ({"x.py": "2"}, ["x.py is twice in hw.zip: the last one counts"])


def test_a_zip_that_macos_wrote_keeps_its_names(take):
    data = zipped({"grXsse.py": "1"}).replace(b"grXsse", "gröse".encode())
    assert take(data)[0] == {"gröse.py": "1"}


def test_notes_are_no_flood(take):
    assert len(take(zipped({f"../{i}.py": "1" for i in range(500)}))[1]) == 20


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"PK\x03\x04", b"\x1f\x8b\0", b"x" * 600]
)
def test_what_is_no_archive_says_so_in_one_sentence(take, data):
    files, notes, _ = take(data)
    assert files == {}
    assert len(notes) == 1 and notes[0].startswith("hw.zip is ")


@pytest.mark.parametrize("name", ["a\nb", "\u202etxt.py", "\x1b[31m", "a\ud800", "\udcff", "e\u0301"])
def test_a_name_is_fit_to_be_shown(name):
    assert shown(name).isprintable()
    assert shown(name).encode().decode() == shown(name)
