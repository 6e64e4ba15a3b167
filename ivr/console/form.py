"""What forms send, as our own types. Raises WrongUse for what no form of ours sends."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from flask import request

from ivr.errors import WrongUse
from ivr.terms import Language

Kind = TypeVar("Kind", bound=StrEnum)


def typed(name: str) -> str:
    """A field; empty where there is none."""
    return request.form.get(name, "")


def ticked(name: str, kind: type[Kind]) -> tuple[Kind, ...]:
    """The ticked boxes of one name."""
    return words(request.form.getlist(name), kind)


def words(given: Iterable[str], kind: type[Kind]) -> tuple[Kind, ...]:
    """Words of a kind, each once and in the kind's order."""
    there = set(given)
    if strange := there - set(kind):
        raise WrongUse(f"{len(strange)} of the words given are none that are known", f"There are: {', '.join(kind)}")
    return tuple(one for one in kind if one in there)


def chosen_language() -> Language | None:
    """The language that was chosen; None is that of the browser."""
    return next(iter(words(filter(None, [typed("language")]), Language)), None)


def number(name: str) -> int:
    """A whole number."""
    text = typed(name)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise WrongUse(f"{name} is not a whole number", "Type digits only")
    return int(text)
