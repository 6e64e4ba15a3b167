"""The folder graph/ of a model, as libvosk reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from ivr.speech.graph.fst import Transducer, serialise_lookahead
from ivr.speech.graph.reachability import find_reachable

UNKNOWN = "[unk]"
EXTRA_SYMBOLS = ("#0", "<s>", "</s>")  # Kaldi expects them in words.txt; nothing in the graph carries them


class PhoneNames(Protocol):
    """The phones as the graph numbers them."""

    @property
    def names(self) -> Sequence[str]:
        """Their names, from number 1."""

    @property
    def boundary(self) -> dict[int, str]:
        """For each number: begin, internal, end or singleton of a word, or nonword."""


class Transitions(Protocol):
    """The numbering of the transitions, two for each state."""

    @property
    def states(self) -> Sequence[object]:
        """The states, in the order of their numbers."""

    def serialise(self) -> bytes:
        """Return Kaldi's `TransitionModel`."""


@dataclass(frozen=True, slots=True)
class WordGraph:
    """A graph without a grammar: transitions in, words out."""

    transducer: Transducer  # output labels: 1 and up, in the order of `words`
    words: tuple[str, ...]  # UNKNOWN among them
    phones: PhoneNames
    transitions: Transitions


def write_graph(folder: Path, graph: WordGraph) -> dict[str, int]:
    """Write HCLr.fst and the tables beside it; return the numbers of the words as in words.txt."""
    fst = graph.transducer
    reach = find_reachable(fst.sources, fst.arcs["target"], fst.arcs["output"], np.isfinite(fst.finals))
    table = np.zeros(len(graph.words) + 1, np.int64)
    table[list(reach.numbers)] = list(reach.numbers.values())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "HCLr.fst").write_bytes(serialise_lookahead(fst.with_outputs(table), reach))
    numbers = number_words([*graph.words, *EXTRA_SYMBOLS], reach.numbers)
    _write_tables(folder, graph, numbers)
    return numbers


def number_words(words: Sequence[str], relabelled: dict[int, int]) -> dict[str, int]:
    """Return the numbers of words.txt: those the graph was relabelled with, then the words it does not carry.

    `relabelled` maps the first numbering (1 and up, in the order of `words`) to the graph's.
    """
    numbers = {"<eps>": 0}
    following = max(relabelled.values()) + 2  # one number may stand for "final"
    for first, word in enumerate(words, start=1):
        if first in relabelled:
            numbers[word] = relabelled[first]
        else:
            numbers[word] = following
            following += 1
    return numbers


def _write_tables(folder: Path, graph: WordGraph, numbers: dict[str, int]) -> None:
    """Write the text tables of the graph folder."""
    by_number = sorted(numbers.items(), key=lambda pair: pair[1])
    _write_lines(folder / "words.txt", (f"{word} {number}" for word, number in by_number))
    _write_lines(
        folder / "phones.txt",
        ["<eps> 0", *(f"{name} {number}" for number, name in enumerate(graph.phones.names, start=1))],
    )
    _write_lines(
        folder / "phones" / "word_boundary.int",
        (f"{number} {kind}" for number, kind in sorted(graph.phones.boundary.items())),
    )
    # No arc carries the transition number that would stand for "#0": the graph needs no disambiguation.
    _write_lines(folder / "disambig_tid.int", [str(2 * len(graph.transitions.states) + 1)])


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
