"""How far what was heard is from what was said: errors in tokens (words or characters), and shares with intervals."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

Z_95 = 1.959964
"""The 97.5 % point of the standard normal distribution: two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Errors:
    """The least number of edits that turn what was said (`tokens` long) into what was heard."""

    tokens: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    @property
    def total(self) -> int:
        """All edits."""
        return self.substitutions + self.deletions + self.insertions

    @property
    def percent(self) -> float | None:
        """The error rate in percent of what was said; above 100 when much was invented, None when nothing was said."""
        return 100 * self.total / self.tokens if self.tokens else None

    def __add__(self, other: "Errors") -> "Errors":
        return Errors(
            self.tokens + other.tokens,
            self.substitutions + other.substitutions,
            self.deletions + other.deletions,
            self.insertions + other.insertions,
        )


def errors_between(said: Sequence[str], heard: Sequence[str]) -> Errors:
    """Count the errors of one utterance."""
    tags = [edit.tag for edit in Levenshtein.editops(said, heard)]
    return Errors(len(said), tags.count("replace"), tags.count("delete"), tags.count("insert"))


def confusions(said: Sequence[str], heard: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each error as the pair of what was said and what was heard in its place; one of them is empty when missing."""
    for edit in Levenshtein.editops(said, heard):
        yield (
            "" if edit.tag == "insert" else said[edit.src_pos],
            "" if edit.tag == "delete" else heard[edit.dest_pos],
        )


@dataclass(frozen=True, slots=True)
class Share:
    """So many `right` of so many."""

    right: int
    of: int

    @property
    def percent(self) -> float | None:
        """None of nothing."""
        return 100 * self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval in percent, by Wilson's score (1927), which holds for few trials and near 0 and 100 %.

        It takes the trials for independent; utterances of one speaker are not quite.
        """
        if not self.of:
            return 0.0, 100.0
        share, spread = self.right / self.of, Z_95**2 / self.of
        centre = share + spread / 2
        half = Z_95 * math.sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        low, high = (centre - half) / (1 + spread), (centre + half) / (1 + spread)
        return 100 * max(0.0, low), 100 * min(1.0, high)
