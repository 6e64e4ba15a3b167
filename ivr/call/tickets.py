"""From a call that wants a person to the ticket of its caller."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from ivr.dialogue.actions import TransferTo
from ivr.handoff.ticket import Remark, Ticket, TicketKind
from ivr.records.model import CallRecord


def ticket_id(call_id: str) -> str:
    """The name of a call's ticket: short enough to say, and the same whenever the call is replayed."""
    return "T-" + hashlib.sha256(call_id.encode()).hexdigest()[:8].upper()


def ticket_of(
    call: CallRecord, transfer: TransferTo, transcript: Sequence[Remark], created: datetime, *, waits: bool
) -> Ticket:
    """The ticket; of a caller who `waits` the number is known in case the line breaks."""
    return Ticket(
        id=ticket_id(call.id),
        call_id=call.id,
        queue=transfer.queue,
        skills=transfer.skills,
        priority=transfer.priority,
        reason=transfer.reason,
        summary=transfer.summary,
        created=created,
        slots=dict(transfer.slots),
        transcript=tuple(transcript),
        mood=transfer.mood,
        kind=TicketKind.CALLBACK if transfer.number else TicketKind.CALL,
        number=transfer.number or (transfer.phone if waits else ""),
        language=call.language,
        caller=transfer.caller,
        tried=transfer.tried,
        summaries=dict(transfer.summaries),
    )
