"""Yesterday's calls through the live version and through a draft: what would change for callers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from ivr.call.typed import MS_PER_CHARACTER
from ivr.dialogue.actions import Action, EndCall, LookUp, Play, TransferTo
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Event, Heard, HungUp, LookupReturned, NoInput, TransferQueued
from ivr.dialogue.state import Asked, Question
from ivr.errors import OperatorError
from ivr.flow.model import Flow
from ivr.lookups.lookup import Lookup
from ivr.publishing.files import digest
from ivr.publishing.version import Files
from ivr.records.model import Turn
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Disposition, Language
from ivr.understanding.interpreter import Understanding

CHUNK = 20
"""Calls on record that a worker is given at once."""

MUCH_LONGER_MS = 5_000
"""From how much more speech on a call counts as longer, though it has no more turns."""

Asking: TypeAlias = tuple[Asked, str]
"""A question, and (where it is an open one) the node that asks it: the answer to another question is not known."""


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call on record."""

    id: str
    started: datetime
    turns: tuple[Turn, ...]


class Side(Protocol):
    """One of the two flows, ready to take calls."""

    @property
    def flow(self) -> Flow:
        """The flow."""

    @property
    def understanding(self) -> Understanding:
        """What was learnt from it."""

    @property
    def lookups(self) -> Mapping[str, Lookup]:
        """Its tables."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call goes, as far as that can be known: `stopped` tells that the recording does not answer what was asked.

    `place` is the queue for a call that is transferred, else the node at which it ends or stops.
    """

    place: str
    disposition: Disposition | None
    turns: int
    ms: int
    stopped: bool
    asked: tuple[Asking, ...]


class Effect(StrEnum):
    """What a draft would change in a call."""

    SAME = "same"
    OTHER_VERSION = "other_version"  # the live version does not go the way that is on record
    UNREADABLE = "unreadable"  # no recording that can be played
    CANNOT_KNOW = "cannot_know"  # the draft asks something that the recording does not answer
    ROUTED = "routed"
    CONTAINED = "contained"
    TRANSFERRED = "transferred"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One call through both; `place` before and after, and how many more turns and seconds the draft takes."""

    call: str
    effects: tuple[Effect, ...]
    before: str
    after: str
    at_turn: int
    more_turns: int
    more_seconds: float


def compared(call: PastCall, live: Side, draft: Side) -> Comparison:
    """What would change in one call on record."""
    before = _replayed(call, live, _on_record(call))
    if before.stopped:
        return _comparison(call.id, before, before, (Effect.OTHER_VERSION,))
    after = _replayed(call, draft, _as_before(before))
    if after.stopped:
        return _comparison(call.id, before, after, (Effect.CANNOT_KNOW,))
    return difference(call.id, before, after)


def difference(call: str, before: Outcome, after: Outcome) -> Comparison:
    """What would change in a call that goes so, and with the draft so."""
    return _comparison(call, before, after, tuple(_effects(before, after)) or (Effect.SAME,))


def unreadable(call: str) -> Comparison:
    """A call that cannot be replayed at all."""
    return Comparison(call, (Effect.UNREADABLE,), "", "", 0, 0, 0.0)


def _comparison(call: str, before: Outcome, after: Outcome, effects: tuple[Effect, ...]) -> Comparison:
    known = not after.stopped
    more = (after.turns - before.turns, round((after.ms - before.ms) / 1000, 1)) if known else (0, 0.0)
    return Comparison(call, effects, before.place, after.place, after.turns, *more)


def _effects(before: Outcome, after: Outcome) -> Iterator[Effect]:
    if before.place != after.place:
        yield Effect.ROUTED
    if before.disposition is not after.disposition:
        if after.disposition is Disposition.CONTAINED:
            yield Effect.CONTAINED
        elif after.disposition is Disposition.TRANSFERRED:
            yield Effect.TRANSFERRED
    if after.turns > before.turns or after.ms >= before.ms + MUCH_LONGER_MS:
        yield Effect.LONGER


Fits: TypeAlias = Callable[[int, Dialogue], bool]
"""Whether turn number so-and-so of the recording answers what the dialogue asks."""


def _on_record(call: PastCall) -> Fits:
    nodes = [turn.node_before for turn in call.turns]
    return lambda turn, dialogue: turn >= len(nodes) or nodes[turn] == dialogue.node


def _as_before(before: Outcome) -> Fits:
    return lambda turn, dialogue: turn < len(before.asked) and before.asked[turn] == _asking(dialogue)


def _replayed(call: PastCall, side: Side, fits: Fits) -> Outcome:
    dialogue = Dialogue(side.flow, side.understanding)
    event: Event | None = CallStarted(call.started.astimezone().date(), call.started)
    queue, turns, ms = "", 0, 0
    end: EndCall | None = None
    asked: list[Asking] = []
    while event is not None:
        actions = dialogue.handle(event)
        ms += _spoken_ms(actions, side.flow.language)
        queue = next((one.queue for one in actions if isinstance(one, TransferTo)), queue)
        end = next((one for one in actions if isinstance(one, EndCall)), end)
        event = _answer(actions, side)
        if event is None and end is None:
            if not fits(turns, dialogue):
                return Outcome(dialogue.node, None, turns, ms, True, tuple(asked))
            asked.append(_asking(dialogue))
            event = _said(call.turns[turns]) if turns < len(call.turns) else HungUp()
            ms += _said_ms(event, side.flow.language)
            turns += not isinstance(event, HungUp)
    place = f"queue {queue}" if queue else dialogue.node
    return Outcome(place, end.disposition if end else None, turns, ms, False, tuple(asked))


def _asking(dialogue: Dialogue) -> Asking:
    asked = dialogue.asked
    return asked, dialogue.node if asked.kind is Question.OPEN else ""


def _answer(actions: Sequence[Action], side: Side) -> Event | None:
    """What somebody else than the caller answers."""
    last = actions[-1]
    if isinstance(last, TransferTo):
        return TransferQueued()
    if not isinstance(last, LookUp):
        return None
    try:
        return LookupReturned(side.lookups[last.source].find(last.key))
    except OperatorError:
        return LookupReturned(failed=True)


def _said(turn: Turn) -> Event:
    return Heard(_transcript(turn.transcript)) if turn.transcript else NoInput()


def _transcript(kept: Mapping[str, Any]) -> Transcript:
    return Transcript(
        kept["text"],
        Language(kept["language"]),
        kept["confidence"],
        tuple(Word(**word) for word in kept.get("words", ())),
        tuple(map(_transcript, kept.get("alternatives", ()))),
        kept.get("share", 1.0),
        keys=kept.get("keys", ""),
    )


def _spoken_ms(actions: Iterable[Action], language: Language) -> int:
    return sum(len(one.text) * MS_PER_CHARACTER[language] for one in actions if isinstance(one, Play))


def _said_ms(event: Event, language: Language) -> int:
    return len(event.transcript.text) * MS_PER_CHARACTER[language] if isinstance(event, Heard) else 0


C = TypeVar("C")

Comparer: TypeAlias = Callable[[C], Comparison]
"""Tells what would change in a call."""


@dataclass(frozen=True, slots=True)
class Bench(Generic[C]):
    """The two flows as files, and how a worker opens both; all of it can be sent to another process."""

    live: Files
    draft: Files
    open: Callable[[Files, Files], Comparer[C]]


def backtest(calls: Sequence[C], bench: Bench[C], executor: Executor, at_once: int = CHUNK) -> Iterator[Comparison]:
    """What would change in each call, in their order, whoever replays them; a worker is given so many `at_once`."""
    chunks = [calls[at : at + at_once] for at in range(0, len(calls), at_once)]
    for found in executor.map(partial(_compare_all, bench), chunks):
        yield from found


_opened: dict[tuple[str, str, str], Comparer[Any]] = {}
"""The flows of the bench that this process has worked on last."""


def _compare_all(bench: Bench[C], calls: Sequence[C]) -> list[Comparison]:
    key = digest(bench.live), digest(bench.draft), str(bench.open)
    if key not in _opened:
        _opened.clear()
        _opened[key] = bench.open(bench.live, bench.draft)
    return [_opened[key](call) for call in calls]
