"""Which ticket goes to whom, and why."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from ivr.flow.hours import Hours
from ivr.handoff.agent import AgentState, Presence
from ivr.handoff.plan import DeskPlan, QueuePlan, Strategy
from ivr.handoff.reasons import in_words
from ivr.handoff.routing import AGAIN, Moment, offers
from ivr.handoff.ticket import Ticket
from ivr.terms import Language
from tests.unit.handoff.desks import NOON, agent, ticket

ENGLISH, MANDARIN = Language.ENGLISH, Language.MANDARIN


def made(
    tickets: Sequence[Ticket],
    agents: Sequence[Presence],
    plan: QueuePlan | None = None,
    familiar: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """Who gets what at noon."""
    found = offers(tickets, Moment(agents, NOON, familiar or {}), DeskPlan({plan.name: plan} if plan else {}))
    return [(one.ticket.id, one.agent.name) for one in found]


def why(tickets: Sequence[Ticket], agents: Sequence[Presence], plan: QueuePlan | None = None) -> tuple[str, str]:
    """Why the first offer is made, in both languages."""
    first = offers(tickets, Moment(agents, NOON, {"+1": "anne"}), DeskPlan({plan.name: plan} if plan else {}))[0]
    return first.why(ENGLISH), first.why(MANDARIN)


def test_who_came_first_is_first() -> None:
    """And is offered to whoever has been idle for longest."""
    agents = [agent("anne", 10), agent("bob", 30), agent("li", 20, state=AgentState.BUSY)]

    assert made([ticket("b", 5), ticket("a", 9), ticket("c", 1)], agents) == [("a", "bob"), ("b", "anne")]


def test_urgent_tickets_come_first_until_others_have_aged() -> None:
    """A normal one that has waited for one step counts as much as a high one, and came first."""
    plan = QueuePlan("general", ages_s=100, target_s=0)
    waiting = [ticket("high", 10, priority="high"), ticket("low", 99, priority="low")]

    assert made([*waiting, ticket("normal", 99)], [agent("anne")], plan) == [("high", "anne")]
    assert made([*waiting, ticket("normal", 100)], [agent("anne")], plan) == [("normal", "anne")]


def test_what_is_about_to_miss_its_target_counts_more() -> None:
    """Half of the time of its queue's target is over; the other queue has promised less."""
    plan = QueuePlan("general", target_s=40)
    waiting = [ticket("later", 20), ticket("earlier", 21, queue="post")]
    slow = QueuePlan("post", target_s=600)

    found = offers(waiting, Moment([agent("anne")], NOON), DeskPlan({"general": plan, "post": slow}))
    assert [one.ticket.id for one in found] == ["later"]


def test_agents_get_what_they_have_the_skills_and_the_language_for() -> None:
    """Of their queues; no queues and no languages mean all."""
    refund = ticket("refund", skills=("refund",), language=MANDARIN)
    agents = [
        agent("a", skills={"refund": 1}, languages=(ENGLISH,)),
        agent("b", skills={"billing": 5}),
        agent("c", skills={"refund": 1}, queues=("billing",)),
    ]

    assert made([refund], agents) == []
    assert made([refund], [*agents, agent("d", skills={"refund": 1})]) == [("refund", "d")]


def test_a_queue_may_want_a_level() -> None:
    """Also of a skill that no ticket names."""
    plan = QueuePlan("general", skills={"refund": 3})

    assert made([ticket("a")], [agent("anne", skills={"refund": 2})], plan) == []
    assert made([ticket("a")], [agent("anne", skills={"refund": 3})], plan) == [("a", "anne")]


def test_the_most_skilled_goes_before_the_longest_idle_where_the_queue_says_so() -> None:
    """By the levels of the skills that the ticket wants."""
    agents = [agent("anne", 99, skills={"refund": 2, "golf": 5}), agent("bob", 1, skills={"refund": 4})]
    wants = [ticket("a", skills=("refund",))]

    assert made(wants, agents) == [("a", "anne")]
    assert made(wants, agents, QueuePlan("general", Strategy.MOST_SKILLED)) == [("a", "bob")]


def test_agents_of_another_queue_help_out_after_a_time() -> None:
    """Not before."""
    plan = QueuePlan("general", overflow_to="sales", overflow_after_s=60)
    sales = [agent("sam", queues=("sales",))]

    assert made([ticket("a", 59)], sales, plan) == []
    assert made([ticket("a", 60), ticket("b", 59)], [*sales, agent("sue", queues=("sales",))], plan) == [("a", "sam")]


def test_agents_of_another_queue_help_out_of_hours() -> None:
    """At once, and the own agents who are still there go on."""
    hours = Hours.model_validate({"timezone": "Asia/Shanghai", "week": {"mon-fri": "09:00-18:00"}})
    plan = QueuePlan("general", overflow_to="sales", hours=hours)
    sales = agent("sam", queues=("sales",))

    assert NOON.weekday() == 0
    assert made([ticket("a")], [sales], plan) == [("a", "sam")]  # eight in the evening there
    assert made([ticket("a")], [agent("anne", queues=("general",))], plan) == [("a", "anne")]
    morning = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    assert offers([ticket("a", 10 * 3600)], Moment([sales], morning), DeskPlan({"general": plan})) == []


def test_a_returning_caller_waits_a_while_for_the_agent_of_last_time() -> None:
    """If they are at work; then anybody goes."""
    plan = QueuePlan("general", sticky_s=30)
    anne, bob = agent("anne", 5), agent("bob", 50)
    busy, gone = agent("anne", state=AgentState.BUSY), agent("anne", state=AgentState.AWAY)
    returns = ticket("a", 29, caller="+1")

    assert made([returns], [anne, bob], plan, {"+1": "anne"}) == [("a", "anne")]
    assert made([returns], [anne, bob], plan, {}) == [("a", "bob")]
    assert made([returns], [busy, bob], plan, {"+1": "anne"}) == []
    assert made([returns, ticket("b", 1)], [busy, bob], plan, {"+1": "anne"}) == [("b", "bob")]
    assert made([returns], [gone, bob], plan, {"+1": "anne"}) == [("a", "bob")]
    assert made([ticket("a", 30, caller="+1")], [busy, bob], plan, {"+1": "anne"}) == [("a", "bob")]


def test_callbacks_wait_for_their_time() -> None:
    """Then they have the place of when they were asked for."""
    assert made([ticket("a", 99, due_s=1), ticket("b")], [agent("anne")]) == [("b", "anne")]
    assert made([ticket("a", 99, due_s=0), ticket("b")], [agent("anne")]) == [("a", "anne")]


def test_what_was_passed_over_goes_to_somebody_else() -> None:
    """And waits for them while they are at work."""
    passed = ticket("a", 99, passed_over=("anne",), since_s=AGAIN.total_seconds())

    assert made([passed, ticket("b")], [agent("anne"), agent("bob")]) == [("a", "bob"), ("b", "anne")]
    assert made([passed], [agent("anne"), agent("bob", state=AgentState.WRAP_UP)]) == []


def test_what_everybody_at_work_has_passed_over_is_offered_again_after_a_while() -> None:
    """Nothing starves."""
    agents = [agent("anne"), agent("bob", state=AgentState.AWAY)]
    a_minute = AGAIN.total_seconds()

    assert made([ticket("a", 99, passed_over=("anne",), since_s=a_minute - 1)], agents) == []
    assert made([ticket("a", 99, passed_over=("anne",), since_s=a_minute)], agents) == [("a", "anne")]


def test_nothing_is_offered_while_nobody_is_free() -> None:
    """Neither without agents nor without tickets."""
    assert made([ticket("a")], [agent("anne", state=AgentState.RINGING)]) == []
    assert made([], [agent("anne")]) == []


def test_a_choice_is_explained_in_both_languages() -> None:
    """By skill, language and idle time."""
    anne = agent("anne", 245, skills={"refund": 4}, languages=(MANDARIN, ENGLISH))
    wants = ticket("a", skills=("refund",), language=MANDARIN)

    assert why([wants], [anne]) == (
        'has the skill "refund" (level 4), speaks Mandarin, idle for 4 minutes',
        "会处理“refund”（4级），会说普通话，空闲4分钟",
    )
    assert offers([wants], Moment([anne], NOON), DeskPlan())[0].why() == "会处理“refund”（4级），会说普通话，空闲4分钟"


def test_an_agent_is_told_why_in_their_language() -> None:
    """In the caller's where they speak all."""
    english, any_language = agent("a", 60, languages=(ENGLISH,)), agent("b", 60)
    calls = ticket("t", language=MANDARIN)

    assert offers([ticket("t", language=None)], Moment([english], NOON), DeskPlan())[0].why() == "idle for 1 minute"
    assert offers([calls], Moment([any_language], NOON), DeskPlan())[0].why() == "空闲1分钟"


@pytest.mark.parametrize(
    ("asked", "plan", "agents", "english", "mandarin"),
    [
        (
            ticket("a", 1, caller="+1"),
            QueuePlan("general", sticky_s=30),
            [agent("anne", 7200), agent("bob", 9999)],
            "talked to this caller last time, idle for 2 hours",
            "上次接待过这位来电者，空闲2小时",
        ),
        (
            ticket("a", 90),
            QueuePlan("general", overflow_to="sales", overflow_after_s=60),
            [agent("sam", 1, queues=("sales",))],
            'helps out from "sales" after 1 minute, idle for 1 second',
            "“sales”支援：已等1分钟，空闲1秒",
        ),
        (
            ticket("a", passed_over=("anne",), since_s=60),
            QueuePlan("general"),
            [agent("anne", 30)],
            "passed it over before, but nobody else at work can take it, idle for 30 seconds",
            "之前没有接，但在岗的其他人都接不了，空闲30秒",
        ),
        (
            ticket("a"),
            QueuePlan("general"),
            [agent("anne", 30), agent("bob", 20)],
            "idle for 30 seconds, the longest of the 2 who are free",
            "空闲30秒，2位空闲人员中最久",
        ),
        (
            ticket("a", skills=("refund",)),
            QueuePlan("general", Strategy.MOST_SKILLED),
            [agent("anne", 30, skills={"refund": 5}), agent("bob", 90, skills={"refund": 4})],
            'has the skill "refund" (level 5), the most skilled of the 2 who are free, idle for 30 seconds',
            "会处理“refund”（5级），2位空闲人员中技能最高，空闲30秒",
        ),
    ],
)
def test_every_ground_has_words(
    asked: Ticket, plan: QueuePlan, agents: list[Presence], english: str, mandarin: str
) -> None:
    """Whatever it was that decided."""
    assert why([asked], agents, plan) == (english, mandarin)


def test_why_a_ticket_is_first_is_explained() -> None:
    """By its priority, by how long it has waited, by its target."""
    plan = QueuePlan("general", ages_s=100, target_s=400)
    first = offers([ticket("a", 250, priority="high")], Moment([agent("anne")], NOON), DeskPlan({"general": plan}))[0]

    assert [reason.ground for reason in first.why_first] == ["priority", "aged", "pressing", "waited"]
    assert in_words(first.why_first, ENGLISH) == (
        "high priority, has waited so long that it counts 2 more, is about to miss the target of 6 minutes, "
        "has waited for 4 minutes"
    )
    assert in_words(first.why_first, MANDARIN) == "优先级高，久等加2级，快要超过6分钟的目标，已等4分钟"
