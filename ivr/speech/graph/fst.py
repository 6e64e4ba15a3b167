"""Weighted transducers as arrays, written in OpenFst's binary formats `const` and `olabel_lookahead`."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ivr.speech.graph.reachability import Reachability

ARC = np.dtype([("input", "<i4"), ("output", "<i4"), ("cost", "<f4"), ("target", "<i4")])
_STATE = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("silent_inputs", "<u4"), ("silent_outputs", "<u4")]
)

_MAGIC = 2125659606
_ADD_ON_MAGIC = 446681434
_UNALIGNED = 2  # version of the `const` format whose arrays follow each other without gaps

# OpenFst's property bits (properties.h); those not set here are found out by the reader when it needs them.
_EXPANDED = 1 << 0
_ACCEPTOR = 1 << 16
_INPUT_SORTED = 1 << 28
_OUTPUT_SORTED = 1 << 30


@dataclass(frozen=True, slots=True)
class Transducer:
    """States 0 to len(finals)-1, start state 0; costs are negative natural logarithms."""

    sources: npt.NDArray[np.int64]  # (A,): source state of each arc
    arcs: npt.NDArray[np.void]  # (A,) of ARC
    finals: npt.NDArray[np.float64]  # (states,): final cost, infinity where not final

    def sorted_by(self, label: str) -> Transducer:
        """Return the same transducer with each state's arcs ordered by "input" or "output" label."""
        order = np.lexsort((self.arcs["target"], self.arcs["input"], self.arcs[label], self.sources))
        return Transducer(self.sources[order], self.arcs[order], self.finals)

    def with_outputs(self, numbers: npt.NDArray[np.int64]) -> Transducer:
        """Return the transducer with output label i replaced by numbers[i]."""
        arcs = self.arcs.copy()
        arcs["output"] = numbers[arcs["output"]]
        return Transducer(self.sources, arcs, self.finals)


class TransducerBuilder:
    """Collects arcs and names of states."""

    def __init__(self) -> None:
        """Begin empty: the first state made is the start."""
        self._arcs: list[tuple[int, int, int, int, float]] = []
        self._finals: dict[int, float] = {}
        self._states = 0

    def add_states(self, count: int) -> int:
        """Make `count` states with consecutive numbers; return the first."""
        first = self._states
        self._states += count
        return first

    def add_arc(self, source: int, target: int, input_: int = 0, output: int = 0, cost: float = 0.0) -> None:
        """Add an arc."""
        self._arcs.append((source, input_, output, target, cost))

    def set_final(self, state: int, cost: float = 0.0) -> None:
        """Let `state` end a path."""
        self._finals[state] = cost

    def build(self) -> Transducer:
        """Return the transducer without the states that are on no path from the start to a final state."""
        table = np.array(self._arcs, np.float64)
        finals = np.full(self._states, np.inf)
        finals[list(self._finals)] = list(self._finals.values())
        sources, targets = table[:, 0].astype(np.int64), table[:, 3].astype(np.int64)
        start = np.zeros(self._states, bool)
        start[0] = True
        kept = _closure(start, sources, targets) & _closure(np.isfinite(finals), targets, sources)
        renumbered = np.cumsum(kept) - 1
        table = table[kept[sources] & kept[targets]]
        arcs = np.empty(len(table), ARC)
        arcs["input"], arcs["output"], arcs["cost"] = table[:, 1], table[:, 2], table[:, 4]
        arcs["target"] = renumbered[table[:, 3].astype(np.int64)]
        return Transducer(renumbered[table[:, 0].astype(np.int64)], arcs, finals[kept])


def _closure(
    seeds: npt.NDArray[np.bool_], sources: npt.NDArray[np.int64], targets: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Return which states can be reached from the seeds along arcs."""
    reached = seeds.copy()
    while True:
        new = np.unique(targets[reached[sources] & ~reached[targets]])
        if not len(new):
            return reached
        reached[new] = True


def _header(kind: str, version: int, properties: int, start: int, size: tuple[int, int]) -> bytes:
    """Return a file header; `size` is the numbers of states and arcs."""
    names = b"".join(struct.pack("<i", len(name)) + name.encode("ascii") for name in (kind, "standard"))
    return struct.pack("<i", _MAGIC) + names + struct.pack("<2iQ3q", version, 0, properties, start, *size)


def serialise_const(transducer: Transducer, sorted_by: str) -> bytes:
    """Return the file content of a `const` transducer, its arcs sorted by "input" or "output" label."""
    ordered = transducer.sorted_by(sorted_by)
    properties = _EXPANDED | (_INPUT_SORTED if sorted_by == "input" else _OUTPUT_SORTED)
    if np.array_equal(ordered.arcs["input"], ordered.arcs["output"]):
        properties |= _ACCEPTOR | _INPUT_SORTED | _OUTPUT_SORTED
    number = len(ordered.finals)
    states = np.zeros(number, _STATE)
    states["final"] = ordered.finals
    states["arcs"] = np.bincount(ordered.sources, minlength=number)
    states["first"][1:] = np.cumsum(states["arcs"])[:-1]
    for column, label in (("silent_inputs", "input"), ("silent_outputs", "output")):
        states[column] = np.bincount(ordered.sources[ordered.arcs[label] == 0], minlength=number)
    header = _header("const", _UNALIGNED, properties, 0, (number, len(ordered.arcs)))
    return header + states.tobytes() + ordered.arcs.tobytes()


def serialise_lookahead(transducer: Transducer, reach: Reachability) -> bytes:
    """Return the file content of an `olabel_lookahead` transducer whose output labels are already `reach`'s.

    The format is a header, a `const` transducer sorted by output label, and the add-on of the matcher: for
    every state the intervals of the output labels that can come next.
    """
    outer = _header("olabel_lookahead", 1, _EXPANDED | _OUTPUT_SORTED, -1, (0, 0))
    inner = serialise_const(transducer, "output")
    # There is an add-on, none for the input side, one for the output side (which reaches outputs, without the
    # table of relabelling), and its label for "a final state can be reached".
    flags = struct.pack("<5?i", True, False, True, False, False, reach.final_label)
    sets = [_interval_set(intervals) for intervals in reach.intervals]
    add_on = struct.pack("<i", _ADD_ON_MAGIC), flags, struct.pack("<q", len(sets))
    return b"".join((outer, add_on[0], inner, *add_on[1:], *sets))


def _interval_set(intervals: Sequence[tuple[int, int]]) -> bytes:
    """Return one set: the number of half-open intervals, their ends, and how many labels they hold."""
    ends = [end for interval in intervals for end in interval]
    size = sum(end - begin for begin, end in intervals)
    return struct.pack(f"<q{len(ends)}ii", len(intervals), *ends, size)
