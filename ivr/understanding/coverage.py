"""How much of a sentence was ever said in the examples."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import fsum, log

import numpy as np

from ivr.terms import Language
from ivr.understanding.out_of_scope import Floats
from ivr.understanding.sound import sounds
from ivr.understanding.text import units

LETTERS = 5
"""Length of the pieces of words that are compared."""

UNHEARD_OF = 1.0
"""How much more a word weighs that no example has than one that a single example has."""


class Coverage:
    """Knows the words, the pairs of neighbours and the pieces of words of some sentences."""

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        self._language = language
        said = [_pieces(text, language) for text in texts]
        counts = Counter(word for words, _, _ in said for word in words)
        self._weights = {word: 1 + log(len(texts) / count) for word, count in counts.items()}
        self._heaviest = max(self._weights.values(), default=1.0) + UNHEARD_OF
        self._pairs = frozenset[object]().union(*(pairs for _, pairs, _ in said))
        self._parts = frozenset[object]().union(*(parts for _, _, parts in said))

    def shares(self, texts: Sequence[str]) -> Floats:
        """For each sentence the known share of its words, where rare ones weigh more, of its pairs and its pieces."""
        return np.array([self._of_one(text) for text in texts]).reshape(-1, 3)

    def _of_one(self, text: str) -> tuple[float, float, float]:
        words, pairs, parts = _pieces(text, self._language)
        known = fsum(self._weights.get(word, 0.0) for word in words)  # the same sum in whatever order
        unknown = self._heaviest * sum(word not in self._weights for word in words)
        return (
            _share(known, known + unknown),
            _share(len(pairs & self._pairs), len(pairs)),
            _share(len(parts & self._parts), len(parts)),
        )


def _share(known: float, of: float) -> float:
    """The share, drawn a little to a half: one known piece of one tells less than ten of ten."""
    return (known + 0.5) / (of + 1)


def _pieces(text: str, language: Language) -> tuple[set[str], set[object], set[object]]:
    """The words, the pairs of neighbours and the pieces; in Mandarin characters, their pairs, and pairs of sounds."""
    if language is Language.MANDARIN:
        return set(units(text)), set(pairwise(units(text))), set(pairwise(sounds([text], language)))
    words = text.split()
    padded = [f" {word} " for word in words]
    parts = {word[at : at + LETTERS] for word in padded for at in range(max(1, len(word) - LETTERS + 1))}
    return set(words), set(pairwise(words)), set(parts)
