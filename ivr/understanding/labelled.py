"""Sentences whose intent is known: files of JSON lines."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivr.errors import WrongUse
from ivr.understanding.text import normalise

SHAPE = 'Each line is JSON: {"text": "where is my parcel", "intent": "track_order"}, or "intent": null for none of them'


@dataclass(frozen=True, slots=True)
class Labelled:
    """A normalised sentence and its intent; None is out of scope."""

    text: str
    intent: str | None


def read_labelled(path: Path, known: Collection[str] | None = None) -> list[Labelled]:
    """The sentences of a file; its empty lines are skipped.

    Raises WrongUse, with the line where there is one, when the file cannot be read, holds something else or nothing,
    or an intent that is not among the `known`.
    """
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    except OSError as error:
        raise WrongUse(f"{path}: cannot be read ({error.strerror})", "Name a file of sentences") from error
    found = list(_read(path, lines, known))
    if not found:
        raise WrongUse(f"{path}: there is no sentence in it", SHAPE)
    return found


def intents_of(lines: Sequence[Labelled]) -> list[str]:
    """The names of the intents, in the order of the alphabet."""
    return sorted({line.intent for line in lines if line.intent is not None})


def _read(path: Path, lines: Sequence[bytes], known: Collection[str] | None) -> Iterator[Labelled]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            one = _sentence(line, f"{path}:{number}")
            if known is not None and one.intent is not None and one.intent not in known:
                raise WrongUse(f"{path}:{number}: no such intent in the training file: {one.intent!r}")
            yield one


def _sentence(line: bytes, place: str) -> Labelled:
    try:
        found: Any = json.loads(line)
    except UnicodeDecodeError as error:
        raise WrongUse(f"{place}: this is not UTF-8 text", SHAPE) from error
    except (ValueError, RecursionError) as error:
        raise WrongUse(f"{place}: this is not JSON", SHAPE) from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise WrongUse(f"{place}: there is no text", SHAPE)
    if "intent" not in found or not (found["intent"] is None or isinstance(found["intent"], str)):
        raise WrongUse(f"{place}: the intent is neither a name nor null", SHAPE)
    if found["intent"] == "":
        raise WrongUse(f"{place}: the intent has no name", SHAPE)
    return Labelled(normalise(found["text"]), found["intent"])
