"""How words sound, roughly: equal for what is easily taken for each other."""

from collections.abc import Iterable
from functools import lru_cache

from jellyfish import metaphone

from ivr.pinyin import syllables
from ivr.terms import Language

_metaphone = lru_cache(1 << 16)(metaphone)


@lru_cache(1 << 13)  # learning reads each sentence many times
def _pinyin(text: str) -> tuple[str, ...]:
    return tuple(syllables(text))


def sounds(words: Iterable[str], language: Language) -> list[str]:
    """The sound of each word, by metaphone; of Mandarin that of each character, as pinyin without tones."""
    if language is Language.MANDARIN:
        return [sound for word in words for sound in _pinyin(word)]
    return [_metaphone(word) or word for word in words]
