"""What the graph needs to know of an acoustic model of triphones: its phones, and which outputs score their states."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# A triphone: position in the word (see POSITIONS), base phone, left neighbour, right neighbour.
Triphone = tuple[int, int, int, int]
POSITIONS = {
    "I": 0,
    "B": 1,
    "E": 2,
    "S": 3,
}  # internal, begin, end, single: the order of Sphinx's word_posn_t


@dataclass(frozen=True, slots=True)
class ModelDefinition:
    """P base phones and the triphones made of them; a senone is a tied state, an output of the network."""

    phones: tuple[str, ...]  # base phones; index = number of the phone
    triphones: dict[Triphone, int]  # row of `senones`; the first P rows are the phones without neighbours
    senones: Ints  # (P and triphones, 3): senone of each state
    transitions: Floats  # (P, 3, 4): from state to state; rows sum to one

    def number(self, phone: str) -> int:
        """Return the number of a base phone."""
        return self.phones.index(phone)

    def tied_senones(self) -> list[list[list[int]]]:
        """Return for each base phone and state every senone that may score it in some context, sorted."""
        bases = np.arange(len(self.phones))
        owner = np.concatenate([bases, np.array([base for _, base, _, _ in self.triphones], np.int64)])
        rows = np.concatenate([bases, np.array(list(self.triphones.values()), np.int64)])
        return [
            [
                np.unique(self.senones[rows[owner == phone], position]).tolist()
                for position in range(self.senones.shape[1])
            ]
            for phone in bases
        ]

    def write(self, path: Path) -> None:
        """Write it as numpy's .npz; the same definition gives the same bytes."""
        with path.open("wb") as file:
            np.savez(
                file,
                phones=np.array(self.phones),
                triphones=np.array(list(self.triphones), np.int8).T,
                rows=np.array(list(self.triphones.values()), np.int32),
                senones=self.senones.astype(np.uint16).T,
                transitions=self.transitions,
            )

    @classmethod
    def read(cls, path: Path) -> ModelDefinition:
        """Read what `write` wrote. Raises OSError, and ValueError or KeyError when the file is something else."""
        with np.load(path, allow_pickle=False) as stored:
            keys: list[Triphone] = list(zip(*stored["triphones"].tolist(), strict=True))
            triphones = dict(zip(keys, stored["rows"].tolist(), strict=True))
            phones = tuple(str(name) for name in stored["phones"])
            return cls(phones, triphones, stored["senones"].T.astype(np.int64), stored["transitions"])
