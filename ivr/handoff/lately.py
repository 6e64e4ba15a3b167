"""What is known at the desk, as facts for an estimate of waits; pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from typing import TypeAlias

from ivr.handoff.agent import Presence, can_take
from ivr.handoff.durations import Durations
from ivr.handoff.estimate import Estimate, Grounds
from ivr.handoff.passage import Passage
from ivr.handoff.patience import Patience
from ivr.handoff.plan import QueuePlan
from ivr.handoff.rank import PRIORITIES, waited_s
from ivr.handoff.ticket import Ticket
from ivr.handoff.track_record import Told
from ivr.handoff.waiting import AT_DESK, Ahead, Facts, Overtaking, Standing

LATELY = timedelta(hours=4)
"""What is older says little about now."""

RUSH = timedelta(minutes=30)
"""How far back callers are counted who were more urgent: they come in waves."""

ENOUGH = 10
"""So many calls tell how long agents take; of fewer the usual is believed, too."""

USUAL_S = (45.0, 90.0, 130.0, 170.0, 220.0, 280.0, 360.0, 480.0, 700.0, 1200.0)
"""How long agents take with callers, where nothing is known: spread widely, for who knows."""

USUAL_RING_S = 6.0

LONGEST_PAUSE_S = 3600
"""An agent who takes nobody for longer has gone home."""

Service: TypeAlias = tuple[str, datetime, datetime | None, datetime]
"""An agent who had a caller: who, from when, until when (None: it lasts), and since when the caller was waiting."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known at `now`: the agents, the tickets that wait, in the order in which they are served, and the
    passages through the ticket's queue LATELY."""

    presences: Sequence[Presence]
    waiting: Sequence[Ticket]
    passages: Sequence[Passage]
    now: datetime


def facts(ticket: Ticket, scene: Scene, plan: QueuePlan) -> Facts:
    """All that is known of the wait of a ticket that waits in a queue of this plan."""
    now, passages = scene.now, scene.passages
    taking = [one for one in scene.presences if one.state in AT_DESK and _serves(one, ticket)]
    services = [(*service, one.created) for one in passages for service in one.services()]
    over, running = _handling(services, now)
    known = len(over) >= ENOUGH
    handling = Durations(tuple(over if known else [*over, *USUAL_S]), tuple(running))
    pauses = _pauses(services)
    rings = _rings(passages) or [USUAL_RING_S]
    ring_s = sum(rings) / len(rings)
    return Facts(
        agents=tuple(_standing(one, now) for one in taking),
        ahead=tuple(_ahead(scene, ticket, taking)),
        handling=handling,
        turnaround=Durations(tuple(pauses if len(pauses) >= ENOUGH else [*pauses, plan.wrap_up_s + ring_s])),
        ring_s=ring_s,
        patience=_patience(passages, handling.mean, now),
        overtaking=tuple(_overtaking(passages, ticket, plan, now)),
        grounds=Grounds.LIVE if known else Grounds.PRIOR,
        told=tuple(_told(passages, now)),
    )


def in_words(estimate: Estimate) -> str:
    """An estimate for the record of a ticket, of which the line learns later how it was kept."""
    return (
        f"place {estimate.place}, most {estimate.most_s:.0f} s, half {estimate.half_s:.0f} s, "
        f"by the model {estimate.model_most_s:.0f} s and {estimate.model_half_s:.0f} s"
    )


def _serves(presence: Presence, ticket: Ticket) -> bool:
    agent = presence.agent
    return (not agent.queues or ticket.queue in agent.queues) and can_take(agent, ticket)


def _standing(presence: Presence, now: datetime) -> Standing:
    for_s = (now - presence.since).total_seconds() if presence.since else 0.0
    left_s = (presence.until - now).total_seconds() if presence.until else 0.0
    return Standing(presence.state, max(for_s, 0.0), max(left_s, 0.0))


def _ahead(scene: Scene, ticket: Ticket, taking: Sequence[Presence]) -> Iterable[Ahead]:
    """Those before the ticket whom its agents may have to serve first."""
    at_desk = [one for one in scene.presences if one.state in AT_DESK]
    shares: dict[tuple[object, ...], float] = {}
    for one in scene.waiting:
        if one.id == ticket.id:
            return
        kind = (one.queue, one.skills, one.language, one.passed_over)
        if kind not in shares:
            others = [agent for agent in at_desk if _serves(agent, one)]
            shares[kind] = sum(agent in taking for agent in others) / len(others) if others else 0.0
        if shares[kind]:
            yield Ahead(shares[kind], waited_s(one, scene.now))


def _handling(services: Sequence[Service], now: datetime) -> tuple[list[float], list[float]]:
    """How long agents took with callers, and how long those have been at it who are."""
    over = [(until - since).total_seconds() for _, since, until, _ in services if until is not None]
    return over, [max((now - since).total_seconds(), 0.0) for _, since, until, _ in services if until is None]


def _pauses(services: Sequence[Service]) -> list[float]:
    """From the end of one caller to the next, where somebody waited all the while: wrap-up, ringing, a break."""
    pauses = []
    for (agent, _, ended, _), (other, taken, _, created) in pairwise(sorted(services, key=itemgetter(0, 1))):
        if agent == other and ended is not None and created <= ended <= taken:
            pauses.append((taken - ended).total_seconds())
    return [pause for pause in pauses if pause <= LONGEST_PAUSE_S]


def _rings(passages: Sequence[Passage]) -> list[float]:
    """How long it rang until an agent took a caller."""
    rings = []
    for one in passages:
        for offered, accepted in pairwise(one.happenings):
            if (offered.what, accepted.what) == ("offered", "accepted"):
                rings.append((accepted.at - offered.at).total_seconds())
    return rings


def _patience(passages: Sequence[Passage], scale: float, now: datetime) -> Patience:
    """How soon callers hang up."""
    waits = [((one.ended() or now) - one.created).total_seconds() for one in passages]
    left = [any(event.what == "left" for event in one.happenings) for one in passages]
    return Patience.of(waits, left, scale)


def _overtaking(passages: Sequence[Passage], ticket: Ticket, plan: QueuePlan, now: datetime) -> Iterable[Overtaking]:
    """How often somebody comes who is served before this ticket, by priority."""
    since = max(now - RUSH, min((one.created for one in passages), default=now))
    span = max((now - since).total_seconds(), 600.0)
    mine = PRIORITIES.get(ticket.priority, 1)
    for priority, level in PRIORITIES.items():
        came = sum(one.priority == priority and one.created >= since for one in passages)
        lead_s = (level - mine) * plan.ages_s - waited_s(ticket, now) if plan.ages_s else math.inf
        if came and level > mine and lead_s > 0:
            yield Overtaking(came / span, lead_s)


def _told(passages: Sequence[Passage], now: datetime) -> Iterable[Told]:
    """What was told to callers when they began to wait, and what came of it, the oldest first."""
    found = []
    for one in passages:
        told = next((event for event in one.happenings if event.what == "told"), None)
        if told is None or (said := _model_said(told.detail)) is None:
            continue
        served, ended = one.served(), one.ended()
        waited = ((served or ended or now) - told.at).total_seconds()
        found.append((told.at, Told(*said, max(waited, 0.0), served is not None)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _model_said(words: str) -> tuple[float, float] | None:
    """Half and most by the model, out of `in_words`."""
    parts = words.rpartition("by the model ")[2].removesuffix(" s").split(" s and ")
    try:
        most, half = (float(part) for part in parts)
    except ValueError:
        return None
    return (half, most)
