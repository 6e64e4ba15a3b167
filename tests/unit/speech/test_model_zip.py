"""Zip files of models: good ones, damaged ones and evil ones."""

import io
import random
import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.errors import DamagedModelError, ModelError
from ivr.speech.model_zip import unpack_zip
from tests.model_server import zip_of

MODEL = {"vosk-model-x/am/final.mdl": random.Random(1).randbytes(5000), "vosk-model-x/conf/model.conf": b"--beam=10"}


def unpacked(tmp_path: Path, data: bytes) -> dict[str, bytes]:
    """The files that unpacking this zip file gives, by path."""
    archive, target = tmp_path / "model.zip", tmp_path / "here" / "model"
    archive.write_bytes(data)
    target.parent.mkdir(exist_ok=True)
    size = unpack_zip(archive, target)
    files = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert size == sum(map(len, files.values()))
    return files


def with_entry(name: str, content: bytes = b"x", mode: int = 0) -> bytes:
    """A model's zip file that has one more entry."""
    buffer = io.BytesIO(zip_of(MODEL))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, content)
    return buffer.getvalue()


def test_the_folder_in_the_archive_is_left_out(tmp_path: Path) -> None:
    """The model's own directory takes its place."""
    assert unpacked(tmp_path, zip_of(MODEL)) == {
        "am/final.mdl": MODEL["vosk-model-x/am/final.mdl"],
        "conf/model.conf": b"--beam=10",
    }


def test_an_archive_without_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    """Some people pack the files themselves."""
    assert unpacked(tmp_path, zip_of({"final.mdl": b"m", "conf/模型.conf": b"c"})) == {
        "final.mdl": b"m",
        "conf/模型.conf": b"c",
    }


def test_what_a_mac_adds_is_left_out(tmp_path: Path) -> None:
    """It is no part of the model."""
    assert "am/final.mdl" in unpacked(tmp_path, with_entry("__MACOSX/vosk-model-x/._am"))


@pytest.mark.parametrize(
    "name",
    ["../out", "vosk-model-x/../../out", "/out", "vosk-model-x/..\\..\\out", "c:/out", "vosk-model-x/../../../out"],
)
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    """Before anything is written."""
    with pytest.raises(DamagedModelError, match="leads elsewhere"):
        unpacked(tmp_path, with_entry(name))
    assert {path.name for path in tmp_path.rglob("*")} == {"model.zip", "here"}


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_a_link_or_device_is_refused(tmp_path: Path, mode: int) -> None:
    """A model has files and folders only."""
    with pytest.raises(DamagedModelError, match="a link or a device"):
        unpacked(tmp_path, with_entry("vosk-model-x/passwd", b"/etc/passwd", mode))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    """A hundred megabytes of nothing in a hundred kilobytes; nothing is written."""
    with pytest.raises(DamagedModelError, match="far more than a model has"):
        unpacked(tmp_path, zip_of({"vosk-model-x/am/final.mdl": bytes(100_000_000)}))
    assert not (tmp_path / "here" / "model").exists()


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """Another kind of bomb: many entries that point at the same data."""
    data = zip_of({"a/final.mdl": random.Random(2).randbytes(50_000)})
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a/final.mdl", f"a/final.m{n:02}".encode()) for n in range(40))
    fields = struct.unpack("<4s4H2LH", data[end : end + 22])
    tail = struct.pack("<4s4H2LH", fields[0], 0, 0, 40, 40, len(entries), start, 0)

    with pytest.raises(DamagedModelError, match="claims to hold more than it does"):
        unpacked(tmp_path, data[:start] + entries + tail)


def test_an_entry_longer_than_it_says_is_cut_and_refused(tmp_path: Path) -> None:
    """The size that is declared is small, the data is not: no more than declared is written."""
    content = random.Random(3).randbytes(50_000)
    data = zip_of({"a/final.mdl": content}).replace(struct.pack("<L", len(content)), struct.pack("<L", 1000))

    with pytest.raises(DamagedModelError):
        unpacked(tmp_path, data)
    assert (tmp_path / "here" / "model" / "final.mdl").stat().st_size <= 1000


@pytest.mark.parametrize("data", [b"", b"hello", b"<html>Please log in</html>", zip_of({}), zip_of(MODEL)[:-30]])
def test_what_is_no_zip_file_is_told(tmp_path: Path, data: bytes) -> None:
    """Empty, a page, cut."""
    with pytest.raises(DamagedModelError):
        unpacked(tmp_path, data)


@settings(max_examples=100, deadline=None)
@given(damages=st.lists(st.tuples(st.integers(1, 5450), st.sampled_from([0, 1, 46, 47, 255])), min_size=1, max_size=4))
@example(damages=[(189, 0), (190, 0)])
def test_any_damage_is_told_or_does_no_harm(
    tmp_path_factory: pytest.TempPathFactory, damages: list[tuple[int, int]]
) -> None:
    """Bytes changed anywhere, counted from the end, where the directory is: refused, or the files are as they were."""
    data = bytearray(zip_of(MODEL))
    for place, value in damages:
        data[-(place % len(data))] = value
    folder = tmp_path_factory.mktemp("damage")
    try:
        files = unpacked(folder, bytes(data))
    except DamagedModelError:
        return
    assert set(files.values()) <= {*MODEL.values()}


@pytest.mark.parametrize("name", ["/", ".", "./."])
def test_an_entry_without_a_name_is_refused(tmp_path: Path, name: str) -> None:
    """There is no file to write it to."""
    with pytest.raises(DamagedModelError):
        unpacked(tmp_path, with_entry(name))


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    """Nobody asked for a password."""
    data = bytearray(zip_of({"a/final.mdl": b"m"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(DamagedModelError, match="encrypted"):
        unpacked(tmp_path, bytes(data))


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    """Which of the two would it be?"""
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = with_entry("vosk-model-x/am/final.mdl")
    with pytest.raises(DamagedModelError, match="some twice"):
        unpacked(tmp_path, data)


def test_a_file_that_is_a_folder_too_is_refused(tmp_path: Path) -> None:
    """One of them would be lost."""
    with pytest.raises(DamagedModelError, match="one name twice"):
        unpacked(tmp_path, with_entry("vosk-model-x/am"))


def test_room_is_looked_for_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written when it will not fit."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": 100})())

    with pytest.raises(ModelError, match=r"needs 5009 bytes, and 100 are free\. Make room"):
        unpacked(tmp_path, zip_of(MODEL))
    assert not (tmp_path / "here" / "model").exists()
