"""The grammar of a flow's sentences."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.graph.bigrams import sentence_grammar
from ivr.speech.graph.fst import Transducer

WORDS = ["my", "order", "refund", "where"]
NUMBERS = {word: number for number, word in enumerate(WORDS, start=1)}


def cost(grammar: Transducer, sentence: list[str]) -> float:
    """The cheapest way through the grammar; infinite when there is none."""
    best = {0: 0.0}
    for label in [*(NUMBERS[word] for word in sentence), None]:
        for state, so_far in list(best.items()):
            for arc in arcs_from(grammar, state):
                if arc["output"] == 0 and so_far + arc["cost"] < best.get(int(arc["target"]), np.inf):
                    best[int(arc["target"])] = so_far + float(arc["cost"])
        if label is None:
            return min((so_far + float(grammar.finals[state]) for state, so_far in best.items()), default=np.inf)
        following: dict[int, float] = {}
        for state, so_far in best.items():
            for arc in arcs_from(grammar, state):
                if arc["output"] == label:
                    target, total = int(arc["target"]), so_far + float(arc["cost"])
                    following[target] = min(total, following.get(target, np.inf))
        best = following
    return np.inf


def arcs_from(grammar: Transducer, state: int) -> list[np.void]:
    """The arcs that leave a state."""
    return [arc for source, arc in zip(grammar.sources, grammar.arcs, strict=True) if source == state]


def test_sentences_that_were_given_are_likelier_than_their_words_in_disorder() -> None:
    """Both can be heard."""
    grammar = sentence_grammar([["where", "my", "order"], ["my", "refund"]], WORDS, NUMBERS)

    assert cost(grammar, ["where", "my", "order"]) < cost(grammar, ["order", "my", "where"]) < np.inf


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=4), max_size=6), st.lists(st.sampled_from(WORDS), max_size=4))
def test_any_words_can_be_heard(sentences: list[list[str]], said: list[str]) -> None:
    """Whatever the sentences were."""
    assert -1e-6 <= cost(sentence_grammar(sentences, WORDS, NUMBERS), said) < np.inf


def test_what_was_given_more_often_is_likelier() -> None:
    """Here "refund" after "my"; "where" was never seen there."""
    grammar = sentence_grammar([["my", "refund"], ["my", "refund"], ["my", "order"]], WORDS, NUMBERS)

    assert cost(grammar, ["my", "refund"]) < cost(grammar, ["my", "order"]) < cost(grammar, ["my", "where"])
