"""Intents told apart by what sentences mean, with an embedder that knows a few synonyms."""

from collections.abc import Sequence

import numpy as np
import pytest

from ivr.terms import Language
from ivr.understanding.classifier import IntentClassifier
from ivr.understanding.embeddings import Embeddings, MeaningMatcher
from ivr.understanding.labelled import Labelled

MEANINGS = [
    {"parcel", "delivery", "consignment", "shipment"},
    {"money", "refund", "reimbursement", "cash"},
    {"weather", "song", "football", "tower"},
]
EXAMPLES = [
    ("where is my parcel", "track"),
    ("has the parcel been sent", "track"),
    ("my delivery is late", "track"),
    ("i want my money", "refund"),
    ("a refund please", "refund"),
    ("give me the money", "refund"),
]
CHATTER = ["how is the weather", "sing a song", "is it football today", "who sings that song"]


class Synonyms:
    """Each group of words is a direction; what has none of them lies between."""

    def encode(self, texts: Sequence[str]) -> Embeddings:
        found = [[0.1 + len(group & set(text.split())) for group in MEANINGS] for text in texts]
        rows = np.array(found, np.float32).reshape(-1, len(MEANINGS))
        unit: Embeddings = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def _train(embedder: Synonyms | None) -> IntentClassifier:
    return IntentClassifier(EXAMPLES, CHATTER, Language.ENGLISH, embedder=embedder)


@pytest.mark.parametrize(("text", "intent"), [("any consignment", "track"), ("my reimbursement", "refund")])
def test_what_no_example_says_is_understood_by_its_meaning(text: str, intent: str) -> None:
    """With an embedder its intent is likely, without one it is not."""
    by_words, by_meaning = (dict(_train(embedder).rank(text).ranked) for embedder in (None, Synonyms()))

    assert by_meaning[intent] > 0.5 > by_words[intent]


def test_what_means_something_else_is_likelier_to_be_out_of_scope() -> None:
    """Though it has the words of an intent."""
    by_words, by_meaning = (_train(embedder).rank("my tower is late").out_of_scope for embedder in (None, Synonyms()))

    assert by_words < 0.5 < by_meaning


def test_probabilities_are_learnt_from_held_out_sentences_too() -> None:
    """Their meanings are looked at, like those of the examples."""
    held_out = [Labelled("the shipment", "track"), Labelled("my cash", "refund"), Labelled("a tower", None)]
    classifier = IntentClassifier(EXAMPLES, [], Language.ENGLISH, held_out, Synonyms())

    assert classifier.rank("which shipment").ranked[0][0] == "track"
    assert classifier.rank("").out_of_scope == 1


def test_the_same_examples_make_the_same_classifier() -> None:
    """Also with embeddings."""
    first, second = (_train(Synonyms()).rank("where is the money") for _ in range(2))

    assert first == second


def test_signals_tell_how_near_the_examples_and_their_middle_are() -> None:
    """After the best score, its two leads and the energy; sentences of no intent are no examples."""
    rows = np.eye(3, dtype=np.float32)
    matcher = MeaningMatcher(rows[[0, 0, 1, 1, 2]], ["a", "a", "b", "b", "none"], ["a", "b", "none"])

    scores, found = matcher.match(rows)

    assert scores.argmax(axis=1).tolist() == [0, 1, 2]
    assert found[:, 4].tolist() == pytest.approx([1, 1, 0])
    assert found[:, 5].tolist() == pytest.approx([2 / 3, 2 / 3, 0])
    assert found[:, 6].tolist() == pytest.approx([1, 1, 0])
