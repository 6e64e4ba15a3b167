"""Which of the questions that an author has answered a sentence asks, if any."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from threadpoolctl import threadpool_limits

from ivr.pinyin import syllables
from ivr.terms import Language
from ivr.understanding.n_grams import NGrams
from ivr.understanding.text import normalise

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

WORD = r"(?u)\b[\w']+\b"

STRANGE = ""
"""The class of everything that no entry answers."""

SURENESS = 30.0
"""Inverse regularisation of the logistic regression, as for the intents: few examples a class."""

FAMILIAR = 0.45
"""Cosine to the nearest question below which a sentence is partly strange: its scores shrink in proportion."""

NEAR = 90.0
"""Likeness, 0 to 100, from which an unknown word is taken for a word of the questions, but for one letter."""

LEAST_LETTERS = 4
"""Shorter words are like too many others."""

MOST = 3
"""How many entries are told of one sentence."""

YEARS_SETS = 16
"""Sets of entries that are kept learned: the set in force changes on few days of a year."""


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """An answered question: its name and the ways to ask it."""

    id: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that may be asked for, the nearest of its questions, and how likely it is."""

    entry: str
    question: str
    score: float


class KnowledgeBase:
    """Tells the questions of one flow from each other and from all else that callers say.

    TF-IDF of words and character n-grams (in Mandarin characters and their sounds) into a logistic regression with a
    class for each entry and one for what is none: the examples of the intents, and small talk. Measured on five draws
    of 15 intents of CLINC150 with five questions each, it answers 51 % of other wordings where 3 % of everything else
    is answered by mistake; the nearest question by cosine alone 43 %.
    """

    def __init__(self, entries: Sequence[EntrySpec], strangers: Sequence[str], language: Language) -> None:
        """Learn the words; `strangers` are sentences that no entry answers, at least one."""
        self._asked = [(entry.id, question) for entry in entries for question in entry.questions]
        self._questions = [normalise(question) for _, question in self._asked]
        self._language = language
        self._words = sorted({word for question in self._questions for word in question.split()})
        self._known = {*self._words, *(word for text in strangers for word in normalise(text).split())}
        if self._asked:
            learnt = [*self._questions, *map(normalise, strangers)]
            self._features = NGrams([(kind, 1.0) for kind in _kinds(language)], learnt)
            self._vectors = self._features.vectors(learnt)
        self._learned = lru_cache(YEARS_SETS)(self._learn)

    def learn(self, allowed: Set[str]) -> None:
        """Learn the `allowed` entries now, which the first search would else do."""
        if in_force := self._among(allowed):
            self._learned(in_force)

    def search(self, text: str, allowed: Set[str]) -> tuple[Match, ...]:
        """The `allowed` entries that a normalised text may ask for, the likeliest first."""
        in_force = self._among(allowed)
        if not text or not in_force:
            return ()
        vector = self._features.vectors([self._mended(text)])
        # each kind of n-gram has length 1, so the cosine of two sentences is half of their dot product
        alike = (self._vectors[: len(self._asked)] @ vector.T).toarray()[:, 0] / 2
        model = self._learned(in_force)
        likely = dict(zip(model.classes_, model.predict_proba(vector)[0], strict=True))
        found = []
        for entry in sorted(in_force):
            at = max((at for at, (name, _) in enumerate(self._asked) if name == entry), key=lambda at: alike[at])
            score = round(float(likely[entry] * min(1.0, alike[at] / FAMILIAR)), 4)
            found.append(Match(entry, self._asked[at][1], score))
        return tuple(sorted(found, key=lambda match: -match.score)[:MOST])

    def _among(self, allowed: Set[str]) -> frozenset[str]:
        return frozenset(entry for entry, _ in self._asked if entry in allowed)

    def _learn(self, in_force: frozenset[str]) -> "LogisticRegression":
        """A model of the entries in force; those that are not do not exist."""
        from sklearn.linear_model import LogisticRegression  # late: importing it takes the better part of a second

        keep = [at for at, (entry, _) in enumerate(self._asked) if entry in in_force]
        strange = range(len(self._asked), self._vectors.shape[0])
        labels = [self._asked[at][0] for at in keep] + [STRANGE] * len(strange)
        model = LogisticRegression(C=SURENESS, class_weight="balanced", max_iter=400)
        with threadpool_limits(limits=1):  # matrices this small only make the threads of a BLAS wait for each other
            return model.fit(self._vectors[[*keep, *strange]], labels)

    def _mended(self, text: str) -> str:
        """The text with words that nobody here knows replaced by the words of the questions that they resemble."""
        if self._language is Language.MANDARIN:
            return text  # a character that was misheard sounds alike, and sounds are compared
        return " ".join(map(self._mended_word, text.split()))

    def _mended_word(self, word: str) -> str:
        if word in self._known or len(word) < LEAST_LETTERS:
            return word
        near = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=NEAR)
        return str(near[0]) if near else word


def _kinds(language: Language) -> list["TfidfVectorizer"]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    if language is Language.MANDARIN:
        return [
            TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(tokenizer=syllables, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True),
        ]
    return [
        TfidfVectorizer(analyzer="word", token_pattern=WORD, ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    ]
