"""Text in the one form in which it is compared."""

import re
import unicodedata

MAX_CHARACTERS = 500
"""Longer input is cut: nobody says more in one turn (500 characters are about 40 s of speech)."""

_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_JOINER = re.compile(r"['’]")
_KEPT = r"(?<=[0-9])[.:](?=[0-9])|[$€£¥](?=[0-9])"
_NOT_WORD = re.compile(rf"(?:(?!{_KEPT})[^\w'])+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that are not seen: marks of direction, joiners, soft hyphens."""
_UNIT = re.compile(r"[一-鿿]|[^\s一-鿿]+")
_BETWEEN_HAN = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")


def normalise(text: str, longest: int | None = MAX_CHARACTERS) -> str:
    """Lower case, one form of each character (NFKC), words parted by one space, no punctuation but apostrophes.

    Digits of every script are 0 to 9, and characters that are not seen are gone. What makes figures an amount or a
    time stays: the point in 3.50, the colon in 15:30, the sign in $5; 12,345 is 12345.

    Chinese characters stand close together, whether the recogniser put spaces between its words or not. What is
    longer than `longest` characters is cut; None cuts nothing.
    """
    text = _INVISIBLE.sub("", text[:longest])
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[:longest]).lower())
    if not folded.isascii():
        folded = "".join(_plain_digit(character) for character in folded)
    words = _NOT_WORD.sub(" ", _THOUSANDS.sub("", _JOINER.sub("'", folded[:longest]))).replace("_", " ")
    return _BETWEEN_HAN.sub("", " ".join(words.split()))


def _plain_digit(character: str) -> str:
    """A digit of any script as 0 to 9; everything else as it is."""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def units(text: str) -> list[str]:
    """The words of a normalised sentence; each Chinese character is one."""
    return _UNIT.findall(text)


def is_han(character: str) -> bool:
    """Whether this is a Chinese character of the common block."""
    return "一" <= character <= "鿿"
