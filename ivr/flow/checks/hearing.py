"""Words that a speech model cannot hear."""

from collections.abc import Iterator

from ivr.errors import Problem
from ivr.flow.loader import LoadedFlow
from ivr.flow.vocabulary import own_texts
from ivr.speech.segmentation import segment
from ivr.understanding.text import normalise


def unheard(loaded: LoadedFlow, model: str, vocabulary: frozenset[str]) -> Iterator[Problem]:
    """Every word of the author's examples and choices that a model with this vocabulary lacks, where it first stands.

    Nothing when the model does not tell its words.
    """
    told: set[str] = set()
    for trail, text in own_texts(loaded.flow) if vocabulary else ():
        for word in segment(normalise(text), vocabulary):
            if word not in vocabulary and word not in told:
                told.add(word)
                message = f"'{word}' is a word that the speech model {model} cannot hear"
                fix = "`ivr models adapt` gives it a pronunciation; or write it as it is spoken"
                yield loaded.places.problem(trail, "unheard-word", message, fix, severity="warning")
