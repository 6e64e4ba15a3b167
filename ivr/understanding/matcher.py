"""How well sentences match examples: scores of the intents, and signals that it is none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ivr.terms import Language
from ivr.understanding.coverage import Coverage
from ivr.understanding.embeddings import Embeddings, MeaningMatcher
from ivr.understanding.linear import LinearModel
from ivr.understanding.out_of_scope import Floats, signals

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NONE = "none_of_these"
"""The class of small talk and other lines' business; no author's intent can have this name."""

COPY_WEIGHT = 0.3
"""How much a misheard copy of an example counts beside it."""

MEANING_WEIGHT = 0.6
"""How much a score by meaning counts beside that by words: more is as good where every word is heard, and worse where
some are misheard."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Sentences to learn from: their texts, vectors, intents (or NONE), the vectors of their misheard copies, and their
    embeddings where there are any."""

    texts: Sequence[str]
    vectors: "csr_matrix"
    labels: Sequence[str]
    copies: Sequence["csr_matrix"]
    language: Language
    meanings: Embeddings | None = None

    def part(self, rows: Sequence[int]) -> "Lesson":
        """Only some of the sentences."""
        return Lesson(
            [self.texts[at] for at in rows],
            self.vectors[rows],
            [self.labels[at] for at in rows],
            [copy[rows] for copy in self.copies],
            self.language,
            None if self.meanings is None else self.meanings[rows],
        )


class Matcher:
    """Knows the examples of a lesson."""

    def __init__(self, lesson: Lesson, intents: Sequence[str]) -> None:
        from scipy.sparse import vstack

        stacked = vstack([lesson.vectors, *lesson.copies], format="csr")
        weights = np.repeat([1.0, *(COPY_WEIGHT for _ in lesson.copies)], len(lesson.texts))
        labels = [*lesson.labels] * (1 + len(lesson.copies))
        self._linear = LinearModel(stacked, labels, [*intents, NONE], weights)
        meant = lesson.part([at for at, label in enumerate(lesson.labels) if label != NONE])
        self._intents = intents
        self._coverage = Coverage(meant.texts, meant.labels, lesson.language)
        self._meaning: MeaningMatcher | None = None
        if lesson.meanings is not None:
            self._meaning = MeaningMatcher(lesson.meanings, lesson.labels, [*intents, NONE])

    def match(
        self, texts: Sequence[str], vectors: "csr_matrix", meanings: Embeddings | None = None
    ) -> tuple[Floats, Floats]:
        """For each sentence (row) the scores of the intents (columns), and its signals.

        A matcher that learnt from embeddings needs those of the sentences, and adds the scores by meaning.
        """
        scores = self._linear.scores(vectors)
        found = [signals(scores)]
        if self._meaning is not None and meanings is not None:
            meant, further = self._meaning.match(meanings)
            scores, found = scores + MEANING_WEIGHT * meant, [*found, further]
        likeliest = [self._intents[at] for at in scores[:, :-1].argmax(axis=1)]
        found.append(self._coverage.shares(texts, likeliest))
        return scores[:, :-1], np.hstack(found)


def left_out(lesson: Lesson, intents: Sequence[str], folds: int) -> tuple[Floats, Floats]:
    """Scores and signals of the lesson's own sentences, each from a matcher that has not seen it."""
    order = sorted(range(len(lesson.labels)), key=lambda at: lesson.labels[at])  # each intent in all parts
    turn = np.empty(len(order), dtype=int)
    turn[order] = np.arange(len(order)) % folds
    scores: list[Floats] = []
    found: list[Floats] = []
    back: list[int] = []
    for fold in range(folds):
        held = np.flatnonzero(turn == fold)
        rest = lesson.part(np.flatnonzero(turn != fold).tolist())
        part = lesson.part(held.tolist())
        one, two = Matcher(rest, intents).match(part.texts, part.vectors, part.meanings)
        scores, found, back = [*scores, one], [*found, two], [*back, *held.tolist()]
    again = np.argsort(back)
    return np.vstack(scores)[again], np.vstack(found)[again]
