"""The transition model: numbering of (phone, state, senone) and the Kaldi object that holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from ivr.speech.graph.definition import Floats
from ivr.speech.graph.kaldi_io import KaldiWriter


class HmmState(NamedTuple):
    """One state of one phone of the graph; the sort order is Kaldi's numbering order."""

    phone: int  # number in phones.txt
    position: int  # within the phone, from 0
    senone: int  # column of the network's output


class TransitionModel:
    """Each state owns two transitions: 2i+1 stays in it, 2i+2 leaves it (i = its rank)."""

    def __init__(self, states: Iterable[HmmState], base_phone: Mapping[int, int], matrices: Floats) -> None:
        """Number the states; `base_phone` gives the row of `matrices` (P, states, states + 1) for each phone."""
        self.states = sorted(set(states))
        self._rank = {state: rank for rank, state in enumerate(self.states)}
        self._base_phone = dict(base_phone)
        self._matrices = matrices

    def staying(self, state: HmmState) -> int:
        """Return the transition number of the self-loop."""
        return 2 * self._rank[state] + 1

    def leaving(self, state: HmmState) -> int:
        """Return the transition number of the step to the next state."""
        return 2 * self._rank[state] + 2

    def probabilities(self, state: HmmState) -> tuple[float, float]:
        """Return the probabilities of staying and leaving."""
        row = self._matrices[self._base_phone[state.phone], state.position]
        return float(row[state.position]), float(row[state.position + 1])

    def serialise(self) -> bytes:
        """Return the object as Kaldi's `TransitionModel::Write` would write it."""
        writer = KaldiWriter().token("<TransitionModel>")
        self._write_topology(writer)
        writer.token("<Triples>").integer(len(self.states))
        for state in self.states:
            writer.integer(state.phone).integer(state.position).integer(state.senone)
        logarithms = np.zeros(2 * len(self.states) + 1)
        logarithms[1:] = np.log([p for state in self.states for p in self.probabilities(state)])
        writer.token("</Triples>", "<LogProbs>").vector(logarithms)
        return writer.token("</LogProbs>", "</TransitionModel>").content()

    def _write_topology(self, writer: KaldiWriter) -> None:
        """Write one left-to-right topology shared by all phones (its own probabilities are never used)."""
        phones = sorted(self._base_phone)
        entry = np.full(max(phones) + 1, -1)
        entry[phones] = 0
        writer.token("<Topology>").integers(phones).integers(entry)
        states = self._matrices.shape[1]
        writer.integer(1).integer(states + 1)
        for position in range(states):
            writer.integer(position).integer(2)
            writer.integer(position).single(0.5).integer(position + 1).single(0.5)
        writer.integer(-1).integer(0).token("</Topology>")
