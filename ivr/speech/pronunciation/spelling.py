"""How pronunciations are written by people: in phones, or in syllables that a model takes apart."""

from collections.abc import Mapping
from difflib import get_close_matches
from itertools import product
from typing import Protocol

from ivr.speech.graph.lexicon import Lexicon, Pronunciation

MOST_VARIANTS = 16
"""More pronunciations of one word cost more mistakes than they save."""


class Spelling(Protocol):
    """What may stand in a written pronunciation."""

    @property
    def what(self) -> str:
        """What one written piece is called."""

    def variants(self, piece: str) -> tuple[Pronunciation, ...]:
        """What a written piece may sound like, in units of the model; nothing when there is no such piece."""

    def near(self, piece: str) -> str:
        """A hint for a piece that there is not."""


class PhoneSpelling:
    """Phones as in the CMU dictionary, in any case, with or without stress: `AE`, `ae1`."""

    what = "phone"

    def __init__(self, units: tuple[str, ...]) -> None:
        self._units = {unit.upper(): unit for unit in units}

    def variants(self, piece: str) -> tuple[Pronunciation, ...]:
        unit = self._units.get(piece.upper().rstrip("012"))
        return ((unit,),) if unit else ()

    def near(self, piece: str) -> str:
        return _near(piece.upper().rstrip("012"), list(self._units))


class PinyinSpelling:
    """Syllables in pinyin, with tone numbers (5 is the neutral tone) or without: `pin1`, `pin`, `lv4`."""

    what = "syllable"

    def __init__(self, syllables: Lexicon) -> None:
        """`syllables` gives the units of each syllable that the model knows."""
        self._exact: Mapping[str, tuple[Pronunciation, ...]] = {name: tuple(said) for name, said in syllables.items()}
        self._toneless: dict[str, tuple[Pronunciation, ...]] = {}
        for name, said in sorted(syllables.items()):
            bare = name.rstrip("12345")
            self._toneless[bare] = tuple(dict.fromkeys((*self._toneless.get(bare, ()), *said)))

    def variants(self, piece: str) -> tuple[Pronunciation, ...]:
        name = piece.lower().replace("ü", "v").replace("u:", "v")
        if name in self._exact:
            return self._exact[name]
        bare = name.rstrip("12345")
        toned = bare != name and any(f"{bare}{tone}" in self._exact for tone in "12345")
        return () if toned else self._toneless.get(bare, ())

    def near(self, piece: str) -> str:
        return _near(piece.lower(), [*self._exact, *self._toneless])


def _near(piece: str, known: list[str]) -> str:
    near = get_close_matches(piece, known, 1, 0.4)
    return f"Did you mean '{near[0]}'?" if near else f"There is: {', '.join(sorted(known)[:60])}"


def combine(pieces: list[tuple[Pronunciation, ...]]) -> tuple[Pronunciation, ...]:
    """Every way to say the pieces one after the other; nothing when there are more than MOST_VARIANTS."""
    count = 1
    for variants in pieces:
        count *= len(variants)
    if count > MOST_VARIANTS:
        return ()
    return tuple(dict.fromkeys(sum(one, ()) for one in product(*pieces)))
