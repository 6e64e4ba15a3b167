"""Words of the other language in a sentence, put into the line's own: 我想 refund 这个 order, "i want a 退款"."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ivr.terms import Language
from ivr.understanding.text import is_han, normalise

_LATIN = re.compile("[a-z]")


def in_own_words(text: str, language: Language) -> str:
    """Normalised text with the words that the glossary knows said in `language`; what it does not know stays."""
    foreign = _LATIN.search(text) if language is Language.MANDARIN else any(map(is_han, text))
    if not foreign:
        return text
    own, pattern = _words_of(language)
    return normalise(pattern.sub(lambda match: f" {own[match[0]]} ", text), longest=None)


@cache
def _words_of(language: Language) -> tuple[Mapping[str, str], re.Pattern[str]]:
    """The foreign words with ours, and what finds them, the longest first; of several translations the first counts."""
    lines = (files("ivr.understanding") / "glossary.txt").read_text("utf-8").splitlines()
    pairs = [line.split(" = ") for line in lines if line and not line.startswith("#")]
    own: dict[str, str] = {}
    for english, mandarin in pairs:
        foreign, ours = (english, mandarin) if language is Language.MANDARIN else (mandarin, english)
        own.setdefault(foreign, ours)
    words = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    edges = (r"(?<![a-z'])", r"(?![a-z'])") if language is Language.MANDARIN else ("", "")
    return own, re.compile(f"{edges[0]}(?:{words}){edges[1]}")
