"""Which intent a sentence has, trained from examples, and whether it has any: as probabilities that keep their word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ivr.terms import Language
from ivr.understanding.calibration import fit_sharpness, softmax
from ivr.understanding.embeddings import Embedder, Embeddings
from ivr.understanding.features import Features
from ivr.understanding.labelled import Labelled
from ivr.understanding.matcher import NONE, Lesson, Matcher, left_out
from ivr.understanding.noise import Mishearing
from ivr.understanding.out_of_scope import Floats, OutOfScope

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

COPIES = 2
"""How many misheard copies of each sentence are learnt beside it."""

WORD_ERRORS = {Language.ENGLISH: 0.3, Language.MANDARIN: 0.15}
"""The share of words misheard in them; of Mandarin that of characters, two of which make a word. It is twice as high as
in what is measured: so more of the ways in which a word is misheard are learnt from."""

STRANGE = 0.3
"""The share of what callers say that is nobody's intent, where no sentences of callers tell it: an assumption."""

FOLDS, FEW_FOLDS, MANY = 5, 2, 3000
"""In so many parts examples are left out in turn, when no other sentences are there to learn probabilities from; in
few parts from so many sentences on, where each part takes seconds."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Intents from the likeliest down with their probabilities; what is missing to 1 is `out_of_scope`."""

    ranked: tuple[tuple[str, float], ...]
    out_of_scope: float


class IntentClassifier:
    """The same examples give the same classifier, and the same sentence the same probabilities.

    They are calibrated: of sentences that are given an intent with 0.8, some 80 % have it, in a mix like the one that
    the probabilities were learnt from. That is `held_out`, when there are sentences with and without an intent in it;
    else the examples and the chatter, each left out in turn.

    With an `embedder` it looks at what sentences mean, too.
    """

    def __init__(
        self,
        examples: Sequence[tuple[str, str]],
        chatter: Sequence[str],
        language: Language,
        held_out: Sequence[Labelled] = (),
        embedder: Embedder | None = None,
    ) -> None:
        """Train from (normalised text, intent) pairs, and from `chatter` that is nobody's intent here."""
        self.intents = sorted({intent for _, intent in examples})
        texts = [*(text for text, _ in examples), *chatter]
        labels = [*(intent for _, intent in examples), *(NONE for _ in chatter)]
        self._features = Features(texts, language)
        self._embedder = embedder
        vectors, copies = self._features.vectors(texts), self._copies(texts, language)
        lesson = Lesson(texts, vectors, labels, copies, language, self._meanings(texts))
        self._matcher = Matcher(lesson, self.intents)
        if len({line.intent is None for line in held_out}) == 2:
            labels = [line.intent or NONE for line in held_out]
            scores, signals = self._match([line.text for line in held_out])
            share = None
        else:
            scores, signals = left_out(lesson, self.intents, FOLDS if len(texts) < MANY else FEW_FOLDS)
            share = STRANGE
        meant = np.array([label != NONE for label in labels])
        right = [self.intents.index(label) for label in labels if label != NONE]
        self._sharpness = fit_sharpness(scores[meant], right)
        self._out_of_scope = OutOfScope(signals, ~meant, share)

    def rank(self, text: str) -> Ranking:
        """The ranking of one normalised sentence; of an empty one everything is out of scope."""
        if not text:
            return Ranking((), 1.0)
        likely, strange = self.weigh([text])
        order = np.argsort(-likely[0], kind="stable")
        ranked = tuple((self.intents[at], round(float(likely[0, at]), 4)) for at in order)
        return Ranking(ranked, round(float(strange[0]), 4))

    def weigh(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """For each normalised sentence (row) the probabilities of the `intents`, and that of being out of scope."""
        scores, signals = self._match(texts)
        strange = np.where([not text for text in texts], 1.0, self._out_of_scope.probability(signals))
        return softmax(scores, self._sharpness) * (1 - strange[:, np.newaxis]), strange

    def _match(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        return self._matcher.match(texts, self._features.vectors(texts), self._meanings(texts))

    def _meanings(self, texts: Sequence[str]) -> Embeddings | None:
        return None if self._embedder is None else self._embedder.encode(texts)

    def _copies(self, texts: Sequence[str], language: Language) -> list["csr_matrix"]:
        noise = Mishearing(texts, language)
        takes = ([noise.mishear(text, WORD_ERRORS[language], take) for text in texts] for take in range(COPIES))
        return [self._features.vectors(copy) for copy in takes]
