"""The desk file: the queues and agents of a desk as its supervisor writes them, checked like a flow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ivr.errors import AuthorError, Problem
from ivr.flow.author_file import Places, Trail, named, nearest, read_part
from ivr.flow.hours import Hours
from ivr.flow.part import Name, Part, Words
from ivr.handoff.agent import Agent
from ivr.handoff.plan import DeskPlan, QueuePlan, Strategy
from ivr.terms import Language

Tongue = Annotated[Language, Field(strict=False)]
Level = Annotated[int, Field(ge=1, le=5)]
Account = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.\-]{0,31}$")]
Seconds = Annotated[int, Field(ge=0, le=86_400)]


class Target(Part):
    """What a queue promises."""

    within_s: Seconds = Field(default=20, description="Callers are to be served within so many seconds; 0: no promise.")
    share: Annotated[float, Field(gt=0, le=1)] = Field(default=0.8, description="This share of them, from 0 to 1.")


class Overflow(Part):
    """Who helps out."""

    to: str = Field(description="One of `queues`: its agents help out, those who have the skills and the language.")
    after_s: Seconds = Field(
        default=0, description="They do once a caller has waited so many seconds; 0: only out of the queue's `hours`."
    )


class DeskQueue(Part):
    """One queue."""

    strategy: Annotated[Strategy, Field(strict=False)] = Field(
        default=Strategy.LONGEST_IDLE,
        description="Who of several gets a caller: `longest_idle`, or `most_skilled` by the levels of the skills that "
        "are wanted, and of these who has been idle for longest.",
    )
    skills: dict[Name, Level] = Field(
        default={},
        description="Skills with the least level, 1 to 5, that every caller of this queue needs, besides those that "
        "the flow's transfer names.",
    )
    languages: list[Tongue] = Field(
        default=[], description="Languages of its callers: for each there must be an agent and, if there are any, tips."
    )
    ring_s: Annotated[int, Field(ge=5, le=300)] = Field(
        default=20, description="So long an offer rings; then the next agent gets it, and this one is away."
    )
    wrap_up_s: Seconds = Field(default=30, description="So long an agent has after a call, to write down how it went.")
    target: Target = Field(default=Target(), description="What the queue promises; who is about to miss it goes ahead.")
    ages_s: Seconds = Field(
        default=120, description="A caller counts one priority more for every so many seconds waited; 0: never."
    )
    overflow: Overflow | None = Field(default=None, description="Which agents help out, and when.")
    hours: str | None = Field(default=None, description="One of `hours`: when its own agents are there.")
    sticky_s: Seconds = Field(
        default=0,
        description="So long a caller who calls again waits for the agent of last time, if that one is at work; then "
        "anybody goes. 0: anybody at once.",
    )
    tips: dict[Tongue, Annotated[list[Words], Field(min_length=1)]] = Field(
        default={}, description="What callers are told while they wait, by language, one after the other."
    )
    music: str = Field(default="", description="Sound file that they hear meanwhile, from the folder of this one.")


class DeskAgent(Part):
    """One agent. The password belongs to the account of the same name, not into this file."""

    name: str = Field(default="", description="The full name.")
    skills: dict[Name, Level] = Field(default={}, description="Skills, each with a level from 1 to 5.")
    queues: list[str] = Field(default=[], description="Those of `queues` that they take callers of; left out: all.")
    languages: list[Tongue] = Field(
        default=[], description="Languages they speak, that in which they are told things first; left out: all."
    )


class DeskFile(Part):
    """All of it."""

    hours: dict[Name, Hours] = Field(
        default={}, description="When somebody is there; [as in a flow](flow-reference.md#opening-hours)."
    )
    queues: dict[Name, DeskQueue] = Field(
        default={}, description="The agent queues, by the names that flows hand over to. What is left out is as usual."
    )
    agents: dict[Account, DeskAgent] = Field(
        default={}, description="The agents, by the names of their accounts: what they can do."
    )


@dataclass(frozen=True, slots=True)
class LoadedDesk:
    """What a desk file says; `warnings` tell what will hardly be meant."""

    plan: DeskPlan = field(default_factory=DeskPlan)
    agents: tuple[Agent, ...] = ()
    warnings: tuple[Problem, ...] = ()


def load_desk(path: Path) -> LoadedDesk:
    """Read and validate a desk file. Raises AuthorError with every problem found."""
    written, places = read_part(path, DeskFile, lambda _: None)
    if problems := [*_unknown(written, places), *_missing(written, places, path.parent)]:
        raise AuthorError(problems)
    agents = tuple(_agent(name, one) for name, one in written.agents.items())
    plan = DeskPlan({name: _plan(name, one, written, path.parent) for name, one in written.queues.items()})
    return LoadedDesk(plan, agents, tuple(sorted(_unattended(written, places, agents))))


def _agent(name: str, one: DeskAgent) -> Agent:
    return Agent(name, one.name, one.skills, tuple(one.queues), tuple(one.languages))


def _plan(name: str, one: DeskQueue, written: DeskFile, folder: Path) -> QueuePlan:
    return QueuePlan(
        name,
        one.strategy,
        one.ring_s,
        one.wrap_up_s,
        one.target.within_s,
        one.target.share,
        one.ages_s,
        one.overflow.to if one.overflow else "",
        one.overflow.after_s if one.overflow else 0,
        one.sticky_s,
        one.skills,
        written.hours[one.hours] if one.hours else None,
        {language: tuple(tips) for language, tips in one.tips.items()},
        str(folder / one.music) if one.music else "",
    )


def _unknown(written: DeskFile, places: Places) -> Iterator[Problem]:
    """Names of queues and hours that stand nowhere."""
    for name, queue in written.queues.items():
        here: Trail = ("queues", name)
        if queue.overflow:
            others = [other for other in written.queues if other != name]
            yield from _one_of(queue.overflow.to, others, "no other queue", places, (*here, "overflow", "to"))
        if queue.hours is not None:
            yield from _one_of(queue.hours, written.hours, "no hours", places, (*here, "hours"))
    for name, agent in written.agents.items():
        for at, queue_name in enumerate(agent.queues):
            yield from _one_of(queue_name, written.queues, "no queue", places, ("agents", name, "queues", at))


def _one_of(name: str, known: Iterable[str], what: str, places: Places, at: Trail) -> Iterator[Problem]:
    there = list(known)
    if name not in there:
        fix = nearest(name, there) or (f"There is: {', '.join(there)}" if there else "Write it down, or leave this out")
        yield places.problem(at, "wrong-value", f"{named(at)}: {what} '{name}'", fix)


def _missing(written: DeskFile, places: Places, folder: Path) -> Iterator[Problem]:
    """Music that is not there, and tips that some callers would not understand."""
    for name, queue in written.queues.items():
        if queue.music and not (folder / queue.music).is_file():
            at: Trail = ("queues", name, "music")
            yield places.problem(at, "cannot-read", f"{named(at)}: there is no file '{queue.music}'", "Check the path")
        for language in queue.languages or Language:
            if queue.tips and language not in queue.tips:
                at = ("queues", name, "tips")
                fix = "Write them, or name the queue's languages" if not queue.languages else "Write them"
                message = f"{named(at)}: there are no tips in '{language}'"
                yield places.problem(at, "wrong-value", message, fix, of_key=True)


def _unattended(written: DeskFile, places: Places, agents: tuple[Agent, ...]) -> Iterator[Problem]:
    """Queues whose callers nobody of the file can take."""
    for name, queue in written.queues.items() if agents else ():
        theirs = [agent for agent in agents if not agent.queues or name in agent.queues]
        able = [
            one for one in theirs if all(one.skills.get(skill, 0) >= level for skill, level in queue.skills.items())
        ]
        what = "takes" if not theirs else "has the skills for" if not able else ""
        lacking = [one for one in queue.languages if not any(not who.languages or one in who.languages for who in able)]
        if what or lacking:
            message = (
                f"queues.{name}: none of `agents` {what or f'speaks {lacking[0]!s} with'} the callers of this queue"
            )
            fix = "Give one of them the queue, its skills and its languages"
            yield places.problem(("queues", name), "wrong-value", message, fix, of_key=True, severity="warning")
