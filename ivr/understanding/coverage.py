"""How much of a sentence was ever said in the examples, and how much of it in those of the likeliest intent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from math import fsum, log

import numpy as np

from ivr.terms import Language
from ivr.understanding.out_of_scope import Floats
from ivr.understanding.sound import sounds
from ivr.understanding.text import units

LETTERS = 4
"""Length of the pieces of words that are compared."""

UNHEARD_OF = 1.0
"""How much more a word or piece weighs that no example has than one that a single example has."""

Piece = str | tuple[str, str]


class Coverage:
    """Knows the words and the pairs of neighbours of some sentences, and the pieces of words of each intent's."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], language: Language) -> None:
        self._language = language
        pieces = [_pieces(text, language) for text in texts]
        self._words = _Rarity(units(text) for text in texts)
        self._rarity = _Rarity(pieces)
        self._pairs = {pair for text in texts for pair in pairwise(units(text))}
        self._pieces: defaultdict[str, set[Piece]] = defaultdict(set)
        for label, found in zip(labels, pieces, strict=True):
            self._pieces[label] |= found

    def shares(self, texts: Sequence[str], likeliest: Sequence[str]) -> Floats:
        """For each sentence the share of its words and of its pairs that any example has, and of its pieces that those
        of its likeliest intent have. What is rare weighs more, but for pairs."""
        found = [self._of_one(text, intent) for text, intent in zip(texts, likeliest, strict=True)]
        return np.array(found).reshape(-1, 3)

    def _of_one(self, text: str, likeliest: str) -> tuple[float, float, float]:
        words, pairs = set(units(text)), set(pairwise(units(text)))
        pieces, known = _pieces(text, self._language), self._pieces.get(likeliest, set())
        return (
            self._words.share(words, self._words.known),
            _share(len(pairs & self._pairs), len(pairs)),
            self._rarity.share(pieces, known),
        )


class _Rarity:
    """How much words or pieces weigh: the more, the fewer of the sentences have them."""

    def __init__(self, sentences: Iterable[Iterable[Piece]]) -> None:
        said = [set(sentence) for sentence in sentences]
        counts = Counter(piece for sentence in said for piece in sentence)
        self._weights = {piece: 1 + log(len(said) / count) for piece, count in counts.items()}
        self._heaviest = max(self._weights.values(), default=1.0) + UNHEARD_OF
        self.known = frozenset(self._weights)

    def share(self, pieces: Set[Piece], known: Set[Piece]) -> float:
        """How much of the pieces is among the known."""
        return _share(self._of(pieces & known), self._of(pieces))

    def _of(self, pieces: Iterable[Piece]) -> float:
        return fsum(self._weights.get(piece, self._heaviest) for piece in pieces)  # the same sum in whatever order


def _share(known: float, of: float) -> float:
    """The share, drawn a little to a half: one known piece of one tells less than ten of ten."""
    return (known + 0.5) / (of + 1)


def _pieces(text: str, language: Language) -> set[Piece]:
    """The pieces of words; in Mandarin the pairs of sounds, or the only one."""
    if language is Language.MANDARIN:
        said = sounds([text], language)
        return set(pairwise(said)) or set(said)
    padded = [f" {word} " for word in text.split()]
    return {word[at : at + LETTERS] for word in padded for at in range(max(1, len(word) - LETTERS + 1))}
