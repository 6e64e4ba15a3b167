"""A grammar in a file: the phrases that may be heard, one a line or as JSON."""

import json
from pathlib import Path
from typing import Any

from ivr.errors import WrongUse
from ivr.speech.recognizer import Expectation
from ivr.understanding.text import normalise

GARBAGE = "[unk]"
"""How Vosk's own grammars write "none of these"; as a phrase here it asks for just that."""

SHAPE = 'Write one phrase a line, or JSON: a list of phrases, or {"phrases": [...], "garbage": true}'


def read_grammar(path: Path) -> Expectation:
    """The phrases of a file, normalised as what callers say is; "none of these" may be heard unless it says otherwise.

    A text file has one phrase a line; what follows a `#` is a remark. JSON (a file that begins with `[` or `{`, or is
    called so) is a list of phrases, or an object with `phrases` and perhaps `garbage`.

    Raises WrongUse, with the line where there is one, when the file cannot be read, is something else or holds no
    phrase.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise WrongUse(f"{path}: cannot be read ({error.strerror})", "Name a file of phrases") from error
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path}: this is not UTF-8 text", SHAPE) from error
    if path.suffix == ".json" or text.lstrip().startswith(("{", "[")):
        phrases, garbage = _from_json(path, text)
    else:
        phrases, garbage = [line.partition("#")[0] for line in text.splitlines()], True
    garbage = garbage or any(phrase.strip() == GARBAGE for phrase in phrases)
    usable = tuple(normalised for phrase in phrases if phrase.strip() != GARBAGE and (normalised := normalise(phrase)))
    if not usable:
        raise WrongUse(f"{path}: there is no phrase in it", SHAPE)
    return Expectation(usable, garbage)


def _from_json(path: Path, text: str) -> tuple[list[str], bool]:
    try:
        found: Any = json.loads(text)
    except ValueError as error:
        place = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise WrongUse(f"{path}{place}: this is not JSON", SHAPE) from error
    except RecursionError as error:
        raise WrongUse(f"{path}: its brackets are nested too deeply", SHAPE) from error
    table = found if isinstance(found, dict) else {"phrases": found}
    if unknown := sorted(table.keys() - {"phrases", "garbage"}):
        raise WrongUse(f"{path}: no such key: {unknown[0]}", SHAPE)
    phrases, garbage = table.get("phrases"), table.get("garbage", True)
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise WrongUse(f"{path}: the phrases are not a list of texts", SHAPE)
    if not isinstance(garbage, bool):
        raise WrongUse(f"{path}: garbage is neither true nor false", SHAPE)
    return phrases, garbage
