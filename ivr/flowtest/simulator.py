"""A call that is held by its script: what the caller does goes in, what happened comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Protocol

from ivr.dialogue.actions import Action, EndCall, Explain, Listen, LookUp, Play, TransferTo
from ivr.dialogue.cursor import Step
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Event, Heard, HungUp, LookupReturned, NoInput, TransferQueued
from ivr.dialogue.outlook import Outlooks
from ivr.dialogue.state import Asked
from ivr.errors import OperatorError
from ivr.flow.model import Flow
from ivr.lookups.lookup import Lookup
from ivr.speech.keypad import keyed
from ivr.speech.transcript import Transcript
from ivr.understanding.interpreter import Understanding

HANGS_UP = "(hangs up)"
NOON = time(12)
"""When a call is held of which only the day is known."""


class SoundCall(Protocol):
    """The ears and the voice of one call whose caller was recorded."""

    def play(self, play: Play, then: Listen | None, outlook: Outlooks) -> None:
        """Say something."""

    def listen(self, listen: Listen, outlook: Outlooks) -> tuple[Event, int | None]:
        """Hear the next recording; with the audio time from its end to the answer, in ms, where words were heard."""


class Ears(Protocol):
    """Who hears recordings."""

    def open(self, recordings: Sequence[Path]) -> SoundCall:
        """A call whose caller speaks these, one a turn."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A look-up and how it went: found, missing or failed, and then why."""

    node: str
    source: str
    key: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn: what the caller did (nothing at the greeting), and what the line made of it."""

    caller: str
    decisions: tuple[Explain, ...]
    prompts: tuple[str, ...]
    lookups: tuple[Searched, ...]
    node: str
    known: Mapping[str, str]
    reply_ms: int | None = None
    steps: tuple[Step, ...] = ()

    @property
    def said(self) -> str:
        """Everything that the line said."""
        return " ".join(self.prompts)


@dataclass(slots=True)
class Simulation:
    """One call over a flow, turn by turn. A transfer always finds a queue.

    `stubs` answer instead of the look-ups of the same name, one answer after the other, the last again and again.
    `today` is the day of the call, `now` its moment; where neither is given, nobody knows.
    """

    flow: Flow
    understanding: Understanding
    lookups: Mapping[str, Lookup]
    today: date | None = None
    now: datetime | None = None
    stubs: Mapping[str, Sequence[str | Mapping[str, str]]] = field(default_factory=dict)
    sound: SoundCall | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    transfer: TransferTo | None = None
    end: EndCall | None = None
    _dialogue: Dialogue = field(init=False)
    _listen: Listen | None = None
    _searches: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dialogue = Dialogue(self.flow, self.understanding)
        day = self.now.date() if self.now else self.today
        self._happens(CallStarted(day, self.now or (datetime.combine(day, NOON) if day else None)), "")

    @property
    def turns(self) -> int:
        """How many turns the caller had."""
        return sum(one.caller not in ("", HANGS_UP) for one in self.exchanges)

    @property
    def steps(self) -> Sequence[Step]:
        """The way of the call over the flow."""
        return self._dialogue.steps

    @property
    def asked(self) -> Asked:
        """What the caller was asked last."""
        return self._dialogue.asked

    @property
    def wishes(self) -> Sequence[str]:
        """The intents that lead on from here."""
        return self._dialogue.wishes

    def say(self, text: str) -> Exchange:
        """The caller says this, heard clearly."""
        return self._happens(Heard(Transcript.typed(text, self.flow.language)), f'"{text}"')

    def press(self, keys: str) -> Exchange:
        """The caller presses these, and no more."""
        return self._happens(Heard(keyed(keys, self.flow.language)), f"keys {keys}")

    def be_silent(self) -> Exchange:
        """The caller says nothing."""
        return self._happens(NoInput(), "(silence)")

    def hang_up(self) -> Exchange:
        """The caller leaves."""
        return self._happens(HungUp(), HANGS_UP)

    def jump(self, node: str) -> Exchange:
        """Whatever the caller says, the line goes on from this node."""
        return self._goes_on(self._dialogue.jump(node), f"(jumps to {node})")

    def hear(self) -> Exchange:
        """The caller speaks as recorded next."""
        assert self.sound is not None
        assert self._listen is not None
        event, reply_ms = self.sound.listen(self._listen, self._dialogue.outlook)
        words = {NoInput: "(no words)", HungUp: "(hung up)"}.get(type(event), "(cannot be heard)")
        return self._happens(event, f'"{event.transcript.text}"' if isinstance(event, Heard) else words, reply_ms)

    def _happens(self, event: Event, caller: str, reply_ms: int | None = None) -> Exchange:
        return self._goes_on(self._dialogue.handle(event), caller, reply_ms)

    def _goes_on(self, actions: Sequence[Action], caller: str, reply_ms: int | None = None) -> Exchange:
        """Have these actions done, and what follows from them up to the caller's next turn."""
        done: list[Action] = [*actions]
        searched: list[Searched] = []
        self._say(actions)
        while following := self._answered(actions, searched):
            actions = self._dialogue.handle(following)
            self._say(actions)
            done += actions
        gone = sum(len(one.steps) for one in self.exchanges)
        self.exchanges.append(
            Exchange(
                caller,
                tuple(one for one in done if isinstance(one, Explain)),
                tuple(one.text for one in done if isinstance(one, Play)),
                tuple(searched),
                self._dialogue.node,
                self._dialogue.known,
                reply_ms,
                tuple(self._dialogue.steps[gone:]),
            )
        )
        return self.exchanges[-1]

    def _say(self, actions: Sequence[Action]) -> None:
        self._listen = next((one for one in actions if isinstance(one, Listen)), None)
        for action in actions:
            if isinstance(action, Play) and self.sound is not None:
                self.sound.play(action, self._listen, self._dialogue.outlook)
            elif isinstance(action, TransferTo):
                self.transfer = action
            elif isinstance(action, EndCall):
                self.end = action

    def _answered(self, actions: Sequence[Action], searched: list[Searched]) -> Event | None:
        """The event by which somebody else than the caller answers."""
        last = actions[-1] if actions else None
        if isinstance(last, TransferTo):
            return TransferQueued()
        if not isinstance(last, LookUp):
            return None
        reason = ""
        try:
            returned = self._look_up(last)
        except OperatorError as error:
            returned, reason = LookupReturned(failed=True), str(error)
        outcome = "failed" if returned.failed else "missing" if returned.row is None else "found"
        searched.append(Searched(last.node, last.source, last.key, outcome, reason))
        return returned

    def _look_up(self, look_up: LookUp) -> LookupReturned:
        if stubs := self.stubs.get(look_up.source):
            at = self._searches.get(look_up.source, 0)
            self._searches[look_up.source] = at + 1
            answer = stubs[min(at, len(stubs) - 1)]
            return LookupReturned(failed=answer == "failed") if isinstance(answer, str) else LookupReturned(answer)
        return LookupReturned(self.lookups[look_up.source].find(look_up.key))
