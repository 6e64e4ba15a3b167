"""How sentences are to be told apart."""

from collections.abc import Iterator

from ivr.errors import Problem
from ivr.flow.loader import LoadedFlow
from ivr.terms import Language


def embeddings(loaded: LoadedFlow) -> Iterator[Problem]:
    """Sentence embeddings where they know the language."""
    if loaded.flow.understanding.embeddings and loaded.flow.language is not Language.ENGLISH:
        message = "understanding.embeddings: sentence embeddings know English only"
        fix = "Leave it out; this line is understood by its words"
        yield loaded.places.problem(("understanding", "embeddings"), "english-only", message, fix)


CHECKS = (embeddings,)
