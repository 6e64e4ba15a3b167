"""How Chinese characters are pronounced."""

from collections.abc import Callable
from typing import Any


def syllables(text: str, errors: Callable[[str], Any] | str = "default") -> list[str]:
    """The syllables of a text in pinyin without tones; what is not Chinese stays, or is what `errors` makes of it."""
    from pypinyin import lazy_pinyin  # late: its dictionary takes 0.15 s, which English lines need not wait for

    return lazy_pinyin(text, errors=errors)
