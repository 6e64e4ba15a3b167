"""The decoding graph of a model whose units sound the same beside any neighbour.

Each unit is one state with two outputs of the network: one for its first frame, one for the frames after
that (the topology of Kaldi's "chain" models). Words share a prefix tree; the last unit of all words that end
alike is one state. Between words there may be silence. `[unk]` is a phone of its own, which fits all speech a
little. (A loop of all units would fit it better, and makes lattices that take libvosk seconds to sort out.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ivr.speech.graph.folder import UNKNOWN, WordGraph
from ivr.speech.graph.fst import TransducerBuilder
from ivr.speech.graph.kaldi_io import KaldiWriter
from ivr.speech.graph.lexicon import Lexicon
from ivr.speech.graph.triphones import WORD_POSITIONS

SILENCE, GARBAGE = "SIL", "SPN"
_UNITS = "units.txt"


@dataclass(frozen=True, slots=True)
class UnitGraphCosts:
    """Costs in negative natural logarithms, on the scale of the grammar's."""

    silence: float = 1.0  # to pause between two words, or to begin or end without silence
    word: float = -2.0  # of each word: units that follow their like (二二, 一一) are easily heard as one
    unknown: float = 3.0  # to take a stretch for [unk]


class UnitPhones:
    """The graph's phones: 1 silence, 2 garbage, then each unit four times, by its position in the word (B, I, E, S)."""

    def __init__(self, units: Sequence[str]) -> None:
        """Number the phones of the units; the first unit must be silence."""
        if not units or units[0] != SILENCE:
            raise ValueError(f"the first unit must be {SILENCE}")
        self.units = tuple(units)
        self.names = [
            SILENCE,
            f"{GARBAGE}_S",
            *(f"{unit}_{position}" for unit in units[1:] for position in WORD_POSITIONS),
        ]
        kinds = list(WORD_POSITIONS.values()) * (len(units) - 1)
        self.boundary = dict(enumerate(["nonword", "singleton", *kinds], start=1))
        self._number = {name: number for number, name in enumerate(self.names, start=1)}

    def number(self, unit: str, position: str) -> int:
        """Return the number of a unit at a position; raises KeyError for an unknown one."""
        return self._number[SILENCE if unit == SILENCE else f"{unit}_{position}"]


class UnitTransitions:
    """Each phone is one state with two transitions: 2p - 1 stays in it, 2p enters it (p = the phone's number)."""

    def __init__(self, phones: UnitPhones) -> None:
        """Number the transitions of all phones, whichever of them a graph uses."""
        self.states = tuple(range(1, len(phones.names) + 1))
        units = [number for number in range(1, len(phones.units)) for _ in WORD_POSITIONS]
        self._outputs = [(1, 1), (0, 0), *((2 * unit, 2 * unit + 1) for unit in units)]

    @staticmethod
    def staying(phone: int) -> int:
        """Return the transition number of the self-loop."""
        return 2 * phone - 1

    @staticmethod
    def entering(phone: int) -> int:
        """Return the transition number of a phone's first frame."""
        return 2 * phone

    def serialise(self) -> bytes:
        """Return the object as Kaldi's `TransitionModel::Write` would.

        The network's output 2u scores the first frame of unit u, 2u + 1 the others; output 1 all frames of silence,
        output 0 all of garbage.
        """
        count = len(self.states)
        writer = KaldiWriter().token("<TransitionModel>", "<Topology>").integers(self.states)
        writer.integers([-1, *[0] * count])
        writer.integer(-1).integer(1)  # the format with separate outputs for self-loops; one entry for all phones
        writer.integer(2).integer(0).integer(1)  # two states; the first has output classes 0 and 1 ...
        writer.integer(2).integer(0).single(0.5).integer(1).single(0.5)  # ... and two transitions
        writer.integer(-1).integer(-1).integer(0).token("</Topology>", "<Tuples>").integer(count)
        for phone, (first, others) in zip(self.states, self._outputs, strict=True):
            writer.integer(phone).integer(0).integer(first).integer(others)
        logarithms = np.full(2 * count + 1, np.log(0.5))
        logarithms[0] = 0.0
        writer.token("</Tuples>", "<LogProbs>").vector(logarithms)
        return writer.token("</LogProbs>", "</TransitionModel>").content()


@dataclass(frozen=True, slots=True)
class UnitGraphs:
    """Makes graphs for one acoustic model; `outputs` are its units in the order of its outputs, silence first."""

    outputs: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """What pronunciations are made of, sorted."""
        return tuple(sorted(set(self.outputs) - {SILENCE}))

    def build(self, lexicon: Lexicon) -> WordGraph:
        """Return the graph of these words. Raises KeyError for a unit that the model lacks."""
        return UnitGraphBuilder(self.outputs).build(lexicon)

    @classmethod
    def read(cls, folder: Path) -> UnitGraphs:
        """Read the units in a model's folder adapt/."""
        return cls(tuple((folder / _UNITS).read_text("utf-8").split()))

    def write(self, folder: Path) -> None:
        """Write them there."""
        (folder / _UNITS).write_text("".join(f"{unit}\n" for unit in self.outputs), "utf-8", newline="\n")


class UnitGraphBuilder:
    """Builds the graph of a list of words; `build` may be called once."""

    def __init__(self, units: Sequence[str], costs: UnitGraphCosts | None = None) -> None:
        """Prepare; `units` in the order of the network's outputs, silence first."""
        self._phones = UnitPhones(units)
        self._costs = costs or UnitGraphCosts()
        self._fst = TransducerBuilder()
        start = self._fst.add_states(1)
        self._between, self._word = self._fst.add_states(1), self._fst.add_states(1)
        self._ends: dict[int, int] = {}  # phone that ends words -> its state
        self._add_silence(start)

    def build(self, lexicon: Lexicon) -> WordGraph:
        """Return the graph of these words. Raises KeyError for a unit that the model lacks."""
        words = (*sorted(lexicon), UNKNOWN)
        tree: dict[tuple[str, ...], int] = {(): self._word}
        for label, word in enumerate(words[:-1], start=1):
            for pronunciation in sorted(set(lexicon[word])):
                self._add_word(tree, pronunciation, label)
        self._add_unknown(len(words))
        return WordGraph(self._fst.build(), words, self._phones, UnitTransitions(self._phones))

    def _enter(self, source: int, phone: int, target: int, *, output: int = 0, cost: float = 0.0) -> None:
        self._fst.add_arc(source, target, UnitTransitions.entering(phone), output, cost)

    def _add_phone(self, phone: int) -> int:
        """Add the state that a phone stays in."""
        state = self._fst.add_states(1)
        self._fst.add_arc(state, state, UnitTransitions.staying(phone))
        return state

    def _add_silence(self, start: int) -> None:
        phone = self._phones.number(SILENCE, "")
        silence = self._add_phone(phone)
        self._enter(start, phone, silence)
        self._fst.add_arc(start, self._word, cost=self._costs.silence)
        self._enter(self._between, phone, silence, cost=self._costs.silence)
        self._fst.add_arc(self._between, self._word)
        self._fst.add_arc(silence, self._word)
        self._fst.set_final(silence)
        self._fst.set_final(self._between, self._costs.silence)

    def _end(self, phone: int) -> int:
        """Return the state of a phone at the end of words."""
        if phone not in self._ends:
            self._ends[phone] = self._add_phone(phone)
            self._fst.add_arc(self._ends[phone], self._between)
        return self._ends[phone]

    def _add_word(self, tree: dict[tuple[str, ...], int], pronunciation: tuple[str, ...], label: int) -> None:
        """Add a branch of the prefix tree; the word's label is on the arc into its last unit."""
        node = self._word
        for place, unit in enumerate(pronunciation[:-1]):
            prefix = pronunciation[: place + 1]
            if prefix not in tree:
                phone = self._phones.number(unit, "I" if place else "B")
                tree[prefix] = self._add_phone(phone)
                self._enter(node, phone, tree[prefix])
            node = tree[prefix]
        phone = self._phones.number(pronunciation[-1], "E" if len(pronunciation) > 1 else "S")
        self._enter(node, phone, self._end(phone), output=label, cost=self._costs.word)

    def _add_unknown(self, label: int) -> None:
        """Add the word [unk]: one phone, as long as it likes."""
        phone = self._phones.number(GARBAGE, "S")
        self._enter(self._word, phone, self._end(phone), output=label, cost=self._costs.unknown)
