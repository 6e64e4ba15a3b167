"""What a model carries for making graphs, written and read back."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.speech.graph.definition import ModelDefinition
from ivr.speech.graph.folder import write_graph
from ivr.speech.graph.kit import TriphoneGraphs, read_kit, write_kit
from ivr.speech.graph.lexicon import Lexicon, read_dictionaries, write_dictionary
from ivr.speech.graph.transitions import TransitionModel

LEXICON: Lexicon = {"ab": [("A", "B")], "b": [("B",), ("B", "A")]}


def test_a_kit_reads_back(definition: ModelDefinition, tmp_path: Path) -> None:
    """The definition, the dictionary and the syllables come back; fillers are no units."""
    write_kit(tmp_path, "triphones", LEXICON, TriphoneGraphs(definition).write, {"ba1": [("B", "A")]})

    kit = read_kit(tmp_path)

    assert isinstance(kit.graphs, TriphoneGraphs)
    again = kit.graphs.definition
    assert (again.phones, again.triphones) == (definition.phones, definition.triphones)
    assert np.array_equal(definition.senones, again.senones)
    assert np.array_equal(definition.transitions, again.transitions)
    assert kit.graphs.units == ("A", "B")
    assert (kit.lexicon, kit.syllables) == (LEXICON, {"ba1": [("B", "A")]})


def test_a_definition_is_always_written_alike(definition: ModelDefinition, tmp_path: Path) -> None:
    """The same definition gives the same bytes: nothing of the clock is in them."""
    for name in ("one", "two"):
        definition.write(tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_unknown_context_is_refused(tmp_path: Path) -> None:
    """A kit of a later version is not taken for one of this."""
    (tmp_path / "adapt").mkdir()
    (tmp_path / "adapt" / "kit.json").write_text(json.dumps({"context": "pentaphones"}), "utf-8")

    with pytest.raises(KeyError, match="pentaphones"):
        read_kit(tmp_path)


WORDS = st.text("abcdé'拼多0123456789", min_size=1, max_size=6)
PHONES = st.lists(st.sampled_from(["A", "B", "in1"]), min_size=1, max_size=4).map(tuple)


@given(st.dictionaries(WORDS, st.lists(PHONES, min_size=1, max_size=3)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_dictionary_reads_back(tmp_path: Path, lexicon: Lexicon) -> None:
    """Whatever the words and the number of their variants."""
    write_dictionary(tmp_path / "lexicon.txt", lexicon)

    assert read_dictionaries(tmp_path / "lexicon.txt") == lexicon


def test_transitions_are_numbered_alike_whatever_the_words(definition: ModelDefinition) -> None:
    """So one network file, which holds the numbering, serves the graph of any words."""
    one_word: Lexicon = {"b": [("B",)]}
    few, many = (TriphoneGraphs(definition).build(lexicon) for lexicon in (one_word, LEXICON))

    assert few.transitions.states == many.transitions.states
    used = set(many.transducer.arcs["input"].tolist()) - {0}
    assert used <= set(range(1, 2 * len(many.transitions.states) + 1))


def test_every_senone_of_a_phone_is_numbered_at_every_place_in_a_word(definition: ModelDefinition) -> None:
    """Even where only the beginning of a word was heard in training: the search backs off to it."""
    transitions = TriphoneGraphs(definition).build(LEXICON).transitions

    assert isinstance(transitions, TransitionModel)
    senones = {state.senone for state in transitions.states if state.position == 0}
    phones_of_15 = [state.phone for state in transitions.states if state.senone == 15]
    assert senones == {0, 3, 6, 9, 12, 15}
    assert len(phones_of_15) == 4


def test_the_words_of_a_graph_are_those_of_its_table(definition: ModelDefinition, tmp_path: Path) -> None:
    """words.txt numbers each word as the graph's arcs do."""
    numbers = write_graph(tmp_path, TriphoneGraphs(definition).build(LEXICON))

    table = dict(line.rsplit(" ", 1) for line in (tmp_path / "words.txt").read_text("utf-8").splitlines())
    assert {word: int(number) for word, number in table.items()} == numbers
    assert {"ab", "b", "[unk]", "<eps>"} <= numbers.keys()
