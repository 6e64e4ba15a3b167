"""Which output labels can come next from every state of a transducer: what look-ahead composition needs.

Labels are renumbered so that the sets are few intervals: in the order in which a depth-first walk along the
arcs without output finishes with them, all the words of a branch of the pronunciation tree get neighbouring
numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Intervals = tuple[tuple[int, int], ...]  # half-open, ascending, neither touching nor overlapping


@dataclass(frozen=True, slots=True)
class Reachability:
    """New label numbers (1 and up) and, per state, the labels that can come next."""

    numbers: dict[int, int]  # old output label -> new
    final_label: int  # the number that stands for "a path can end before another label"
    intervals: list[Intervals]  # (states,)


def merge(sets: Iterable[Intervals]) -> Intervals:
    """Return the union of some interval sets."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(interval for intervals in sets for interval in intervals):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


class _Walk:
    """Tarjan's strongly connected components along arcs without output, numbering labels on the way."""

    def __init__(self, successors: list[list[int]], labels: list[list[int]], is_final: Sequence[bool]) -> None:
        self._successors = successors
        self._labels = labels
        self._is_final = is_final
        self.numbers: dict[int, int] = {}
        self.final_label = 0
        self.sets: list[Intervals | None] = [None] * len(successors)
        self._index = [0] * len(successors)  # order of discovery, from 1
        self._low = [0] * len(successors)
        self._open: list[int] = []
        self._count = 0

    def run(self) -> None:
        for state in range(len(self._successors)):
            if not self._index[state]:
                self._visit(state)

    def _discover(self, state: int) -> None:
        self._count += 1
        self._index[state] = self._low[state] = self._count
        self._open.append(state)

    def _visit(self, root: int) -> None:
        """Walk everything reachable from `root` (without recursion: the graph is deep)."""
        self._discover(root)
        path = [(root, iter(self._successors[root]))]
        while path:
            state, remaining = path[-1]
            for successor in remaining:
                if not self._index[successor]:
                    self._discover(successor)
                    path.append((successor, iter(self._successors[successor])))
                    break
                if self.sets[successor] is None:  # still open: part of this component
                    self._low[state] = min(self._low[state], self._index[successor])
            else:
                path.pop()
                if path:
                    parent = path[-1][0]
                    self._low[parent] = min(self._low[parent], self._low[state])
                if self._low[state] == self._index[state]:
                    self._close(state)

    def _close(self, root: int) -> None:
        """Give all states of the finished component of `root` their common set."""
        component: list[int] = []
        while not component or component[-1] != root:
            component.append(self._open.pop())
        found = {intervals for state in component for s in self._successors[state] if (intervals := self.sets[s])}
        own = {self._number(label) for state in component for label in self._labels[state]}
        if any(self._is_final[state] for state in component):
            own.add(self._final_number())
        if own or len(found) != 1:
            found.update(((number, number + 1),) for number in own)
            result = merge(found)
        else:
            (result,) = found
        for state in component:
            self.sets[state] = result

    def _next_number(self) -> int:
        return len(self.numbers) + (self.final_label != 0) + 1

    def _number(self, label: int) -> int:
        if label not in self.numbers:
            self.numbers[label] = self._next_number()
        return self.numbers[label]

    def _final_number(self) -> int:
        if not self.final_label:
            self.final_label = self._next_number()
        return self.final_label


def find_reachable(
    sources: npt.NDArray[np.int64],
    targets: npt.NDArray[np.int32],
    outputs: npt.NDArray[np.int32],
    is_final: npt.NDArray[np.bool_],
) -> Reachability:
    """Return the label numbers and reachable sets of a transducer given as arrays of its arcs (A,)."""
    successors: list[list[int]] = [[] for _ in is_final]
    labels: list[list[int]] = [[] for _ in is_final]
    for source, target, output in zip(sources.tolist(), targets.tolist(), outputs.tolist(), strict=True):
        if output:
            labels[source].append(output)
        elif source != target:
            successors[source].append(target)
    walk = _Walk(successors, labels, is_final.tolist())
    walk.run()
    return Reachability(walk.numbers, walk.final_label, [intervals or () for intervals in walk.sets])
