"""Answers of a line's own knowledge, for the agent who has the caller: to what they asked last, as the author wrote."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ivr.flow.loader import chatter
from ivr.flow.model import Flow
from ivr.handoff.ticket import Ticket
from ivr.prompts.wording import fill_known
from ivr.understanding.knowledge import EntrySpec, KnowledgeBase
from ivr.understanding.spec import SLOT_MARK
from ivr.understanding.text import normalise

REMARKS = 3
"""What the caller said last, so many times: they may have asked before they wanted a person."""

LIKELY = 0.2
"""Probability from which an answer is worth a glance: a person reads it and decides, so it is far below what the line
itself needs to answer."""

MOST = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the caller may have asked, its answer, and where the author has that from."""

    question: str
    answer: str
    source: str


Suggest: TypeAlias = Callable[[Ticket, date], Sequence[Suggestion]]


def no_suggestions(_ticket: Ticket, _today: date) -> Sequence[Suggestion]:
    """Where no line was named."""
    return ()


class Suggestions:
    """Knows what the flows of a line answer; of each language one."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self._known = {flow.language: (flow, _base(flow)) for flow in flows if flow.knowledge}

    def __call__(self, ticket: Ticket, today: date) -> tuple[Suggestion, ...]:
        """The likeliest first; none where the line has nothing of it in the caller's language."""
        if ticket.language is None or ticket.language not in self._known:
            return ()
        flow, base = self._known[ticket.language]
        said = [remark.text for remark in ticket.transcript if remark.who == "caller"][-REMARKS:]
        in_force = flow.in_force(today)
        scores: dict[str, float] = {}
        for text in said:
            for match in base.search(normalise(text), in_force):
                scores[match.entry] = max(scores.get(match.entry, 0.0), match.score)
        likely = sorted((name for name in scores if scores[name] >= LIKELY), key=lambda name: (-scores[name], name))
        return tuple(_suggestion(flow, name, ticket) for name in likely[:MOST])


def _base(flow: Flow) -> KnowledgeBase:
    entries = [EntrySpec(name, tuple(entry.questions)) for name, entry in flow.knowledge.items()]
    wishes = [SLOT_MARK.sub(" ", example) for intent in flow.intents.values() for example in intent.examples]
    return KnowledgeBase(entries, [*wishes, *chatter(flow.language)], flow.language)


def _suggestion(flow: Flow, name: str, ticket: Ticket) -> Suggestion:
    entry = flow.knowledge[name]
    answer = fill_known(entry.answer, {**ticket.slots, **entry.own_values()}, flow.language)
    return Suggestion(entry.questions[0], answer, entry.source)
