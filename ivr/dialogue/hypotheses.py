"""Which of the recogniser's hypotheses is taken: the first, unless another fits what may be said now better. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from ivr.dialogue.policy import Decision
from ivr.flow.costs import Costs
from ivr.understanding.interpretation import Interpretation, SlotValue
from ivr.understanding.text import normalise

FITTING = 8.0
"""How many times as likely a hypothesis that may be said now is what was said as one of the same share that may not."""

VALUES = ("", "yes", "no")
"""Intents of a decision that takes an asked-for value, or an answer to the question."""

PLACES = ("first", "second", "third", "fourth", "fifth")
COUNTS = ("no", "one", "two", "three", "four", "five")


def settle(
    first: Interpretation,
    others: Callable[[], Sequence[Interpretation]],
    decide: Callable[[Interpretation], Decision],
    costs: Costs,
    allowed: Collection[str],
) -> Interpretation:
    """The interpretation to go by; `others` are those of the other hypotheses, made only when they are needed.

    A first hypothesis that can be acted on stands, though its values are less sure where another holds other good
    ones. Where it cannot be acted on, a hypothesis that gives the value asked for, or an answer to the question, is
    taken; else the intents of all are weighed together. Where that leads nowhere, a hypothesis is taken that is a
    question of the knowledge, word for word.
    """
    fits = bool(first.requests) or decide(first).acts
    if fits and not first.slots:
        return first
    ranked = [first, *others()]
    if len(ranked) == 1:
        return first
    ranked = [replace(one, hypothesis=place, hypotheses=len(ranked)) for place, one in enumerate(ranked, 1)]
    if fits:
        return _doubted(replace(first, hypotheses=1), ranked[1:])
    answering = [one for one in ranked[1:] if (found := decide(one)).acts and found.intent in VALUES]
    if answering:
        best = max(answering, key=lambda one: one.share)
        sure = _share(best, ranked, answering)
        if costs.confirm + (1 - sure) * costs.reprompt < costs.reprompt:
            return _doubted(_capped(best, sure), [one for one in answering if one is not best])
    together = _together(ranked, allowed)
    decision = decide(together)
    if not decision.acts and (asking := _asking(ranked, costs)):
        return asking
    return together if decision.intent else first


def told(heard: Interpretation) -> str:
    """What a reason says of the hypothesis that was taken; empty when it is the first, by itself."""
    if heard.hypothesis > 1:
        return f"the {PLACES[heard.hypothesis - 1]} of {COUNTS[heard.hypotheses]} hypotheses fits: "
    return f"{COUNTS[heard.hypotheses]} hypotheses weighed: " if heard.hypotheses > 1 else ""


def _asking(ranked: Sequence[Interpretation], costs: Costs) -> Interpretation | None:
    """The hypothesis that is a question of the knowledge, word for word, likely enough and unless the first is one."""
    asking = [one for one in ranked if any(normalise(match.question) == one.text for match in one.knowledge[:1])]
    if not asking or asking[0] is ranked[0]:
        return None
    best = max(asking, key=lambda one: one.share)
    sure = _share(best, ranked, asking)
    return best if costs.confirm + (1 - sure) * costs.reprompt < costs.reprompt else None


def _share(best: Interpretation, ranked: Sequence[Interpretation], fitting: Sequence[Interpretation]) -> float:
    """The probability that the best is what was said, by how well each was heard and whether it may be said now."""
    weights = [one.share * (FITTING if one in fitting else 1.0) for one in ranked]
    return best.share * FITTING / (sum(weights) or 1.0)


def _capped(heard: Interpretation, sure: float) -> Interpretation:
    """With no value surer than the hypothesis it stands in."""
    values = (replace(value, confidence=round(min(value.confidence, sure), 4)) for value in heard.slots)
    return replace(heard, slots=tuple(values))


def _doubted(heard: Interpretation, others: Sequence[Interpretation]) -> Interpretation:
    """With less confidence in a value for which another hypothesis has another good one, heard nearly as well."""
    return replace(heard, slots=tuple(_against(value, [heard, *others]) for value in heard.slots))


def _against(value: SlotValue, hypotheses: Sequence[Interpretation]) -> SlotValue:
    shares: dict[str, float] = {}
    for one in hypotheses:
        if (said := one.slot(value.name)) and not said.problem:
            shares[said.value] = shares.get(said.value, 0.0) + one.share
    own = shares.pop(value.value, 0.0)
    if not own or not shares:
        return value
    sure = own / (own + max(shares.values()))
    return replace(value, confidence=round(min(value.confidence, sure), 4))


def _together(ranked: Sequence[Interpretation], allowed: Collection[str]) -> Interpretation:
    """The hypothesis that says most for the likeliest intent, with the intents of all, weighed.

    A hypothesis weighs as much as it was heard well, and the more the likelier it is that it may be said now.
    """
    fitting = [sum(score for intent, score in one.ranked if intent in allowed) for one in ranked]
    weights = [one.share * (1 + (FITTING - 1) * fits) for one, fits in zip(ranked, fitting, strict=True)]
    total = sum(weights) or 1.0
    scores: dict[str, float] = {}
    for one, weight in zip(ranked, weights, strict=True):
        for intent, score in one.ranked:
            scores[intent] = scores.get(intent, 0.0) + score * weight / total
    if not scores:
        return ranked[0]
    order = sorted(((intent, round(score, 4)) for intent, score in scores.items()), key=lambda one: -one[1])
    likeliest = next((intent for intent, _ in order if intent in allowed), order[0][0])
    said = max(range(len(ranked)), key=lambda place: weights[place] * ranked[place].score(likeliest))
    none = max(0.0, 1 - sum(score for _, score in order))
    return replace(ranked[said], ranked=tuple(order), out_of_scope=round(none, 4))
