"""Where speech models live: found by name, unpacked once, checked by checksum."""

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ivr.errors import ModelError
from ivr.terms import Language

DETAILS = "ivr-model.json"


@dataclass(frozen=True, slots=True)
class ModelDir:
    """A Vosk model directory and what must be known to use it.

    `wants_grammar`: the model is only good with a run-time grammar. `word_time_scale`: libvosk counts 0.03 s for
    each output frame; a model with another frame rate needs its word times multiplied by this.
    """

    path: Path
    language: Language
    wants_grammar: bool = False
    word_time_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Starter:
    """A model that comes with the project, as the catalogue describes it."""

    name: str
    language: Language
    archive: Path
    sha256: str


def starters(shelf: Path) -> list[Starter]:
    """The models in `shelf`/catalog.json. Raises ModelError when the catalogue cannot be read."""
    try:
        entries = json.loads((shelf / "catalog.json").read_text("utf-8"))["models"]
        return [
            Starter(entry["name"], Language(entry["language"]), shelf / entry["archive"], entry["sha256"])
            for entry in entries
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{shelf / 'catalog.json'}: the list of models cannot be read", "Install again") from error


def find_model(wanted: str | None, language: Language, shelf: Path, cache: Path) -> ModelDir:
    """The model called `wanted`: a directory, a starter's name, or (None) the starter for `language`.

    Raises ModelError when there is none, and says what there is.
    """
    if wanted and (Path(wanted).exists() or os.sep in wanted):
        return open_model_dir(Path(wanted), language)
    known = starters(shelf)
    for starter in known:
        if starter.name == wanted or (wanted is None and starter.language is language):
            return open_model_dir(unpack(starter, cache), starter.language)
    names = [starter.name for starter in known]
    if wanted is None:
        raise ModelError(f"no model for language '{language}' is here", "Name a Vosk model directory with --model DIR")
    near = get_close_matches(wanted, names, 1)
    hint = f"Did you mean '{near[0]}'?" if near else f"There is: {', '.join(names)}; or give a model directory"
    raise ModelError(f"no model is called '{wanted}'", hint)


def open_model_dir(path: Path, language: Language) -> ModelDir:
    """Read what a model directory says about itself. Raises ModelError when it is no Vosk model."""
    fix = "A Vosk model directory holds am/final.mdl, conf/ and graph/ (or final.mdl in itself)"
    if not path.is_dir():
        raise ModelError(f"{path}: this is not a model directory", fix)
    if not any((path / model).is_file() for model in ("am/final.mdl", "final.mdl")):
        raise ModelError(f"{path}: there is no final.mdl in this directory", fix)
    details = path / DETAILS
    if not details.exists():
        return ModelDir(path, language)
    try:
        told = json.loads(details.read_text("utf-8"))
        return ModelDir(path, Language(told["language"]), told["decoding"] == "grammar", float(told["word_time_scale"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{details}: cannot be understood", "Get the model again") from error


def unpack(starter: Starter, cache: Path) -> Path:
    """Unpack a starter into `cache` unless it is there already, and return its directory.

    The archive's checksum is verified first and the directory appears whole or not at all, so a cut, a full
    disk or a second process at the same moment do no harm. Raises ModelError.
    """
    target = cache / f"{starter.name}-{starter.sha256[:12]}"
    if target.is_dir():
        return target
    try:
        data = starter.archive.read_bytes()
        if hashlib.sha256(data).hexdigest() != starter.sha256:
            raise ModelError(f"{starter.archive}: the checksum is wrong; the file is damaged", "Get it again")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".unpack-") as scratch:
            with tarfile.open(starter.archive, "r:xz") as archive:
                # absent before Python 3.11.4 (Debian 12 has 3.11.2); what we unpack has been verified anyway
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(scratch)  # noqa: S202
            _put_in_place(Path(scratch) / starter.name, target)
    except (OSError, tarfile.TarError, EOFError) as error:
        fix = f"Make room, or set IVR_CACHE_DIR to a folder that can be written ({error})"
        raise ModelError(f"{starter.name} could not be unpacked into {cache}", fix) from error
    return target


def _put_in_place(unpacked: Path, target: Path) -> None:
    try:
        os.rename(unpacked, target)
    except OSError:
        if not target.is_dir():  # another process that unpacked the same archive is welcome to have won
            raise
        shutil.rmtree(unpacked)
