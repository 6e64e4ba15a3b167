"""Text in the one form in which it is compared."""

import re
import unicodedata

MAX_CHARACTERS = 500
"""Longer input is cut: nobody says more in one turn (500 characters are about 40 s of speech)."""

_JOINER = re.compile(r"['’]")
_KEPT = r"(?<=[0-9])[.:](?=[0-9])|[$€£¥](?=[0-9])"
_NOT_WORD = re.compile(rf"(?:(?!{_KEPT})[^\w'])+")
_BETWEEN_HAN = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")


def normalise(text: str, longest: int | None = MAX_CHARACTERS) -> str:
    """Lower case, one form of each character (NFKC), words parted by one space, no punctuation but apostrophes.

    What makes figures an amount or a time stays: the point in 3.50, the colon in 15:30, the sign in $5.

    Chinese characters stand close together, whether the recogniser put spaces between its words or not. What is
    longer than `longest` characters is cut; None cuts nothing.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[:longest]).lower())
    words = _NOT_WORD.sub(" ", _JOINER.sub("'", folded[:longest])).replace("_", " ")
    return _BETWEEN_HAN.sub("", " ".join(words.split()))


def is_han(character: str) -> bool:
    """Whether this is a Chinese character of the common block."""
    return "一" <= character <= "鿿"
