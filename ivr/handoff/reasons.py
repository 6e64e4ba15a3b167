"""Why a ticket comes first and why an agent gets it, in words of both languages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ivr.handoff import rank
from ivr.handoff.plan import QueuePlan
from ivr.handoff.ticket import Ticket
from ivr.terms import Language

ENGLISH, MANDARIN = Language.ENGLISH, Language.MANDARIN


class Ground(StrEnum):
    """What may speak for an agent or for a ticket."""

    FAMILIAR = "familiar"
    SKILL = "skill"
    SPEAKS = "speaks"
    CLOSED = "closed"
    LATE = "late"
    AGAIN = "again"
    MOST_SKILLED = "most_skilled"
    LONGEST_IDLE = "longest_idle"
    IDLE = "idle"
    PRIORITY = "priority"
    AGED = "aged"
    PRESSING = "pressing"
    MISSED = "missed"
    WAITED = "waited"
    NOT_DUE = "not_due"


class Reason(NamedTuple):
    """One ground of a choice with what it is about: a name, a number, seconds."""

    ground: Ground
    name: str = ""
    number: int = 0
    seconds: float = 0.0


WORDS: Mapping[Ground, tuple[str, str]] = {
    Ground.FAMILIAR: ("talked to this caller last time", "上次接待过这位来电者"),
    Ground.SKILL: ('has the skill "{name}" (level {number})', "会处理“{name}”（{number}级）"),
    Ground.SPEAKS: ("speaks {name}", "会说{name}"),
    Ground.CLOSED: ('helps out from "{name}" because the queue is closed now', "“{name}”支援：原队列现在不在服务时间"),
    Ground.LATE: ('helps out from "{name}" after {time}', "“{name}”支援：已等{time}"),
    Ground.AGAIN: ("passed it over before, but nobody else at work can take it", "之前没有接，但在岗的其他人都接不了"),
    Ground.MOST_SKILLED: ("the most skilled of the {number} who are free", "{number}位空闲人员中技能最高"),
    Ground.LONGEST_IDLE: ("the longest of the {number} who are free", "{number}位空闲人员中最久"),
    Ground.IDLE: ("idle for {time}", "空闲{time}"),
    Ground.PRIORITY: ("{name} priority", "优先级{name}"),
    Ground.AGED: ("has waited so long that it counts {number} more", "久等加{number}级"),
    Ground.PRESSING: ("is about to miss the target of {time}", "快要超过{time}的目标"),
    Ground.MISSED: ("has missed the target of {time}", "已超过{time}的目标"),
    Ground.WAITED: ("has waited for {time}", "已等{time}"),
    Ground.NOT_DUE: ("not to be called for another {time}", "{time}后才回电"),
}
"""Each ground in English and Mandarin."""

NAMES: Mapping[str, tuple[str, str]] = {
    "en": ("English", "英语"),
    "zh": ("Mandarin", "普通话"),
    "high": ("high", "高"),
    "normal": ("normal", "普通"),
    "low": ("low", "低"),
}
"""Names that are ours to translate; skills and queues are the author's."""

TRANSLATED = (Ground.SPEAKS, Ground.PRIORITY)


def in_words(reasons: Iterable[Reason], language: Language) -> str:
    """Reasons as one sentence without a full stop."""
    return ("，" if language is MANDARIN else ", ").join(_in_words(one, language) for one in reasons)


def _in_words(reason: Reason, language: Language) -> str:
    of = int(language is MANDARIN)
    name = NAMES.get(reason.name, (reason.name,) * 2)[of] if reason.ground in TRANSLATED else reason.name
    time = for_so_long(reason.seconds, language)
    return WORDS[reason.ground][of].format(name=name, number=reason.number, time=time)


UNITS = ((86_400, "day", "天"), (3_600, "hour", "小时"), (60, "minute", "分钟"), (1, "second", "秒"))


def for_so_long(seconds: float, language: Language) -> str:
    """A time in its largest unit, rounded down: 4 minutes, 4分钟."""
    whole = max(int(seconds), 0)
    size, english, chinese = next((unit for unit in UNITS if whole >= unit[0]), UNITS[-1])
    count = whole // size
    return f"{count}{chinese}" if language is MANDARIN else f"{count} {english}{'' if count == 1 else 's'}"


def why_here(ticket: Ticket, plan: QueuePlan, now: datetime) -> tuple[Reason, ...]:
    """What speaks for a ticket's place in the order."""
    waited = rank.waited_s(ticket, now)
    found = []
    if not rank.is_due(ticket, now):
        assert ticket.due is not None, "what has no time is due"
        found.append(Reason(Ground.NOT_DUE, seconds=(ticket.due - now).total_seconds()))
    if rank.PRIORITIES.get(ticket.priority, 1) != 1:
        found.append(Reason(Ground.PRIORITY, ticket.priority))
    if steps := rank.steps(waited, plan):
        found.append(Reason(Ground.AGED, number=steps))
    if rank.is_pressing(waited, plan):
        ground = Ground.MISSED if waited >= plan.target_s else Ground.PRESSING
        found.append(Reason(ground, seconds=plan.target_s))
    return (*found, Reason(Ground.WAITED, seconds=waited))
