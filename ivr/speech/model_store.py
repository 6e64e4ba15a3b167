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
from ivr.speech.official_models import packaged_models
from ivr.terms import Language

DETAILS = "ivr-model.json"


@dataclass(frozen=True, slots=True)
class ModelDir:
    """A Vosk model directory and what must be known to use it.

    `wants_grammar`: the model is only good with a run-time grammar. `word_time_scale`: libvosk counts 0.03 s for
    each output frame; a model with another frame rate needs its word times multiplied by this. `takes_grammar`: the
    decoding graph is put together while decoding, so that libvosk can use a run-time grammar in its place.
    """

    path: Path
    language: Language
    wants_grammar: bool = False
    word_time_scale: float = 1.0
    takes_grammar: bool = False


@dataclass(frozen=True, slots=True)
class Starter:
    """A model that comes with the project, as the catalogue describes it."""

    name: str
    language: Language
    archive: Path
    sha256: str
    licence: str | None = None


def starters(shelf: Path) -> list[Starter]:
    """The models in `shelf`/catalog.json. Raises ModelError when the catalogue cannot be read."""
    try:
        entries = json.loads((shelf / "catalog.json").read_text("utf-8"))["models"]
        return [
            Starter(
                entry["name"],
                Language(entry["language"]),
                shelf / entry["archive"],
                entry["sha256"],
                entry.get("licence"),
            )
            for entry in entries
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{shelf / 'catalog.json'}: the list of models cannot be read", "Install again") from error


def find_model(wanted: str | None, language: Language, shelf: Path, cache: Path, official: Path) -> ModelDir:
    """The model called `wanted`: a directory, a starter, or an installed official model; None: the starter.

    An official model (in the folder `official`) is taken only when it is named, so that what a line hears with never
    changes because somebody installed something. Raises ModelError when there is none, and says what there is.
    """
    if wanted and (Path(wanted).exists() or os.sep in wanted):
        return open_model_dir(Path(wanted), language)
    known = starters(shelf)
    for starter in known:
        if starter.name == wanted or (wanted is None and starter.language is language):
            return open_model_dir(unpack(starter, cache), starter.language)
    if wanted is None:
        fix = f"Get one with 'ivr models get {language}' and name it with --model; a directory does, too: --model DIR"
        raise ModelError(f"no model for language '{language}' is here", fix)
    if wanted in installed_names(official):
        return open_model_dir(official / wanted, language)
    raise _unknown(wanted, [starter.name for starter in known])


def installed_names(official: Path) -> list[str]:
    """The models in the folder of installed official models, sorted; a dot begins what is no model yet."""
    if not official.is_dir():
        return []
    return sorted(one.name for one in official.iterdir() if one.is_dir() and not one.name.startswith("."))


def _unknown(wanted: str, names: list[str]) -> ModelError:
    official = [model.name for model in packaged_models()]
    if wanted in official:
        return ModelError(f"{wanted} is not installed", f"Get it with: ivr models get {wanted}")
    near = get_close_matches(wanted, [*names, *official], 1)
    others = f"There is: {', '.join(names)}; or give a model directory; see: ivr models list"
    return ModelError(f"no model is called '{wanted}'", f"Did you mean '{near[0]}'?" if near else others)


def is_model(path: Path) -> bool:
    """Whether Vosk's acoustic model is in this directory, in the new layout or the old one."""
    return any((path / model).is_file() for model in ("am/final.mdl", "final.mdl"))


def open_model_dir(path: Path, language: Language) -> ModelDir:
    """Read what a model directory says about itself; one that says nothing is an official one or hears `language`.

    Raises ModelError when it is no Vosk model, or an official one for a language that no line speaks.
    """
    fix = "A Vosk model directory holds am/final.mdl, conf/ and graph/ (or final.mdl in itself)"
    if not path.is_dir():
        raise ModelError(f"{path}: this is not a model directory", fix)
    if not is_model(path):
        raise ModelError(f"{path}: there is no final.mdl in this directory", fix)
    takes_grammar = any((path / graph / "HCLr.fst").is_file() for graph in ("graph", "."))
    details = path / DETAILS
    if not details.exists():
        return ModelDir(path, _spoken(path, language), takes_grammar=takes_grammar)
    try:
        told = json.loads(details.read_text("utf-8"))
        wants_grammar, scale = told["decoding"] == "grammar", float(told["word_time_scale"])
        return ModelDir(path, Language(told["language"]), wants_grammar, scale, takes_grammar)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{details}: cannot be understood", "Get the model again") from error


def _spoken(path: Path, language: Language) -> Language:
    """The language of an official model, told by the name of its directory; of any other what it is taken for."""
    model = next((one for one in packaged_models() if one.name == path.resolve().name), None)
    if model is None:
        return language
    if model.spoken is None:
        text = f"{model.name} hears {model.language_text}; lines speak {' and '.join(Language)}"
        raise ModelError(text, "Name a model of one of these languages")
    return model.spoken


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
