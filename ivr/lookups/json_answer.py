"""The values in a JSON answer, as texts that prompts can read out."""

import json
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

TRUTH = {True: "yes", False: "no"}
MOST_FIGURES = 30
BLANKS = "\t\n\r"


class MisfitError(Exception):
    """The answer is not what it should be; the message holds nothing of it."""


def values_of(body: bytes, fields: Mapping[str, str]) -> Mapping[str, str]:
    """Each value from its place: keys, and positions in lists, joined by dots.

    One whose place ends in `?` is left out where there is none. Raises MisfitError.
    """
    try:
        answer = json.loads(body.decode("utf-8-sig"), parse_int=str, parse_float=_figures, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise MisfitError("the answer is no JSON") from None
    found = {name: _at(answer, steps.removesuffix("?").split(".")) for name, steps in fields.items()}
    for name, value in found.items():
        if value is None and not fields[name].endswith("?"):
            raise MisfitError(f"the answer lacks {name}")
    return {name: _text(name, value) for name, value in found.items() if value is not None}


def _at(part: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(part, list):
            part = dict(zip(map(str, range(len(part))), part, strict=True)).get(step)
        else:
            part = part.get(step) if isinstance(part, dict) else None
    return part


def _text(name: str, value: Any) -> str:
    """Numbers stay as they are written; they are texts already."""
    text = TRUTH[value] if isinstance(value, bool) else value
    if not isinstance(text, str):
        raise MisfitError(f"{name} is a list or has parts of its own")
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in BLANKS for one in text):
        raise MisfitError(f"{name} holds characters that are no text")
    return text


def _figures(text: str) -> str:
    """A number as it is written, but without an exponent that is not absurdly large."""
    _, e, exponent = text.lower().partition("e")
    return f"{Decimal(text):f}" if e and len(exponent) < 4 and abs(int(exponent)) <= MOST_FIGURES else text


def _refuse(_: str) -> NoReturn:
    """NaN and Infinity, which Python knows and JSON does not."""
    raise ValueError
