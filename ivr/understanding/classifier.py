"""Which intent a sentence has, trained from the flow's own examples when the flow loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pypinyin import lazy_pinyin
from threadpoolctl import threadpool_limits

from ivr.terms import Language

if TYPE_CHECKING:
    from sklearn.pipeline import FeatureUnion

NONE = "none_of_these"
"""The class of small talk and other lines' business; no author's intent can have this name."""

SURENESS = 30.0
"""Inverse regularisation of the logistic regression: with some 20 examples an intent, less of it leaves every
probability timid."""

WORD = r"(?u)\b[\w']+\b"

FAMILIAR = 0.45
"""Cosine to the nearest example below which a sentence is partly strange: its scores shrink in proportion.
Median cosine to the nearest other example, over the examples of the retail line: 0.56 in English, 0.54 in Mandarin;
of the chatter 0.38."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Intents from the likeliest down with their probabilities; what is missing to 1 is `out_of_scope`."""

    ranked: tuple[tuple[str, float], ...]
    out_of_scope: float


class IntentClassifier:
    """TF-IDF of word and character n-grams into a logistic regression; the same examples give the same classifier."""

    def __init__(self, examples: Sequence[tuple[str, str]], chatter: Sequence[str], language: Language) -> None:
        """Train from (normalised text, intent) pairs, and from `chatter` that is nobody's intent here."""
        from sklearn.linear_model import (
            LogisticRegression,
        )  # late: importing scikit-learn takes the better part of a second

        texts = [text for text, _ in examples] + list(chatter)
        labels = [intent for _, intent in examples] + [NONE] * len(chatter)
        self._features = _features(language)
        vectors = self._features.fit_transform(texts)
        self._model = LogisticRegression(C=SURENESS, class_weight="balanced", max_iter=400)
        with threadpool_limits(limits=1):  # matrices this small only make the threads of a BLAS wait for each other
            self._model.fit(vectors, labels)
        self._examples = vectors[: len(examples)]

    def rank(self, text: str) -> Ranking:
        """The ranking of one normalised sentence; of an empty one everything is out of scope."""
        if not text:
            return Ranking((), 1.0)
        vector = self._features.transform([text])
        # each half of the union has length 1, so the cosine of two sentences is half of their dot product
        nearest = float((self._examples @ vector.T).max()) / 2
        familiar = min(1.0, nearest / FAMILIAR)
        scores = self._model.predict_proba(vector)[0] * familiar
        order = np.argsort(-scores, kind="stable")
        ranked = tuple(
            (str(self._model.classes_[at]), round(float(scores[at]), 4))
            for at in order
            if self._model.classes_[at] != NONE
        )
        return Ranking(ranked, round(max(0.0, 1.0 - sum(score for _, score in ranked)), 4))


def _features(language: Language) -> "FeatureUnion":
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    if language is Language.MANDARIN:
        return make_union(
            TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(tokenizer=lazy_pinyin, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True),
        )
    return make_union(
        TfidfVectorizer(analyzer="word", token_pattern=WORD, ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
