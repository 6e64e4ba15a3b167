"""The graph of a model whose units need no context."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ivr.speech.graph.folder import UNKNOWN, WordGraph
from ivr.speech.graph.kaldi_io import KaldiReader
from ivr.speech.graph.lexicon import Lexicon
from ivr.speech.graph.unit_graph import UnitGraphBuilder, UnitGraphCosts, UnitGraphs, UnitPhones, UnitTransitions

UNITS = ("SIL", "n", "i", "h", "ao", "er")
LEXICON: Lexicon = {
    "你": [("n", "i")],
    "你好": [("n", "i", "h", "ao")],
    "好": [("h", "ao")],
    "二": [("er",)],
    "儿": [("er",)],
}
COSTS = UnitGraphCosts(silence=1.0, word=-0.25, unknown=3.0)


@pytest.fixture
def graph() -> WordGraph:
    """The graph of five words, two of which sound alike."""
    return UnitGraphBuilder(UNITS, COSTS).build(LEXICON)


def transitions(*names: str) -> list[int]:
    """The transitions of some phones, each entered and stayed in for one more frame."""
    phones = UnitPhones(UNITS)
    numbers = [phones.names.index(name) + 1 for name in names]
    return [t for number in numbers for t in (UnitTransitions.entering(number), UnitTransitions.staying(number))]


def sentences(graph: WordGraph, inputs: Sequence[int]) -> dict[tuple[str, ...], float]:
    """The words that a string of transitions may stand for, with their least costs."""
    fst = graph.transducer
    found: dict[tuple[str, ...], float] = {}
    paths: list[tuple[int, int, tuple[str, ...], float, frozenset[int]]] = [(0, 0, (), 0.0, frozenset())]
    while paths:
        state, place, words, cost, passed = paths.pop()
        if place == len(inputs) and np.isfinite(fst.finals[state]):
            total = cost + float(fst.finals[state])
            found[words] = min(total, found.get(words, np.inf))
        for arc in fst.arcs[fst.sources == state]:
            target, label = int(arc["target"]), int(arc["output"])
            heard = (*words, graph.words[label - 1]) if label else words
            if arc["input"] == 0 and target not in passed:
                paths.append((target, place, heard, cost + float(arc["cost"]), passed | {target}))
            elif place < len(inputs) and arc["input"] == inputs[place]:
                paths.append((target, place + 1, heard, cost + float(arc["cost"]), frozenset()))
    return found


def test_a_word_between_silences(graph: WordGraph) -> None:
    """Silence at the beginning costs nothing, at the end as much as between words; a word has its own cost."""
    inputs = transitions("SIL", "n_B", "i_E", "SIL")

    assert sentences(graph, inputs)["你",] == pytest.approx(1.0 - 0.25)


def test_words_that_sound_alike_are_all_found(graph: WordGraph) -> None:
    """The grammar decides between them."""
    assert sentences(graph, transitions("SIL", "er_S")).keys() == {("二",), ("儿",)}


def test_words_follow_each_other_without_silence(graph: WordGraph) -> None:
    """The position of a unit in its word tells 你 好 from 你好."""
    apart = sentences(graph, transitions("n_B", "i_E", "h_B", "ao_E"))
    together = sentences(graph, transitions("n_B", "i_I", "h_I", "ao_E"))

    assert ("你", "好") in apart
    assert ("你好",) not in apart
    assert ("你好",) in together


def test_garbage_is_the_unknown_word_at_a_price(graph: WordGraph) -> None:
    """However long it is."""
    short, long = transitions("SIL", "SPN_S", "SIL"), transitions("SIL", "SPN_S") + transitions("SPN_S")[1:] * 9

    assert sentences(graph, short) == {(UNKNOWN,): pytest.approx(3.0 + 1.0)}
    assert sentences(graph, long + transitions("SIL")).keys() == {(UNKNOWN,)}


def test_the_numbering_does_not_depend_on_the_words() -> None:
    """A graph of other words goes with the same acoustic model."""
    small = UnitGraphBuilder(UNITS).build({"二": [("er",)]})
    large = UnitGraphBuilder(UNITS).build(LEXICON)

    assert small.transitions.serialise() == large.transitions.serialise()


def test_the_transition_model_names_the_outputs_of_every_phone(graph: WordGraph) -> None:
    """Output 2u scores the first frame of unit u, 2u + 1 the others, whatever the position."""
    content = graph.transitions.serialise()
    reader = KaldiReader(content[content.index(b"<Tuples>") :])
    reader.token()
    rows = [tuple(reader.integer() for _ in range(4)) for _ in range(reader.integer())]

    assert rows[:2] == [(1, 0, 1, 1), (2, 0, 0, 0)]
    assert rows[2:6] == [(phone, 0, 2, 3) for phone in (3, 4, 5, 6)]
    assert len(rows) == 2 + 4 * (len(UNITS) - 1) == len(graph.transitions.states)


def test_a_unit_that_the_model_lacks() -> None:
    """Such a word is refused, by the unit."""
    with pytest.raises(KeyError, match="zh"):
        UnitGraphBuilder(UNITS).build({"中": [("zh", "ong")]})


def test_what_makes_graphs_is_kept_in_a_folder(tmp_path: Path) -> None:
    """Read again, it makes the same graphs."""
    makes = UnitGraphs(UNITS)
    makes.write(tmp_path)

    assert UnitGraphs.read(tmp_path) == makes
    assert makes.units == ("ao", "er", "h", "i", "n")
    assert makes.build(LEXICON).words == UnitGraphBuilder(UNITS).build(LEXICON).words


def test_silence_comes_first() -> None:
    """The network's first outputs are silence."""
    with pytest.raises(ValueError, match="SIL"):
        UnitGraphBuilder(("n", "SIL"))
