"""What happens in a call, as the dialogue is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from ivr.handoff.estimate import Estimate, News
from ivr.speech.transcript import Transcript


@dataclass(frozen=True, slots=True)
class CallStarted:
    """The caller is on the line. `today` is the day of the call where the line stands; None: nobody knows.

    `now` is the moment the call began; without a time zone it is by the clock of whatever hours are asked about.
    """

    today: date | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """The caller has finished a turn; the transcript may be empty (a sound without words).

    `level_dbfs` is how loud they spoke, where that is known; `over_prompt` tells whether they spoke over a prompt, and
    `endless` that the line had to end the turn, or that it was one long noise.
    """

    transcript: Transcript
    level_dbfs: float | None = None
    over_prompt: bool = False
    endless: bool = False


@dataclass(frozen=True, slots=True)
class NoInput:
    """The caller was silent for as long as the last `Listen` wanted to wait."""


@dataclass(frozen=True, slots=True)
class LookupReturned:
    """A look-up is back: with a row, with none (missing), or it failed."""

    row: Mapping[str, str] | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class TransferQueued:
    """The ticket stands in the agent queue, at this place (1 is next) or, in a replay, at none to speak of.

    Where the desk is `attended` the caller stays on the line until an agent is there; the `estimate` tells how long,
    where anybody can.
    """

    position: int | None = None
    attended: bool = False
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True)
class PlaceChanged:
    """The caller has come to another place in the queue, or the wait is another than was told."""

    position: int
    estimate: Estimate | None = None
    news: News = News.SHORTER


@dataclass(frozen=True, slots=True)
class AgentAccepted:
    """An agent takes the caller who waits."""

    agent: str


@dataclass(frozen=True, slots=True)
class AgentLost:
    """The agent who was connected is gone, or passed the caller on: they wait on."""


@dataclass(frozen=True, slots=True)
class AgentFinished:
    """The agent is done with the caller."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What the caller asked for instead of waiting is kept with the ticket: a callback, or a message of `ms`."""

    ms: int = 0


@dataclass(frozen=True, slots=True)
class TransferFailed:
    """No ticket could be written."""


@dataclass(frozen=True, slots=True)
class RecognitionFailed:
    """The ears are broken; the caller is on the line and can still be spoken to."""


@dataclass(frozen=True, slots=True)
class RecordsFailed:
    """Nothing can be kept of this call any more; may happen at every moment."""


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller has left."""


Event: TypeAlias = (
    CallStarted
    | Heard
    | NoInput
    | LookupReturned
    | TransferQueued
    | PlaceChanged
    | AgentAccepted
    | AgentLost
    | AgentFinished
    | Noted
    | TransferFailed
    | RecognitionFailed
    | RecordsFailed
    | HungUp
)
