"""Phones as the graph numbers them, and the senones of a phone in its context."""

from __future__ import annotations

from collections.abc import Iterator

from ivr.speech.graph.definition import POSITIONS, ModelDefinition
from ivr.speech.graph.transitions import HmmState

SILENCE, NOISE, SPOKEN_NOISE = "SIL", "+NSN+", "+SPN+"
FILLERS = (SILENCE, NOISE, SPOKEN_NOISE)
WORD_POSITIONS = {"B": "begin", "I": "internal", "E": "end", "S": "singleton"}

Senones = tuple[int, int, int]


class PhoneTable:
    """The graph's phones: fillers (1 silence, 2 noise, 3 spoken noise), then each base phone four times."""

    def __init__(self, definition: ModelDefinition) -> None:
        """Number the phones: fillers first, then the base phones, each in its positions B, I, E, S."""
        self.names = ["SIL", "NSN", "SPN_S"]
        self.base = {number: definition.number(name) for number, name in enumerate(FILLERS, start=1)}
        self.boundary = {1: "nonword", 2: "nonword", 3: "singleton"}
        self._number: dict[tuple[int, str], int] = {}
        for base, name in enumerate(definition.phones):
            if name in FILLERS:
                continue
            for position, description in WORD_POSITIONS.items():
                self.names.append(f"{name}_{position}")
                number = len(self.names)
                self._number[base, position] = number
                self.base[number] = base
                self.boundary[number] = description

    def states(self, definition: ModelDefinition) -> Iterator[HmmState]:
        """Yield every state that the graph of any words may have; fillers know no neighbours."""
        tied = definition.tied_senones()
        for phone, base in self.base.items():
            for position, senones in enumerate(tied[base]):
                alone = [int(definition.senones[base, position])]
                yield from (HmmState(phone, position, one) for one in (alone if phone <= len(FILLERS) else senones))

    def number(self, base: int, position: str) -> int:
        """Return the graph's number of a base phone at a position in the word (B, I, E, S)."""
        return self._number[base, position]


class TriphoneLookup:
    """Finds the senones of a phone between two neighbours, with the back-off of pocketsphinx."""

    def __init__(self, definition: ModelDefinition) -> None:
        """Keep the definition; neighbours that are fillers count as silence."""
        self._definition = definition
        self._silence = definition.number(SILENCE)
        self._fillers = {definition.number(name) for name in FILLERS}
        self._found: dict[tuple[str, int, int, int], Senones] = {}

    def context_free(self, base: int) -> Senones:
        """Return the senones of a phone regardless of its neighbours."""
        return self._senones(base)

    def find(self, position: str, base: int, left: int, right: int) -> Senones:
        """Return the senones of `base` at `position` (B, I, E, S) between `left` and `right`."""
        key = (position, base, left, right)
        if key not in self._found:
            self._found[key] = self._senones(self._row(*key))
        return self._found[key]

    def _senones(self, row: int) -> Senones:
        first, second, third = (int(senone) for senone in self._definition.senones[row])
        return first, second, third

    def _row(self, position: str, base: int, left: int, right: int) -> int:
        """Try the context itself, then silence for the neighbour in the next word, then no context at all."""
        left = self._silence if left in self._fillers else left
        right = self._silence if right in self._fillers else right
        row = self._anywhere(position, base, left, right)
        if row is None:
            outer_left = self._silence if position in "BS" else left
            outer_right = self._silence if position in "ES" else right
            row = self._anywhere(position, base, outer_left, outer_right)
        return base if row is None else row

    def _anywhere(self, position: str, base: int, left: int, right: int) -> int | None:
        """Return the row of the triphone at `position`, or failing that at any position in the word."""
        triphones = self._definition.triphones
        for code in (POSITIONS[position], *POSITIONS.values()):
            row = triphones.get((code, base, left, right))
            if row is not None:
                return row
        return None
