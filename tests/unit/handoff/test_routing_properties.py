"""What holds of every desk, however many wait for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.handoff.agent import AgentState, Presence
from ivr.handoff.plan import DeskPlan, QueuePlan, Strategy
from ivr.handoff.rank import in_order
from ivr.handoff.routing import AGAIN, AT_WORK, Moment, Routing, offers
from ivr.handoff.ticket import Ticket
from ivr.handoff.waiting_room import WaitingRoom
from ivr.terms import Language
from tests.unit.handoff.desks import NOON, agent, ticket

QUEUES = ("general", "sales", "billing")
SKILLS = ("refund", "golf")
NAMES = ("anne", "bob", "li", "sam")
A_MINUTE = AGAIN.total_seconds()

plans = st.builds(
    lambda queues: DeskPlan({name: replace(plan, name=name) for name, plan in queues.items()}),
    st.dictionaries(
        st.sampled_from(QUEUES),
        st.builds(
            QueuePlan,
            name=st.just(""),
            strategy=st.sampled_from(Strategy),
            target_s=st.sampled_from((0, 20, 300)),
            ages_s=st.sampled_from((30, 120)),
            overflow_to=st.sampled_from(("", *QUEUES)),
            overflow_after_s=st.sampled_from((0, 60)),
            sticky_s=st.sampled_from((0, 45)),
            skills=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=1),
        ),
    ),
)
subsets = st.lists(st.sampled_from(NAMES), unique=True, max_size=2).map(tuple)
tickets = st.lists(
    st.builds(
        ticket,
        st.integers(0, 10**6).map("T-{}".format),
        st.integers(0, 400),
        queue=st.sampled_from(QUEUES),
        skills=st.lists(st.sampled_from(SKILLS), unique=True, max_size=2).map(tuple),
        priority=st.sampled_from(("low", "normal", "high")),
        language=st.sampled_from((None, *Language)),
        passed_over=subsets,
        since_s=st.sampled_from((0, 59, 60)),
        caller=st.sampled_from(("", "+1", "+2")),
        due_s=st.sampled_from((None, None, -5, 5)),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)
agents = st.lists(
    st.builds(
        agent,
        st.sampled_from(NAMES),
        st.integers(0, 900),
        skills=st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5)),
        queues=st.lists(st.sampled_from(QUEUES), unique=True, max_size=2).map(tuple),
        languages=st.lists(st.sampled_from(Language), unique=True, max_size=2).map(tuple),
        state=st.sampled_from(AgentState),
    ),
    max_size=4,
    unique_by=lambda one: one.agent.name,
)
familiars = st.dictionaries(st.sampled_from(("+1", "+2")), st.sampled_from(NAMES))


def can(one: Ticket, presence: Presence, plan: DeskPlan) -> bool:
    """Whether an agent may be offered a ticket by queue, skills and language: the rule, written down plainly."""
    known, of_queue = presence.agent, plan.queue(one.queue)
    waited = (NOON - one.created).total_seconds()
    served = {one.queue}
    if of_queue.overflow_to and 0 < of_queue.overflow_after_s <= waited:
        served.add(of_queue.overflow_to)
    wanted = dict.fromkeys(one.skills, 1) | dict(of_queue.skills)
    return (
        (not known.queues or bool(served & set(known.queues)))
        and (not known.languages or one.language is None or one.language in known.languages)
        and all(known.skills.get(skill, 0) >= level for skill, level in wanted.items())
    )


def willing(one: Ticket, presence: Presence, presences: Sequence[Presence], plan: DeskPlan) -> bool:
    """Whether they have not passed it over, or nobody else at work can take it and a while has gone by."""
    if presence.agent.name not in one.passed_over:
        return True
    others = [
        other
        for other in presences
        if other.state in AT_WORK and other.agent.name not in one.passed_over and can(one, other, plan)
    ]
    assert one.since is not None
    return not others and one.since + AGAIN <= NOON


@given(tickets, agents, plans, familiars)
@settings(max_examples=300, deadline=None)
def test_every_offer_is_one_that_may_be_made(
    waiting: list[Ticket], presences: list[Presence], plan: DeskPlan, familiar: Mapping[str, str]
) -> None:
    """No ticket and no agent twice; to somebody free who has the queue, the skills, the language, and is willing."""
    found = offers(waiting, Moment(presences, NOON, familiar), plan)
    by_name = {one.agent.name: one for one in presences}

    assert len({one.ticket.id for one in found}) == len({one.agent.name for one in found}) == len(found)
    for one in found:
        presence = by_name[one.agent.name]
        assert presence.state is AgentState.AVAILABLE
        assert can(one.ticket, presence, plan)
        assert willing(one.ticket, presence, presences, plan)
        assert one.ticket.due is None or one.ticket.due <= NOON


@given(tickets, agents, plans)
@settings(max_examples=300, deadline=None)
def test_nobody_is_overtaken_and_nobody_idles_in_vain(
    waiting: list[Ticket], presences: list[Presence], plan: DeskPlan
) -> None:
    """Who waits on could not have been taken by an agent who got a later one, or got none."""
    found = offers(waiting, Moment(presences, NOON), plan)
    order = {one.id: place for place, one in enumerate(in_order(waiting, plan, NOON))}
    given_to = {one.agent.name: order[one.ticket.id] for one in found}
    left = [one for one in waiting if one.id not in {offer.ticket.id for offer in found}]

    for one in left:
        able = [who for who in presences if who.state is AgentState.AVAILABLE and can(one, who, plan)]
        if one.due is None or one.due <= NOON:
            for presence in able:
                if willing(one, presence, presences, plan):
                    assert given_to[presence.agent.name] < order[one.id]


@given(tickets, agents, plans, familiars)
@settings(deadline=None)
def test_the_order_in_which_things_are_told_does_not_matter(
    waiting: list[Ticket], presences: list[Presence], plan: DeskPlan, familiar: Mapping[str, str]
) -> None:
    """The same tickets and agents, the same offers; also when tickets came and went before."""
    first = offers(waiting, Moment(presences, NOON, familiar), plan)
    room = WaitingRoom()
    routing = Routing(plan, room)
    room.bring_up_to(ticket(f"gone-{one.id}", queue=one.queue) for one in waiting)
    list(routing.offers(Moment(presences[:1], NOON)))
    room.bring_up_to(reversed(waiting))

    assert list(routing.offers(Moment(presences, NOON, familiar))) == first
    assert len(room) == len(waiting)


@given(st.sampled_from(("low", "normal", "high")), st.integers(0, 40), st.integers(5, 60), st.booleans())
@settings(max_examples=50, deadline=None)
def test_nothing_starves(priority: str, ahead: int, serves_in_s: int, was_declined: bool) -> None:
    """However many urgent callers come after it: one more whenever the only agent is free again."""
    plan = DeskPlan({"general": QueuePlan("general", ages_s=60)})
    waiting = [ticket(f"ahead-{number}", 1, priority="high") for number in range(ahead)]
    waiting.append(ticket("patient", priority=priority, passed_over=("anne",) if was_declined else ()))
    now = NOON
    while "patient" in (names := {one.id for one in waiting}):
        for made in offers(waiting, Moment([agent("anne")], now), plan):
            waiting.remove(made.ticket)
        now += timedelta(seconds=serves_in_s)
        waiting.append(replace(ticket(f"urgent-{len(names)}-{now}", priority="high"), created=now))

    assert (now - NOON).total_seconds() <= 3 * 60 + A_MINUTE + (ahead + 2) * serves_in_s
