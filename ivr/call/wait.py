"""What a call does while its caller waits for an agent, or talks to one."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ivr.call.attendance import Attendance, Attended, News
from ivr.call.exchange import Exchange, Reply, Spoken
from ivr.call.phases import Phase, onward
from ivr.dialogue.actions import Connect, Hold, PromiseCall, TakeMessage
from ivr.dialogue.events import (
    AgentAccepted,
    AgentFinished,
    AgentLost,
    Event,
    HungUp,
    NoInput,
    Noted,
    PlaceChanged,
    TransferFailed,
    TransferQueued,
)
from ivr.dialogue.outlook import Outlooks
from ivr.errors import DatabaseError, OperatorError
from ivr.handoff.estimate import Estimate
from ivr.handoff.ticket import Remark, Ticket
from ivr.records.recording import write_message

PHASES = {
    AgentAccepted: Phase.CONNECTED,
    AgentLost: Phase.WAITING,
    AgentFinished: Phase.WRAP_UP,
    PlaceChanged: Phase.WAITING,
}


class Tell(Protocol):
    """Whoever tells what happened."""

    def __call__(self, event: str, **details: object) -> None:
        """It happened now."""


class Wait:
    """One caller at a desk where agents are: holds, connects, notes what they want instead of waiting."""

    def __init__(self, attended: Attended, exchange: Exchange, tell: Tell) -> None:
        self._attended = attended
        self._attendance = Attendance(attended)
        self._exchange = exchange
        self._tell = tell
        self._news: News | None = None
        self._queue = ""
        self._last = ""  # the ticket, also when it is done with
        self.phase = Phase.TALKING

    @property
    def keeps_place(self) -> bool:
        """Whether the caller has a ticket in the queue."""
        return self._attendance.waits

    def put(self, ticket: Ticket) -> TransferQueued:
        """Put the caller into the queue. Raises DatabaseError."""
        self._queue = ticket.queue
        return self._attendance.put(ticket, self._exchange.now_ms)

    def begin(self, queued: TransferQueued) -> TransferQueued:
        """The caller waits from now on."""
        self._turn(Phase.WAITING)
        self._told("waiting", queue=self._queue, place=queued.position, minutes=_minutes(queued.estimate))
        return queued

    def hold(self, hold: Hold, outlook: Outlooks, replied: Callable[[Reply], Event]) -> Event:
        """Wait on, or talk to the dialogue once more; what the caller says is told by `replied`."""
        reply = self._exchange.hold(hold, outlook, self._look)
        return self._learn() if reply is None else replied(reply)

    def perform(self, action: PromiseCall | TakeMessage | Connect) -> Event:
        """Do what the dialogue wants done for who waits."""
        try:
            match action:
                case PromiseCall(_, number):
                    return self._promise(number)
                case TakeMessage(_, most_ms):
                    return self._take(most_ms)
                case Connect():
                    return self._connect()
        except OperatorError:
            return TransferFailed()

    def back_to_the_line(self) -> None:
        """The dialogue has the caller again, who keeps the place."""
        if self.phase is Phase.WAITING:
            self._turn(Phase.TALKING)

    def over(self) -> None:
        """The call is over: whoever still has a ticket for this caller is told."""
        self._turn(Phase.ENDED)
        with contextlib.suppress(DatabaseError):  # the line's lease runs out, and tells the same
            self._attendance.leave()

    def _look(self) -> bool:
        news = self._attendance.look(self._exchange.now_ms)
        talking = self.phase is Phase.TALKING
        self._news = None if talking and isinstance(news, PlaceChanged) else news
        return self._news is not None

    def _learn(self) -> Event:
        """What is new, told."""
        news, self._news = self._news, None
        match news:
            case PlaceChanged(position, estimate):
                self._told("waiting", queue=self._queue, place=position, minutes=_minutes(estimate))
            case AgentAccepted(agent):
                self._told("connected", agent=agent)
            case AgentLost():
                self._told("agent_lost")
            case AgentFinished():
                self._told("agent_finished")
            case None:
                return NoInput()
        self._turn(PHASES[type(news)])
        return news

    def _connect(self) -> Event:
        line = self._attended.agent_line() if self._attended.agent_line else None
        try:
            there = self._exchange.join(line, self._look, lambda: self._attendance.held)
        finally:
            if line:
                line.close()
        return self._learn() if there else HungUp()

    def _promise(self, number: str) -> Event:
        if not self._attendance.call_back(number):
            return self._taken()
        self._told("callback", number=number)
        return Noted()

    def _take(self, most_ms: int) -> Event:
        spoken = self._exchange.take_message(most_ms, self._look)
        if self._news is not None:
            return self._learn()
        if spoken is None:
            return Noted()
        file = self._keep(spoken)
        typed = Remark("caller", self._exchange.now_ms, spoken.text) if spoken.text else None
        if not self._attendance.leave_message(file, typed):
            return self._taken()
        self._told("message", file=str(file or ""), ms=spoken.ms)
        return Noted(spoken.ms)

    def _keep(self, spoken: Spoken) -> Path | None:
        if spoken.pcm is None:
            return None
        file = self._attended.messages / f"{self._last}.message.wav"
        write_message(file, spoken.pcm)
        return file

    def _taken(self) -> Event:
        """An agent has the ticket by now."""
        return self._learn() if self._look() else NoInput()

    def _turn(self, phase: Phase) -> None:
        self.phase = onward(self.phase, phase)

    def _told(self, event: str, **details: object) -> None:
        if self._attendance.ticket:
            self._last = self._attendance.ticket.id
        self._tell(event, ticket=self._last, **details)


def _minutes(estimate: Estimate | None) -> int | None:
    return estimate.minutes if estimate and estimate.known else None
