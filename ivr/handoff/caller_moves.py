"""What callers and the lines they wait on do to their tickets, as pure steps like those of `moves`."""

from dataclasses import replace
from datetime import datetime, timedelta

from ivr.errors import NotNow
from ivr.handoff.moves import After
from ivr.handoff.ticket import Remark, Ticket, TicketKind, TicketStatus

LINE_LEASE = timedelta(seconds=20)
"""How long a caller's line may give no sign of life: longer than anything that is said to who waits."""

CALLBACK_LASTS = timedelta(hours=48)
"""So long is a callback worth trying."""

OPEN = (TicketStatus.WAITING, TicketStatus.OFFERED, TicketStatus.CONNECTED)


def keep_line(ticket: Ticket, now: datetime) -> After:
    """Whoever holds the caller's line gives a sign of life: the caller is there, whatever was thought before."""
    _is_open(ticket)
    return After("", replace(ticket, kind=TicketKind.CALL, line_lease=now + LINE_LEASE))


def lose_line(ticket: Ticket, now: datetime) -> After:
    """There was no sign of the line: the ticket waits on, to be called back where a number is known."""
    if not line_is_lost(ticket, now):
        return After("")
    kind = TicketKind.CALLBACK if ticket.number else TicketKind.LOST
    return After("line_lost", replace(ticket, kind=kind, line_lease=None), None, kind)


def call_back(ticket: Ticket, number: str) -> After:
    """The caller hangs up and keeps their place."""
    _still_waits(ticket)
    return After("call_back", replace(ticket, kind=TicketKind.CALLBACK, number=number, line_lease=None))


def leave_message(ticket: Ticket, file: str, typed: Remark | None = None) -> After:
    """The caller has said what they want, and hangs up; whoever gets the ticket hears it, or reads what was typed."""
    _still_waits(ticket)
    told = (*ticket.transcript, typed) if typed else ticket.transcript
    left = replace(ticket, kind=TicketKind.MESSAGE, voice_message=file, transcript=told, line_lease=None)
    return After("message", left)


def tell(ticket: Ticket, words: str) -> After:
    """The caller was told how long it takes: what was promised is on the record, and how it was kept will be."""
    _still_waits(ticket)
    return After("told", ticket, None, words)


def renew(ticket: Ticket, story: Ticket) -> After:
    """The caller, who tried the line once more, has more to tell; the place is kept."""
    _still_waits(ticket)
    told = replace(
        ticket,
        queue=story.queue,
        skills=story.skills,
        priority=story.priority,
        reason=story.reason,
        summary=story.summary,
        summaries=story.summaries,
        slots=story.slots,
        transcript=story.transcript,
        mood=story.mood,
        number=story.number or ticket.number,
        caller=story.caller or ticket.caller,
        tried=story.tried,
    )
    return After("renewed", told)


def expire(ticket: Ticket, now: datetime) -> After:
    """A callback that waited too long is not tried any more."""
    if not is_too_old(ticket, now):
        return After("")
    return After("expired", replace(ticket, status=TicketStatus.EXPIRED, since=now))


def line_is_lost(ticket: Ticket, now: datetime) -> bool:
    """Whether there was no sign of life of a caller's line for too long."""
    return ticket.status in OPEN and ticket.line_lease is not None and ticket.line_lease < now


def is_too_old(ticket: Ticket, now: datetime) -> bool:
    """Whether a callback waits longer than it is worth trying."""
    back = ticket.kind is TicketKind.CALLBACK and ticket.status is TicketStatus.WAITING
    return back and now - ticket.created > CALLBACK_LASTS


def _is_open(ticket: Ticket) -> None:
    if ticket.status not in OPEN:
        raise NotNow(f"{ticket.id} is {ticket.status}")


def _still_waits(ticket: Ticket) -> None:
    if ticket.status not in (TicketStatus.WAITING, TicketStatus.OFFERED):
        raise NotNow(f"{ticket.id} is {ticket.status}")
