"""How long a caller still waits, as it may be told: no lower figure than is honest, none more exact than it is."""

import math
from dataclasses import dataclass
from enum import StrEnum

LEVEL = 0.85
"""The share of callers who are to be served within what is told."""

TOLD_MINUTES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 90, 120, 150, 180)
"""The figures that are told; the longer the wait, the fewer."""

QUIET_S = 45
"""So long nothing is told again, however much changes."""

BETTER = 0.6
"""What is left of the wait that was told, when that is worth telling."""

WORSE = 1.25
"""How much longer it takes than was told, when that has to be told."""


class Grounds(StrEnum):
    """What an estimate stands on."""

    LIVE = "live"  # what happened lately
    PRIOR = "prior"  # what is usual anywhere: next to nothing happened yet
    NOBODY = "nobody"  # nobody can take the ticket, so nothing can be said


@dataclass(frozen=True, slots=True)
class Estimate:
    """The wait of the caller at `place` (1 is the next one served): half of all callers who stood like this are served
    within `half_s`, most (LEVEL) within `most_s`. `model_half_s` and `model_most_s` are what these were before they
    were corrected by how earlier estimates were kept. Seconds; all of them 0 where nothing can be said."""

    place: int
    grounds: Grounds
    half_s: float = 0.0
    most_s: float = 0.0
    model_half_s: float = 0.0
    model_most_s: float = 0.0

    @property
    def known(self) -> bool:
        """Whether a time can be told."""
        return self.grounds is not Grounds.NOBODY

    @property
    def minutes(self) -> int:
        """What is told: `most_s`, up to the next figure that people say."""
        return minutes_told(self.most_s)


class News(StrEnum):
    """How an estimate differs from the last one that was told."""

    NONE = "none"  # not enough to speak of it
    FIRST = "first"  # nothing was told yet
    SHORTER = "shorter"
    LONGER = "longer"
    LOST = "lost"  # it could be said, and cannot any more


def minutes_told(seconds: float) -> int:
    """The least figure that people say and that is no less than so many seconds; beyond the table whole hours."""
    return next((minutes for minutes in TOLD_MINUTES if seconds <= minutes * 60), math.ceil(seconds / 3600) * 60)


def news(told: Estimate | None, ago_s: float, now: Estimate) -> News:
    """What is to be told of the estimate `now`, after `told` was told `ago_s` seconds ago."""
    if told is None:
        return News.FIRST
    if ago_s < QUIET_S:
        return News.NONE
    if not (told.known and now.known):
        return News.NONE if told.known is now.known else News.SHORTER if now.known else News.LOST
    left_s = told.minutes * 60 - ago_s
    if now.most_s > max(left_s, 0) + 60 and ago_s + now.most_s > WORSE * told.minutes * 60:
        return News.LONGER
    nearer = now.place < told.place
    return News.SHORTER if nearer and now.minutes <= BETTER * told.minutes else News.NONE
