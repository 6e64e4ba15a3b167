"""The words of the Mandarin starter, how they are read, and sentences cut into them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ivr.speech.graph.lexicon import Lexicon
from models.recipe.mandarin.pinyin import pronunciations, readings, units

SERVICE_WORDS = Path(__file__).with_name("service_words.zh.txt")
SERVICE_PRONUNCIATIONS = Path(__file__).with_name("service_pronunciations.zh.dict")

Reading = tuple[str, ...]  # pinyin syllables with tone numbers


def common_characters() -> list[str]:
    """Return the 3,755 characters of level 1 of GB 2312 (its rows 16 to 55), in their order."""
    codes = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return [character for code in codes if (character := code.decode("gb2312", errors="ignore"))]


def read_words(path: Path) -> list[str]:
    """Read a word list: blank-separated words, "#" begins a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines for word in line.partition("#")[0].split()]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with their pronunciations in units, and with their likeliest reading for the voice."""

    lexicon: Lexicon
    readings: dict[str, Reading]
    service_words: tuple[str, ...]

    def syllables(self) -> Lexicon:
        """Return the units of every syllable that is in some word, by its toneless name."""
        names = {syllable.rstrip("12345") for reading in self.readings.values() for syllable in reading}
        return {name: [units(name)] for name in sorted(names)}

    def cut(self, text: str) -> list[str]:
        """Cut a text without blanks into the fewest words, longer words first where that is a draw.

        Raises ValueError when some character belongs to no word.
        """
        longest = max(map(len, self.lexicon))
        best: list[tuple[int, list[str]]] = [(0, [])]  # for every end: number of words, the words
        for end in range(1, len(text) + 1):
            starts = range(max(0, end - longest), end)
            ways = [(best[s][0] + 1, [*best[s][1], text[s:end]]) for s in starts if text[s:end] in self.lexicon]
            best.append(min(ways, key=lambda way: way[0], default=(len(text) ** 2, [])))
        if best[-1][0] > len(text):
            raise ValueError(f"not made of known words: {text}")
        return best[-1][1]


def load_vocabulary() -> Vocabulary:
    """Return the words of the starter: the service words and all common characters.

    Raises ValueError for a service word that has no pronunciation.
    """
    special = _special_readings()
    service = tuple(dict.fromkeys([*special, *read_words(SERVICE_WORDS)]))
    lexicon: Lexicon = {}
    likeliest: dict[str, Reading] = {}
    for word in dict.fromkeys([*service, *common_characters()]):
        if word in special:
            lexicon[word], likeliest[word] = [_in_units(special[word])], special[word]
            continue
        lexicon[word] = pronunciations(word)
        if not lexicon[word]:
            raise ValueError(f"no pronunciation for {word}")
        likeliest[word] = readings(word)[0]
    return Vocabulary(lexicon, likeliest, service)


def _special_readings() -> dict[str, Reading]:
    lines = SERVICE_PRONUNCIATIONS.read_text(encoding="utf-8").splitlines()
    return {word: tuple(syllables) for word, *syllables in map(str.split, lines)}


def _in_units(reading: Iterable[str]) -> tuple[str, ...]:
    return tuple(unit for syllable in reading for unit in units(syllable))
