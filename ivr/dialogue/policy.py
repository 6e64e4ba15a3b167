"""What to do when anything may have been said: whatever is expected to cost least. Pure; explains itself in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ivr.flow.costs import Costs
from ivr.flow.names import EVERYWHERE
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.person import AGENT


class Kind(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    IMPLICIT = "implicit"
    ANSWER = "answer"
    CONFIRM = "confirm"
    DISAMBIGUATE = "disambiguate"
    REPROMPT = "reprompt"
    BRANCH = "branch"
    GO_ON = "go_on"
    HAND_OVER = "hand_over"
    END = "end"


DONE = {
    Kind.ACCEPT: "acting at once",
    Kind.IMPLICIT: "naming it and going on",
    Kind.ANSWER: "answering",
    Kind.CONFIRM: "asking back",
    Kind.DISAMBIGUATE: "offering the two",
    Kind.REPROMPT: "asking again",
    Kind.HAND_OVER: "a person",
}
"""How a reason speaks of what may be done."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision and its reason in words, which replay and the agent are shown."""

    kind: Kind
    reason: str
    intent: str = ""
    score: float = 0.0
    alternatives: tuple[str, ...] = ()
    entry: str = ""  # of the knowledge, with where the answer comes from
    source: str = ""

    @property
    def acts(self) -> bool:
        """Whether what was understood is done, without or with naming it first."""
        return self.kind in (Kind.ACCEPT, Kind.IMPLICIT)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be done about what was heard, and what it is expected to cost, in questions."""

    kind: Kind
    cost: float
    intents: tuple[str, ...] = ()


CLEAR_WORDS = 0.5
"""Mean word confidence from which the recogniser is believed as it stands; below, scores shrink in proportion."""

MORE_LIKELY_THAN_NOT = 0.5
"""Probability from which a caller is said to have asked for a person; below, it is the line that gives up."""

COMPARED = 3
"""How many of the cheapest options a reason names."""


def decide(
    heard: Interpretation,
    allowed: frozenset[str],
    costs: Costs,
    refused: Collection[str] = (),
    recoverable: Collection[str] = (),
) -> Decision:
    """The option that is expected to cost least, over the `allowed` intents and those of everywhere.

    What the caller has just `refused` is not offered again, but acted on when it is said clearly. The `recoverable`
    intents may be named in passing: the caller's next "no" takes them back.
    """
    if not heard.text:
        return _worded("there was a sound, but no words in it", options((), costs))
    trust = min(1.0, heard.confidence / CLEAR_WORDS)
    ranked = tuple(
        (intent, round(score * trust, 4)) for intent, score in heard.ranked if intent in allowed or intent in EVERYWHERE
    )
    return _chosen(ranked, options(ranked, costs, refused, recoverable))


def weighted(heard: Interpretation, times: Mapping[str, float]) -> Interpretation:
    """The interpretation in the light of what was asked: each of these intents is so many times as likely."""
    if not times or not heard.ranked:
        return heard
    weighed = [(intent, score * times.get(intent, 1.0)) for intent, score in heard.ranked]
    none = max(0.0, 1 - sum(score for _, score in heard.ranked))
    total = sum(score for _, score in weighed) + none or 1.0
    ranked = sorted(((intent, round(score / total, 4)) for intent, score in weighed), key=lambda one: -one[1])
    return replace(heard, ranked=tuple(ranked), out_of_scope=round(none / total, 4))


def options(
    ranked: Sequence[tuple[str, float]],
    costs: Costs,
    refused: Collection[str] = (),
    recoverable: Collection[str] = (),
) -> list[Option]:
    """All that may be done, the cheapest first.

    `ranked` are intents with the probability that the caller wants them; what is missing to 1 is the probability
    that it is none of them. Whoever was misunderstood has to say it again, so what it costs to go wrong is weighed
    with the probability of it.
    """
    asked_for = dict(ranked).get(AGENT, 0.0)
    found = [
        Option(Kind.REPROMPT, costs.reprompt),
        Option(Kind.HAND_OVER, (1 - asked_for) * costs.hand_over),
    ]
    for intent, probability in ranked[:1]:
        if intent != AGENT or probability >= MORE_LIKELY_THAN_NOT:
            found.append(Option(Kind.ACCEPT, (1 - probability) * costs.of_acting_on(intent), (intent,)))
    offered = [(intent, probability) for intent, probability in ranked if intent not in refused]
    for intent, probability in offered[:1]:
        if intent in recoverable:
            unsaid = costs.naming + (1 - probability) * costs.of_taking_back(intent)
            found.append(Option(Kind.IMPLICIT, unsaid, (intent,)))
        found.append(Option(Kind.CONFIRM, costs.confirm + (1 - probability) * costs.reprompt, (intent,)))
    (first, score), (second, runner_up) = (*offered, ("", 0.0), ("", 0.0))[:2]
    if second and not {first, second} & set(EVERYWHERE):
        neither = max(0.0, 1 - score - runner_up)
        found.append(Option(Kind.DISAMBIGUATE, costs.choose + neither * costs.reprompt, (first, second)))
    order = list(Kind)
    return sorted(found, key=lambda option: (round(option.cost, 6), order.index(option.kind)))


def _chosen(ranked: Sequence[tuple[str, float]], found: Sequence[Option]) -> Decision:
    best, scores = found[0], dict(ranked)
    if not ranked:
        return _worded("nothing fits here", found)
    named = best.intents or ranked[0][:1]
    about = " and ".join(f"{intent} at {scores[intent]:.2f}" for intent in named)
    return _worded(about if best.intents else f"the likeliest is {about}", found, scores)


def _worded(about: str, found: Sequence[Option], scores: dict[str, float] | None = None) -> Decision:
    """The cheapest option as a decision, with its reason: what is known, and what the cheapest would cost."""
    best, *others = found[:COMPARED]
    price = f"{DONE[best.kind]} would cost {best.cost:.1f} questions"
    reason = ", ".join([f"{about}: {price}", *(f"{DONE[other.kind]} {other.cost:.1f}" for other in others)])
    if not best.intents:
        return Decision(best.kind, reason)
    pair = best.intents if best.kind is Kind.DISAMBIGUATE else ()
    return Decision(best.kind, reason, best.intents[0], (scores or {}).get(best.intents[0], 0.0), pair)
