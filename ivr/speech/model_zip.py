"""Unpacks the zip file of a model, trusting nothing that stands in it."""

import os
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ivr.errors import DamagedModelError, ModelError

MOST_FILES = 1000
"""Files that one model may have; official ones have 10 to 30."""

MOST_GROWTH = 50
"""How many times larger than the zip file the model may be; official ones grow to about twice the size."""

_CHUNK = 1 << 20


def unpack_zip(archive: Path, target: Path) -> int:
    """Unpack a model's zip file into the new directory `target` and return the bytes written, all on disk.

    The folder that all files of the archive are in, if there is one, is left out. Raises DamagedModelError when the
    archive is damaged, wants to write elsewhere, holds links, XX
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = _checked(opened, archive)
            _check_room(sum(entry.file_size for entry in entries), target.parent)
            top = _common_folder([entry.filename for entry in entries])
            return sum(_write(opened, entry, target.joinpath(*_parts(entry.filename)[top:])) for entry in entries)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError) as error:
        raise _refused(archive, f"is damaged ({error})") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise _refused(archive, "holds one name twice") from error
    except OSError as error:
        raise ModelError(f"{target}: cannot be written ({error.strerror})", "Make room and run this again") from error


def _checked(opened: zipfile.ZipFile, archive: Path) -> list[zipfile.ZipInfo]:
    """The files of the archive, when all its entries may be unpacked. Raises DamagedModelError."""
    entries = opened.infolist()
    for entry in entries:
        _check_entry(entry, archive)
    files = [entry for entry in entries if not entry.is_dir() and _parts(entry.filename)[0] != "__MACOSX"]
    names, size = {_parts(entry.filename) for entry in files}, archive.stat().st_size
    if len(names) != len(files) or not 0 < len(files) <= MOST_FILES:
        raise _refused(archive, f"has {len(files)} files, or some twice: no model has")
    if sum(entry.file_size for entry in files) > MOST_GROWTH * size:
        raise _refused(archive, "would unpack to far more than a model has")
    if sum(entry.compress_size for entry in files) > size:
        raise _refused(archive, "claims to hold more than it does")
    return files


def _check_entry(entry: zipfile.ZipInfo, archive: Path) -> None:
    path, mode = PurePosixPath(entry.filename), stat.S_IFMT(entry.external_attr >> 16)
    if not path.parts or entry.header_offset < 0:
        raise _refused(archive, "is damaged")
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        raise _refused(archive, "holds a path that leads elsewhere")
    if mode not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _refused(archive, "holds a link or a device")
    if entry.flag_bits & 1 or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _refused(archive, "is encrypted or packed in a rare way")


def _refused(archive: Path, why: str) -> DamagedModelError:
    return DamagedModelError(f"{archive.name}: this zip file {why}", "Get it again")


def _check_room(needed: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        text = f"{folder}: unpacking needs {needed} bytes, and {free} are free"
        raise ModelError(text, "Make room and run this again")


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name).parts


def _common_folder(names: list[str]) -> int:
    """1 when all files are in one folder, else 0."""
    return int(len({_parts(name)[0] for name in names}) == 1 and all(len(_parts(name)) > 1 for name in names))


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> int:
    """Write one file; its checksum is verified on the way by zipfile, which reads no more than the size declared."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with opened.open(entry) as source, path.open("xb") as file:
        shutil.copyfileobj(source, file, _CHUNK)
        file.flush()
        os.fsync(file.fileno())
        written = file.tell()
    if written != entry.file_size:
        raise zipfile.BadZipFile(f"{entry.filename} is shorter than it says")
    return written
