"""A starter with the words of one flow: a model directory of its own, with the starter's network."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ivr.errors import ModelError, WrongUse
from ivr.speech.graph.bigrams import sentence_grammar
from ivr.speech.graph.folder import write_graph
from ivr.speech.graph.fst import serialise_const
from ivr.speech.graph.kit import FOLDER, Kit, read_kit
from ivr.speech.model_store import DETAILS, ModelDir
from ivr.speech.pronunciation.pronouncer import Pronounced

ADAPTED = "adapted"
"""The key of ivr-model.json under which an adapted model tells what it was made from."""

_OWN = frozenset({"graph", FOLDER, DETAILS})
"""What an adapted model does not take over from its starter."""


def open_kit(model: ModelDir) -> Kit:
    """What `model` carries for making graphs. Raises ModelError when it carries nothing of the kind."""
    if ADAPTED in _details(model.path):
        raise ModelError(f"{model.path} is adapted already", "Name the starter that it was made from, or none")
    try:
        return read_kit(model.path)
    except FileNotFoundError as error:
        fix = "Only the starters of this project can be adapted; leave out --model"
        raise ModelError(f"{model.path}: this model has no folder {FOLDER}/", fix) from error
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{model.path / FOLDER}: cannot be understood", "Get the model again") from error


def write_adapted(
    starter: ModelDir,
    kit: Kit,
    words: Sequence[Pronounced],
    sentences: Iterable[Sequence[str]],
    *,
    about: Mapping[str, object],
    out: Path,
) -> None:
    """Write the model of just these words to `out`, whole or not at all; the same input gives the same bytes.

    `sentences` (of these words) are what it expects where no grammar is given. `about` is told in ivr-model.json.

    Raises WrongUse when there is something else at `out`, and when it cannot be written.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and ADAPTED not in _details(out))):
        raise WrongUse(f"{out} is there already and is no adapted model", "Name another place with --out")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as scratch:
            folder = Path(scratch) / out.name
            folder.mkdir()
            _take_over(starter.path, folder)
            graph = kit.graphs.build({one.word: list(one.variants) for one in words})
            numbers = write_graph(folder / "graph", graph)
            grammar = sentence_grammar(sentences, (one.word for one in words), numbers)
            (folder / "graph" / "Gr.fst").write_bytes(serialise_const(grammar, "input"))
            details = _details(starter.path) | {"name": out.name, ADAPTED: {**_origin(starter), **about}}
            text = json.dumps(details, ensure_ascii=False, indent=2)
            (folder / DETAILS).write_text(f"{text}\n", "utf-8", newline="\n")
            _put_in_place(folder, out, Path(scratch) / "before")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WrongUse(f"{out}: cannot be written ({reason})", "Make room, or name another place with --out") from error


def _origin(starter: ModelDir) -> dict[str, str]:
    network = hashlib.sha256((starter.path / "am" / "final.mdl").read_bytes()).hexdigest()
    return {"starter": str(_details(starter.path)["name"]), "network_sha256": network}


def _details(model: Path) -> dict[str, Any]:
    try:
        told = json.loads((model / DETAILS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _take_over(starter: Path, folder: Path) -> None:
    """Take the starter's network and configuration over: hard links where the file system has them, else copies."""
    for source in sorted(path for path in starter.rglob("*") if path.is_file()):
        relative = source.relative_to(starter)
        if relative.parts[0] not in _OWN:
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(source, target)
            except OSError:
                shutil.copyfile(source, target)


def _put_in_place(folder: Path, out: Path, before: Path) -> None:
    """Move the finished directory to `out`; what was there goes to `before`, and comes back should that fail."""
    if out.exists():
        os.rename(out, before)
    try:
        os.rename(folder, out)
    except OSError:
        with suppress(OSError):
            os.rename(before, out)
        raise
