"""What the classifier looks at in a sentence: words, pairs of words wherever they stand, letters, sounds."""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ivr.terms import Language
from ivr.understanding.n_grams import NGrams
from ivr.understanding.sound import sounds
from ivr.understanding.text import units

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

WORD = r"(?u)\b[\w']+\b"

PAIRS, SOUNDS = 0.6, 0.7
"""Weights of word pairs and of English sounds beside words and letters, which weigh 1 each."""


class Features:
    """Weighted n-grams, learnt from the author's sentences."""

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        kinds = _english() if language is Language.ENGLISH else _mandarin()
        longest = np.sqrt(sum(weight**2 for _, weight in kinds))
        self._n_grams = NGrams([(kind, weight / longest) for kind, weight in kinds], texts)

    def vectors(self, texts: Sequence[str]) -> "csr_matrix":
        """The sentences as vectors, one a row; all are of one length, but for those without a known n-gram."""
        return self._n_grams.vectors(texts)


def word_pairs(text: str) -> list[str]:
    """Every two words of a sentence, in whatever order and however far apart they stand."""
    return [f"{first} {second}" for first, second in combinations(sorted(set(text.split())), 2)]


def _english() -> list[tuple["TfidfVectorizer", float]]:
    return [
        (_weighted(token_pattern=WORD, ngram_range=(1, 2)), 1.0),
        (_weighted(analyzer="char_wb", ngram_range=(2, 5)), 1.0),
        (_weighted(analyzer=word_pairs, min_df=2), PAIRS),
        (_weighted(tokenizer=_english_sounds, token_pattern=None, ngram_range=(1, 2)), SOUNDS),
    ]


def _mandarin() -> list[tuple["TfidfVectorizer", float]]:
    return [
        (_weighted(tokenizer=units, token_pattern=None, ngram_range=(1, 2)), 1.0),
        (_weighted(tokenizer=_mandarin_sounds, token_pattern=None, ngram_range=(1, 2)), 1.0),
    ]


def _english_sounds(text: str) -> list[str]:
    return sounds(text.split(), Language.ENGLISH)


def _mandarin_sounds(text: str) -> list[str]:
    return sounds([text], Language.MANDARIN)


def _weighted(**how: object) -> "TfidfVectorizer":
    from sklearn.feature_extraction.text import TfidfVectorizer  # late: it takes the better part of a second

    return TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **how)
