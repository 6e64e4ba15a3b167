"""The files of a flow: gathered where its author keeps them, laid out where it takes calls."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from ivr.errors import ContractError, OperatorError
from ivr.flow.loader import LoadedFlow
from ivr.publishing.version import Files


def gather(loaded: LoadedFlow) -> Files:
    """Every file that a flow needs, by its path from the folder that holds them all."""
    paths = [path.resolve() for path in loaded.files()]
    root = Path(os.path.commonpath([path.parent for path in paths]))
    names = [path.relative_to(root).as_posix() for path in paths]
    return Files(names[0], {name: path.read_bytes() for name, path in zip(names, paths, strict=True)})


def lay_out(files: Files, folder: Path) -> Path:
    """Write files into a folder of their own below `folder`, and return the flow file there.

    The same files have the same place, and stand there whole or not at all. Raises OperatorError.
    """
    place = folder / digest(files)
    try:
        if not _stands(files, place):
            folder.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(dir=folder, prefix=".new-"))
            for name, content in files.contents.items():
                path = _inside(fresh, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            shutil.rmtree(place, ignore_errors=True)  # damaged, where it is there at all
            _move(fresh, place)
    except OSError as error:
        message = f"{folder}: the published flow cannot be written there ({error.strerror})"
        raise OperatorError(message, "Check the disk, or IVR_DATA_DIR") from error
    return place / files.entry


def _move(fresh: Path, place: Path) -> None:
    try:
        fresh.rename(place)
    except OSError:  # another process has just laid out the same
        shutil.rmtree(fresh)
        if not place.is_dir():
            raise


def _stands(files: Files, place: Path) -> bool:
    paths = {_inside(place, name): content for name, content in files.contents.items()}
    return all(path.is_file() and path.read_bytes() == content for path, content in paths.items())


def _inside(place: Path, name: str) -> Path:
    path = place / name
    if not path.resolve().is_relative_to(place.resolve()):
        raise ContractError("a published file has a path that leads out of its folder")
    return path


def digest(files: Files) -> str:
    """The same for the same files, and for no others."""
    digest = hashlib.sha256(files.entry.encode())
    for name, content in sorted(files.contents.items()):
        digest.update(f"\n{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:24]
