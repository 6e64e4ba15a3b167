"""One call's loop: what the dialogue wants is done, what happens is told to it, and all of it is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

from ivr.call.attendance import Attended
from ivr.call.exchange import Deaf, Exchange, Gone, Reply, Silent, Spoke, as_heard
from ivr.call.search import Search, searching
from ivr.call.tickets import ticket_of
from ivr.call.timeline import CallEvent, Timeline
from ivr.call.wait import Wait
from ivr.dialogue.actions import (
    Action,
    ChooseLanguage,
    Connect,
    EndCall,
    Explain,
    Hold,
    Listen,
    LookUp,
    NoteAnswer,
    Play,
    PromiseCall,
    TakeMessage,
    TransferTo,
)
from ivr.dialogue.events import (
    CallStarted,
    Event,
    Heard,
    HungUp,
    LookupReturned,
    NoInput,
    RecognitionFailed,
    RecordsFailed,
    TransferFailed,
    TransferQueued,
)
from ivr.errors import DatabaseError, OperatorError
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.ticket import Remark
from ivr.lookups.lookup import Lookup
from ivr.prompts.playback import HeardPrompt
from ivr.records.model import CallRecord, Turn
from ivr.records.store import RecordStore
from ivr.speech.endpointer import Outlook
from ivr.speech.transcript import Transcript
from ivr.terms import Disposition, EndReason, Language

FILLER_AFTER_MS = 800
"""A caller who hears nothing for longer wonders whether the line is still there."""

FILLER_AGAIN_MS = 8000


@dataclass(frozen=True, slots=True)
class Offices:
    """What a call may turn to: look-ups, the agent queue, the records, and the clock on the wall (UTC).

    In a `replay` the caller is not told the place in the queue: it depends on who else waits, and the same call must
    give the same words. Where the desk is `attended` callers stay on the line until an agent takes them.
    """

    lookups: Mapping[str, Lookup]
    desk: DeskQueue
    records: RecordStore
    wall_clock: Callable[[], datetime]
    replay: bool = False
    attended: Attended | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """What a line has in one language: the version of its flow, and its look-ups."""

    flow_version: str
    lookups: Mapping[str, Lookup]


class Talk(Protocol):
    """Whoever decides what is said in a call: a dialogue, or a reception in front of several."""

    @property
    def node(self) -> str:
        """The node the call is at."""

    def handle(self, event: Event) -> list[Action]:
        """What to do now that this happened."""

    def outlook(self, transcript: Transcript, over_prompt_ms: int) -> Outlook:
        """What may follow on what the caller has said so far; changes nothing."""


class CallSession:
    """Runs one call from the first prompt to the last record."""

    def __init__(
        self,
        call: CallRecord,
        dialogue: Talk,
        exchange: Exchange,
        offices: Offices,
        timeline: Timeline,
        *,
        today: date | None = None,
        now: datetime | None = None,
        branches: Mapping[Language, Branch] = MappingProxyType({}),
    ) -> None:
        """`today` is the day of the call where the line stands, `now` the moment it began.

        `branches` are those of the languages among which the dialogue chooses.
        """
        self._call = call
        self._began = CallStarted(today, now)
        self._dialogue = dialogue
        self._exchange = exchange
        self._offices = offices
        self._branches = branches
        self._lookups = offices.lookups
        self._timeline = timeline
        self._transcript: list[Remark] = []
        self._turns = 0
        self._fillers = 0
        self._spoke: Spoke | None = None
        self._prompt = ""
        self._wait = Wait(offices.attended, exchange, self._tell) if offices.attended else None
        timeline.watch(self._note)

    def run(self) -> CallRecord:
        """Hold the call and return its record. Raises OperatorError when a voice or a device fails for good."""
        try:
            self._offices.records.start(self._call)
            self._hold()
        except DatabaseError:
            self._apologise()
            raise
        except OperatorError:  # a voice or a device is gone: nothing can be said, but it is on record
            self._end(EndCall(Disposition.FAILED, EndReason.FAILURE))
            raise
        except KeyboardInterrupt:  # whoever watches has had enough: for the record, the caller has left
            self._perform(self._dialogue.handle(HungUp()))
            raise
        finally:
            self._exchange.close()
        return self._call

    def _hold(self) -> None:
        call = self._call
        self._tell("call_started", call=call.id, flow=call.flow, version=call.flow_version, language=call.language)
        event: Event | None = self._began
        while event is not None:
            before = self._dialogue.node
            actions = self._dialogue.handle(event)
            self._keep_turn(before, event, actions)
            event = self._perform(actions)

    def _apologise(self) -> None:
        """The database is gone in the middle of a call: say so to the caller, who is still there."""
        for action in self._dialogue.handle(RecordsFailed()):
            if isinstance(action, Play):
                self._say(action, None)
            elif isinstance(action, EndCall):
                self._tell("call_ended", disposition=action.disposition, reason=action.reason)

    def _perform(self, actions: Sequence[Action]) -> Event | None:
        """Do the actions in order; the event that ends them, or None when the call is over."""
        listens = (one.listen if isinstance(one, Hold) else one for one in actions if isinstance(one, Listen | Hold))
        listen = next(listens, None)
        for action in actions:
            match action:
                case Explain():
                    self._explain(action)
                case Play():
                    if not self._say(action, listen) and not any(isinstance(last, EndCall) for last in actions):
                        return HungUp()
                case Listen():
                    return self._listen(action)
                case ChooseLanguage():
                    self._choose_language(action)
                case LookUp():
                    return self._look_up(action)
                case TransferTo():
                    return self._transfer(action)
                case Hold() | PromiseCall() | TakeMessage() | Connect():
                    return self._attend(action)
                case NoteAnswer():
                    self._tell("survey", node=action.node, slot=action.slot, answer=action.answer)
                case EndCall():
                    self._end(action)
        return None

    def _say(self, play: Play, then: Listen | None) -> bool:
        if self._exchange.interrupted:
            return True
        now = self._exchange.now_ms
        self._tell("prompt", node=play.node, text=play.text, reply_start_ms=now)
        self._prompt = f"{self._prompt} {play.text}".strip()
        return self._exchange.play(play, then, self._dialogue.outlook)

    def _listen(self, listen: Listen) -> Event:
        if self._wait and self._wait.keeps_place:
            self._wait.back_to_the_line()
            return self._attend(Hold(listen, music=False))
        return self._replied(self._exchange.listen(listen, self._dialogue.outlook), listen.node)

    def _attend(self, action: Hold | PromiseCall | TakeMessage | Connect) -> Event:
        assert self._wait is not None, "only at an attended desk is anybody held"
        if not isinstance(action, Hold):
            return self._wait.perform(action)
        return self._wait.hold(action, self._dialogue.outlook, lambda reply: self._replied(reply, action.listen.node))

    def _replied(self, reply: Reply, node: str) -> Event:
        match reply:
            case Silent():
                return NoInput()
            case Gone():
                return HungUp()
            case Deaf():
                return RecognitionFailed()
            case Spoke(transcript, span, prompt_heard, level_dbfs):
                self._spoke = reply
                barge: dict[str, object] = {}
                if prompt_heard:
                    barge = {"prompt_heard_ms": prompt_heard.ms, "prompt_heard": prompt_heard.text}
                    self._stopped(prompt_heard)
                self._tell(
                    "heard",
                    node=node,
                    text=transcript.text,
                    keys=transcript.keys,
                    confidence=round(transcript.confidence, 3),
                    speech_start_ms=span.start_ms,
                    speech_end_ms=span.end_ms,
                    ended_by=span.ended_by,
                    barged_in=prompt_heard is not None,
                    level_dbfs=level_dbfs,
                    **barge,
                )
                return as_heard(reply)

    def _stopped(self, heard: HeardPrompt) -> None:
        """The agent reads what the caller heard of a prompt, and not what was still to come."""
        last = self._transcript.pop()
        self._transcript.append(replace(last, text=f"{heard.text} ..."))

    def _explain(self, explain: Explain) -> None:
        decision, heard = explain.decision, explain.interpretation
        slots = {value.name: value.value for value in heard.slots if not value.problem} if heard else {}
        self._tell(
            "decision",
            node=explain.node,
            kind=decision.kind,
            intent=decision.intent,
            score=decision.score,
            alternatives=list(decision.alternatives),
            requests=[request.intent for request in (heard.requests or heard.beside)] if heard else [],
            entry=decision.entry,
            source=decision.source,
            slots=slots,
            hypothesis=heard.hypothesis if heard else 1,
            mood=explain.mood.frustration,
            signs=list(explain.mood.lately) if heard else [],
            reason=decision.reason,
        )
        if heard and heard.hypothesis > 1:
            self._take(heard.text)

    def _take(self, text: str) -> None:
        """The agent reads what was taken, where that is not what was heard first."""
        if self._transcript and self._transcript[-1].who == "caller":
            self._transcript.pop()
        self._transcript.append(Remark("caller", self._exchange.now_ms, text))

    def _choose_language(self, choice: ChooseLanguage) -> None:
        text = choice.taken.text if choice.taken else ""
        self._tell("language", language=choice.language, by=choice.by, text=text, reason=choice.reason)
        if choice.language is None:
            return
        branch = self._branches[choice.language]
        self._call = replace(self._call, language=choice.language, flow_version=branch.flow_version)
        self._lookups = branch.lookups
        self._offices.records.end(self._call)
        if text:
            self._take(text)

    def _look_up(self, look_up: LookUp) -> Event:
        """Look up, beside the call where that takes its time; in a replay no audio passes, whatever it takes."""
        began, reason = self._exchange.now_ms, ""
        lookup = self._lookups[look_up.source]
        search = searching(lookup, look_up.key, meanwhile=not (lookup.at_once or self._offices.replay))
        self._exchange.prepare(look_up.ahead)
        if not self._wait_for(search, look_up.meanwhile):
            return HungUp()
        try:
            returned = LookupReturned(search.result())
        except OperatorError as error:
            returned, reason = LookupReturned(failed=True), error.message
        outcome = "failed" if returned.failed else "missing" if returned.row is None else "found"
        took = self._exchange.now_ms - began
        self._tell("lookup", node=look_up.node, source=look_up.source, outcome=outcome, reason=reason, took_ms=took)
        return returned

    def _wait_for(self, search: Search, meanwhile: Sequence[Play]) -> bool:
        """Wait for what is looked up, and say now and then that it is; False when the caller hangs up."""
        patience = FILLER_AFTER_MS
        while self._exchange.wait(search, patience):
            if search.done():
                return True
            if meanwhile:
                filler = meanwhile[self._fillers % len(meanwhile)]
                self._fillers += 1
                if not self._say(filler, None):
                    return False
            patience = FILLER_AGAIN_MS
        return False

    def _transfer(self, transfer: TransferTo) -> Event:
        wait = self._wait if transfer.waits and not transfer.number else None
        now = self._offices.wall_clock()
        ticket = ticket_of(self._call, transfer, self._transcript, now, waits=wait is not None)
        try:
            queued = wait.put(ticket) if wait else TransferQueued(self._offices.desk.put(ticket))
        except OperatorError:
            return TransferFailed()
        self._tell(
            "transfer",
            node=transfer.node,
            queue=ticket.queue,
            ticket=ticket.id,
            priority=ticket.priority,
            skills=list(ticket.skills),
            reason=ticket.reason,
            slots=dict(ticket.slots),
            mood=ticket.mood,
            kind=ticket.kind,
            number=ticket.number,
            text=ticket.summary,
        )
        if wait:
            return wait.begin(queued)
        return TransferQueued() if self._offices.replay else queued

    def _end(self, end: EndCall) -> None:
        self._call = replace(
            self._call, duration_ms=self._exchange.now_ms, disposition=end.disposition, end_reason=end.reason
        )
        self._offices.records.end(self._call)
        if self._wait:
            self._wait.over()
        self._tell("call_ended", disposition=end.disposition, reason=end.reason)

    def _keep_turn(self, before: str, event: Event, actions: Sequence[Action]) -> None:
        """Put a caller's turn on record as soon as the dialogue has answered it, before the answer is spoken."""
        if not isinstance(event, Heard | NoInput):
            return
        explained = next((action for action in actions if isinstance(action, Explain)), None)
        answered = next((action for action in actions if isinstance(action, NoteAnswer)), None)
        spoke, self._spoke = self._spoke, None
        heard = explained.interpretation if explained else None
        chosen = next((action.taken for action in actions if isinstance(action, ChooseLanguage)), None)
        timings = {"speech_start_ms": spoke.span.start_ms, "speech_end_ms": spoke.span.end_ms} if spoke else {}
        transcript = chosen or (spoke.transcript if spoke else None)
        self._turns += 1
        self._offices.records.add(
            Turn(
                call_id=self._call.id,
                number=self._turns,
                node_before=before,
                node_after=self._dialogue.node,
                prompt=self._prompt,
                transcript=asdict(transcript) | {"taken": heard.hypothesis if heard else 1} if transcript else {},
                interpretation=asdict(heard) if heard else {},
                decision=asdict(explained.decision) | {"mood": explained.mood.frustration} if explained else {},
                survey={"slot": answered.slot, "answer": answered.answer} if answered else {},
                timings=timings | {"reply_start_ms": self._exchange.now_ms},
            )
        )
        self._prompt = ""

    def _note(self, entry: CallEvent) -> None:
        """Keep what was said for the agent."""
        if entry.event in ("prompt", "heard") and entry.details["text"]:
            who = "caller" if entry.event == "heard" else "line"
            self._transcript.append(Remark(who, entry.at_ms, entry.details["text"]))

    def _tell(self, event: str, **details: object) -> None:
        self._timeline.emit(event, self._exchange.now_ms, **details)
