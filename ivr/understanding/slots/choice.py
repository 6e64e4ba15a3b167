"""One of a list, said in any of its ways or nearly so."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from ivr.terms import Language
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec

NEAR_ENOUGH = 86.0
"""rapidfuzz similarity (0..100) from which a word counts as said: one letter wrong in seven."""

SOUNDS_ALIKE = 95.0
"""What a word of the same sound in other letters ("blew") counts: under the word itself, above a near one."""

_WORD = re.compile(r"[^\W_]+(?:'\w+)?")
_SYLLABLE = re.compile(r"[a-z0-9']+|[^\W_]")


class ChoiceSlot:
    """A value from the author's list, also by its sound: homophones are what recognisers confuse."""

    takes = frozenset({"choices"})

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        spoken = _spoken(text, moment.language)
        nearest: list[tuple[float, Found]] = []
        for value, ways in spec.choices:
            near, span = max(
                (_nearest(_spoken(way, moment.language), spoken, moment) for way in ways), default=(0, (0, 0))
            )
            if near >= NEAR_ENOUGH:
                nearest.append((near, Found(value, span, "", min(1.0, round(near / 100, 2)))))
        return [found for _, found in sorted(nearest, key=lambda one: -one[0])]

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        return tuple(way for _, ways in spec.choices for way in ways)


Spoken: TypeAlias = Sequence[tuple[str, tuple[int, int]]]
"""The sounds of a text, one by one, each with the characters that it was read from."""


def _spoken(text: str, language: Language) -> Spoken:
    """English as its words, Chinese as its syllables without tones."""
    words = list((_SYLLABLE if language is Language.MANDARIN else _WORD).finditer(text))
    sounds = [word[0] for word in words]
    if language is Language.MANDARIN:
        sounds = lazy_pinyin(text, errors=_syllables)  # type: ignore[arg-type]  # a list is as good, says its documentation
    return [(sound, word.span()) for sound, word in zip(sounds, words, strict=False)]


def _syllables(rest: str) -> list[str]:
    return [match[0] for match in _SYLLABLE.finditer(rest)]


def _nearest(way: Spoken, heard: Spoken, moment: Moment) -> tuple[float, tuple[int, int]]:
    """How near (0..100) the likest words come to a way of saying it, and where; a longer way that fits beats a shorter
    one inside it."""
    size, wanted = len(way), " ".join(sound for sound, _ in way)
    best, span = 0.0, (0, 0)
    for at in range(max(1, len(heard) - size + 1) if heard and way else 0):
        window = heard[at : at + size]
        said = " ".join(sound for sound, _ in window)
        near = fuzz.ratio(wanted, said)
        if (
            near < SOUNDS_ALIKE
            and moment.asked
            and moment.language is Language.ENGLISH
            and _phones(wanted) == _phones(said)
        ):
            near = SOUNDS_ALIKE
        if near > best:
            best, span = near, (window[0][1][0], window[-1][1][1])
    return best + size / 100, span


@lru_cache(4096)
def _phones(words: str) -> str:
    """English words by their consonants."""
    import jellyfish  # late, as everything that only some flows need

    return str(jellyfish.metaphone(words))
