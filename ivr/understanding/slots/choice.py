"""One of a list, said in any of its ways or nearly so."""

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from ivr.terms import Language
from ivr.understanding.slots.slot_type import Found
from ivr.understanding.spec import SlotSpec

NEAR_ENOUGH = 86.0
"""rapidfuzz similarity (0..100) from which a word counts as said: one letter wrong in seven."""


class ChoiceSlot:
    """A value from the author's list; Chinese is compared by sound, since homophones are what recognisers confuse."""

    def find(self, text: str, spec: SlotSpec, language: Language, *, asked: bool) -> Found | None:
        heard = _sound(text, language)
        best, value = 0.0, ""
        for candidate, ways in spec.choices:
            for way in ways:
                near = _likeness(_sound(way, language), heard)
                if near > best:
                    best, value = near, candidate
        return Found(value, (0, len(text))) if best >= NEAR_ENOUGH else None

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        return tuple(way for _, ways in spec.choices for way in ways)


def _likeness(way: str, heard: str) -> float:
    """0..100; a longer way that fits beats a shorter one inside it."""
    words, size = heard.split(), len(way.split())
    windows = [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
    return max(fuzz.ratio(way, window) for window in windows) + size / 100


def _sound(text: str, language: Language) -> str:
    return " ".join(lazy_pinyin(text)) if language is Language.MANDARIN else text
