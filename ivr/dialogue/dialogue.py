"""The dialogue core: `handle(event) -> actions`. Knows no sound, clock, database or thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ivr.dialogue.actions import Action, EndCall, Explain, Listen, Play
from ivr.dialogue.caller_turn import CallerTurn
from ivr.dialogue.cursor import Step
from ivr.dialogue.events import (
    AgentAccepted,
    AgentFinished,
    AgentLost,
    CallStarted,
    Event,
    Heard,
    HungUp,
    LookupReturned,
    NoInput,
    Noted,
    PlaceChanged,
    RecognitionFailed,
    RecordsFailed,
    TransferFailed,
    TransferQueued,
)
from ivr.dialogue.keys import by_keys, in_words
from ivr.dialogue.opening import told_hours
from ivr.dialogue.outlook import Prospect
from ivr.dialogue.state import Asked, Question, Turn
from ivr.dialogue.story import Why
from ivr.dialogue.waiting_room import WaitingRoom
from ivr.dialogue.walk import Walk
from ivr.errors import ContractError
from ivr.flow.model import Flow
from ivr.speech.endpointer import Outlook
from ivr.speech.keypad import only_keys
from ivr.speech.transcript import Transcript
from ivr.terms import Disposition, EndReason
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import Understanding

EXPECTED_BY = {
    Turn.START: (CallStarted,),
    Turn.CALLER: (Heard, NoInput, RecognitionFailed, AgentAccepted, HungUp),
    Turn.LOOKUP: (LookupReturned, HungUp),
    Turn.TRANSFER: (TransferQueued, TransferFailed, HungUp),
    Turn.WAITING: (
        *(Heard, NoInput, RecognitionFailed, PlaceChanged, AgentAccepted, AgentFinished, Noted, TransferFailed),
        HungUp,
    ),
    Turn.CONNECTED: (AgentLost, AgentFinished, HungUp),
    Turn.OVER: (HungUp,),
}


HEARD_AGAIN = ("repeat", "start_over")
"""Commands of callers who want to hear the same words again."""


class Dialogue:
    """One call's conversation over one flow."""

    def __init__(self, flow: Flow, interpreter: Understanding, others: Iterable[Flow] = ()) -> None:
        """`others` are the flows of the same line in other languages, for agents who read those."""
        self._interpreter = interpreter
        self._walk = Walk(flow, interpreter, {other.language: other for other in others})
        self._state = self._walk.state
        self._caller = CallerTurn(self._walk)
        self._prospect = Prospect(self._walk, self._interpret, self._caller.decide)
        self._waiting_room = WaitingRoom(self._walk)
        self._in_force: frozenset[str] = frozenset()

    @property
    def node(self) -> str:
        """The node the call is at."""
        return self._walk.node

    @property
    def asked(self) -> Asked:
        """What the caller was asked last."""
        return self._state.asked

    @property
    def steps(self) -> Sequence[Step]:
        """The way that the call went over the flow, step by step."""
        return self._walk.cursor.steps

    @property
    def known(self) -> Mapping[str, str]:
        """The value of each slot that the caller has told, read back or yet to be."""
        return self._state.known()

    @property
    def wishes(self) -> Sequence[str]:
        """The intents that lead on from here."""
        return self._walk.reader.open_intents()

    def jump(self, node: str) -> list[Action]:
        """Come to a node whatever was said, for who tries a flow. Raises ContractError where it is no caller's turn."""
        if self._state.turn is not Turn.CALLER:
            raise ContractError(f"no node can be jumped to while it is the turn of: {self._state.turn}")
        actions = self._walk.enter(node)
        self._remember(actions)
        return actions

    def handle(self, event: Event) -> list[Action]:
        """What to do now that this happened. Raises ContractError, and changes nothing, when it cannot happen now."""
        if not isinstance(event, (*EXPECTED_BY[self._state.turn], RecordsFailed)):
            raise ContractError(f"{type(event).__name__} cannot happen while it is the turn of: {self._state.turn}")
        actions = self._in_other_words(self._respond(event))
        self._remember(actions)
        return actions

    def outlook(self, transcript: Transcript, over_prompt_ms: int) -> Outlook:
        """What may follow on what the caller has said so far; changes nothing."""
        if self._state.turn is Turn.WAITING:
            return self._waiting_room.outlook(transcript)
        return self._prospect.outlook(transcript, over_prompt_ms=over_prompt_ms)

    def _respond(self, event: Event) -> list[Action]:
        walk = self._walk
        waits = self._state.turn in (Turn.WAITING, Turn.CONNECTED)
        match event:
            case AgentAccepted() | AgentLost() | AgentFinished() | PlaceChanged() | Noted():
                return self._waiting_room.handle(event)
            case Heard() | NoInput() | RecognitionFailed() | HungUp() if waits:
                return self._waiting_room.handle(event)
            case TransferQueued(attended=True):
                return self._waiting_room.enter(event)
            case CallStarted(today, now):
                self._state.today, self._in_force = today, walk.flow.in_force(today)
                self._state.hours = told_hours(walk.flow, now) if now else {}
                return walk.enter(walk.flow.start)
            case Heard(transcript):
                heard = self._interpret(transcript)
                return self._caller.heard(heard, event)
            case NoInput():
                return self._caller.silent()
            case LookupReturned():
                return walk.looked_up(event)
            case TransferQueued(position):
                attended = {None: "queued_somewhere", 1: "queued_first"}.get(position, "queued")
                key = "queued_for_later" if self._state.told_closed else attended
                callback = walk.flow.nodes[walk.node].callback if self._state.calling_back else None
                told = (
                    walk.phrasing.called_back(callback.number)
                    if callback
                    else walk.phrasing.say(key, position=str(position))
                )
                return [
                    walk.play(told, barge_in=False),
                    EndCall(Disposition.TRANSFERRED, EndReason.HANDED_OVER),
                ]
            case RecognitionFailed():
                return walk.hand_over(Why.DEAF)
            case TransferFailed() | RecordsFailed():
                told = walk.phrasing.say("transfer_failed")
                return [walk.play(told, barge_in=False), EndCall(Disposition.FAILED, EndReason.FAILURE)]
            case HungUp():
                if self._state.turn is Turn.OVER:
                    return []
                return [EndCall(walk.left(), EndReason.HUNG_UP)]

    def _interpret(self, transcript: Transcript) -> Interpretation:
        asked, today, told = self._state.asked.slot, self._state.today, self._state.told()
        pressed = only_keys(transcript)
        if pressed and self._walk.reader.asks_yes_or_no and self._state.asked.kind is not Question.CHOOSE:
            transcript = in_words(transcript)

        def read(words: Transcript) -> Interpretation:
            heard = self._interpreter.interpret(words, asked, today, told)
            return self._interpreter.with_knowledge(heard, self._in_force)

        def others() -> list[Interpretation]:
            return [read(other) for other in transcript.alternatives]

        heard = self._walk.reader.settle(read(transcript), others)
        return by_keys(heard, transcript) if pressed else heard

    def _in_other_words(self, actions: list[Action]) -> list[Action]:
        """The same with "once more" where it would be word for word what was just said, and nobody asked for that."""
        spoken = [action.text for action in actions if isinstance(action, Play)]
        asked_for = any(isinstance(one, Explain) and one.decision.intent in HEARD_AGAIN for one in actions)
        last, again = self._state.spoken[-1:], spoken == self._state.spoken
        told: list[Action] = []
        for action in actions:
            if isinstance(action, Play):
                known = not asked_for and (again or [action.text] == last)
                text = self._walk.phrasing.say("once_more", text=action.text) if known else action.text
                told.append(replace(action, text=text))
                last, again = [text], False
            else:
                told.append(action)
        self._state.spoken = [action.text for action in told if isinstance(action, Play)] or self._state.spoken
        return told

    def _remember(self, actions: list[Action]) -> None:
        if any(isinstance(action, EndCall) for action in actions):
            self._state.turn = Turn.OVER
        if any(isinstance(action, Listen) for action in actions):
            said = [action for action in actions if isinstance(action, Play)]
            self._state.last_said = said or self._state.last_said
