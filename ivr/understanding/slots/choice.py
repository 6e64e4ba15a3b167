"""One of a list, said in any of its ways or nearly so."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TypeAlias

from rapidfuzz import fuzz, process

from ivr.pinyin import syllables
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
        stretches = cache(lambda size: _stretches(spoken, size))
        nearest: list[tuple[float, Found]] = []
        for value, ways in spec.choices:
            near, span = max(
                (_nearest(sounds, stretches(len(sounds)), moment) for sounds in _sounds(ways, moment.language)),
                default=NOWHERE,
            )
            if near >= NEAR_ENOUGH:
                nearest.append((near, Found(value, span, "", min(1.0, round(near / 100, 2)))))
        return [found for _, found in sorted(nearest, key=lambda one: -one[0])]

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        return tuple(way for _, ways in spec.choices for way in ways)


Spoken: TypeAlias = Sequence[tuple[str, tuple[int, int]]]
"""The sounds of a text, one by one, each with the characters that it was read from."""

Stretches: TypeAlias = Sequence[tuple[str, tuple[int, int]]]

NOWHERE = (0.0, (0, 0))


@lru_cache(64)  # several slots read the same sentence
def _spoken(text: str, language: Language) -> Spoken:
    """English as its words, Chinese as its syllables without tones."""
    words = list((_SYLLABLE if language is Language.MANDARIN else _WORD).finditer(text))
    sounds = [word[0] for word in words]
    if language is Language.MANDARIN:
        sounds = syllables(text, errors=_syllables)
    return [(sound, word.span()) for sound, word in zip(sounds, words, strict=False)]


def _syllables(rest: str) -> list[str]:
    return [match[0] for match in _SYLLABLE.finditer(rest)]


@lru_cache(1024)
def _sounds(ways: tuple[str, ...], language: Language) -> tuple[tuple[str, ...], ...]:
    """The ways in which a value is said, as sounds."""
    return tuple(tuple(sound for sound, _ in _spoken(way, language)) for way in ways)


def _stretches(heard: Spoken, size: int) -> Stretches:
    """Every stretch of so many sounds, and the characters it was read from; all that was heard if it is shorter."""
    if not heard or not size:
        return []
    windows = (heard[at : at + size] for at in range(max(1, len(heard) - size + 1)))
    return [(" ".join(sound for sound, _ in window), (window[0][1][0], window[-1][1][1])) for window in windows]


def _nearest(way: Sequence[str], stretches: Stretches, moment: Moment) -> tuple[float, tuple[int, int]]:
    """How near (0..100) the likest words come to a way of saying it, and where; a longer way that fits beats a shorter
    one inside it."""
    wanted, said = " ".join(way), [words for words, _ in stretches]
    found = process.extractOne(wanted, said, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    best, at = (found[1], found[2]) if found else (0.0, -1)
    if best < SOUNDS_ALIKE and moment.asked and moment.language is Language.ENGLISH:
        alike = next((place for place, words in enumerate(said) if _phones(words) == _phones(wanted)), -1)
        best, at = (SOUNDS_ALIKE, alike) if alike >= 0 else (best, at)
    return (best + len(way) / 100, stretches[at][1]) if at >= 0 else NOWHERE


@lru_cache(4096)
def _phones(words: str) -> str:
    """English words by their consonants."""
    import jellyfish  # late, as everything that only some flows need

    return str(jellyfish.metaphone(words))
