"""How careful a line should be: its decisions on sentences whose intent is known, over a range of costs. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ivr.dialogue.policy import Decision, Kind, decide
from ivr.flow.costs import Costs
from ivr.flow.model import Flow
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.labelled import Labelled
from ivr.understanding.person import AGENT
from ivr.understanding.text import normalise

LEAST = 100
"""Sentences with an intent that are needed: with fewer, one that is routed wrongly moves the rate by more than 1 %."""

FOLDS = 5
"""Parts into which sentences are cut, so that none is judged by what was learnt or chosen from it."""

CARE = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0)
"""What `wrong_route` is tried with."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence as the line understands it that has not learnt from it; `intent` None is out of scope."""

    heard: Interpretation
    intent: str | None
    recoverable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What decisions came to over some sentences: counts, and what they cost by the costs of the flow."""

    sentences: int = 0
    wrong: int = 0  # acted on at once, and not what was wanted
    taken_back: int = 0  # named on the way, and not what was wanted
    questions: int = 0  # asked back, offered, or having to say it again
    cost: float = 0.0
    kinds: Mapping[Kind, int] = field(default_factory=dict)

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.sentences + other.sentences,
            self.wrong + other.wrong,
            self.taken_back + other.taken_back,
            self.questions + other.questions,
            self.cost + other.cost,
            Counter(self.kinds) + Counter(other.kinds),
        )

    def per_call(self, count: float) -> float:
        """A count or a sum for each sentence; every call begins with one."""
        return count / self.sentences if self.sentences else 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """One way to decide, and what comes of it."""

    costs: Costs
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Tuned:
    """The curve from the boldest to the most careful point, the one chosen, and what choosing so is worth.

    `unseen` is the outcome where each sentence was decided with the point that the others chose; `reached` tells
    whether the most that may be routed wrongly was kept.
    """

    points: tuple[Point, ...]
    now: Point
    chosen: Point
    unseen: Outcome
    reached: bool


def tune(
    sentences: Sequence[Judged],
    allowed: frozenset[str],
    costs: Costs,
    wrong_at_most: float | None,
    *,
    bolder: bool = True,
) -> Tuned:
    """Find how careful to be: the least cost by the flow's own costs, or the fewest questions with few routed wrongly.

    What a mistake costs is the author's to say. What is found is how careful the line must be with the probabilities
    it has for the least of that cost to come out. `bolder` tells whether it may become less careful than it is, which
    takes sentences that were labelled by somebody else than the line itself.
    """
    ways = [_as_careful(costs, care) for care in sorted({*CARE, costs.wrong_route})]
    told = [[_outcome(one, allowed, way, costs) for one in sentences] for way in ways]
    points = tuple(Point(way, sum(outcomes, Outcome())) for way, outcomes in zip(ways, told, strict=True))
    now = next(point for point in points if point.costs.wrong_route == costs.wrong_route)
    choose = _chooser(costs, wrong_at_most, bolder=bolder)
    best = choose([point.outcome for point in points], ways)
    unseen = Outcome()
    for fold in range(FOLDS):
        others = [sum(_without(outcomes, fold), Outcome()) for outcomes in told]
        unseen = sum(told[choose(others, ways)][fold::FOLDS], unseen)
    reached = wrong_at_most is None or _wrong(points[best].outcome) <= wrong_at_most
    return Tuned(points, now, points[best], unseen, reached)


def folds_of(sentences: Sequence[Labelled]) -> list[int]:
    """For each sentence the part it belongs to: those of an intent are dealt out one by one."""
    dealt: Counter[str | None] = Counter()
    parts = []
    for one in sentences:
        parts.append(dealt[one.intent] % FOLDS)
        dealt[one.intent] += 1
    return parts


def _as_careful(costs: Costs, wrong_route: float) -> Costs:
    """The costs with this `wrong_route`, and all else that a mistake costs in proportion."""
    times = wrong_route / costs.wrong_route
    own = {intent: round(cost * times, 2) for intent, cost in costs.wrong_route_to.items()}
    return costs.model_copy(
        update={
            "wrong_route": wrong_route,
            "taken_back": round(costs.taken_back * times, 2),
            "wrong_route_to": own,
        }
    )


def _outcome(one: Judged, allowed: frozenset[str], way: Costs, costs: Costs) -> Outcome:
    """What it comes to when one sentence is decided in this `way`, told in the `costs` of the flow."""
    decision = decide(one.heard, allowed, way, recoverable=one.recoverable)
    wrong, taken_back, questions, cost = _came_to(decision, one.intent, costs)
    return Outcome(1, wrong, taken_back, questions, cost, {decision.kind: 1})


def _came_to(decision: Decision, intent: str | None, costs: Costs) -> tuple[int, int, int, float]:
    right = intent is not None and intent in (decision.alternatives or (decision.intent,))
    match decision.kind:
        case Kind.ACCEPT:
            return (0, 0, 0, 0.0) if right else (1, 0, 0, costs.of_acting_on(decision.intent))
        case Kind.IMPLICIT:
            back = 0.0 if right else costs.of_taking_back(decision.intent)
            return 0, int(not right), int(not right), costs.naming + back
        case Kind.CONFIRM | Kind.DISAMBIGUATE:
            asked = costs.confirm if decision.kind is Kind.CONFIRM else costs.choose
            return 0, 0, 1 if right else 2, asked + (0.0 if right else costs.reprompt)
        case Kind.HAND_OVER:
            return 0, 0, 0, 0.0 if intent == AGENT else costs.hand_over
        case _:
            return 0, 0, 1, costs.reprompt


def _without(outcomes: Sequence[Outcome], fold: int) -> list[Outcome]:
    return [outcome for place, outcome in enumerate(outcomes) if place % FOLDS != fold]


def _wrong(outcome: Outcome) -> float:
    return outcome.per_call(outcome.wrong)


def _chooser(
    costs: Costs, wrong_at_most: float | None, *, bolder: bool
) -> Callable[[Sequence[Outcome], Sequence[Costs]], int]:
    """Picks a place on the curve; of equally good ones that nearest to what the flow has now."""

    def choose(outcomes: Sequence[Outcome], ways: Sequence[Costs]) -> int:
        def badness(place: int) -> tuple[float, ...]:
            outcome, far = outcomes[place], abs(ways[place].wrong_route - costs.wrong_route)
            if wrong_at_most is None:
                return round(outcome.cost, 6), far
            return max(0.0, _wrong(outcome) - wrong_at_most), outcome.questions, far

        open_to_choice = (place for place, way in enumerate(ways) if bolder or way.wrong_route >= costs.wrong_route)
        return min(open_to_choice, key=badness)

    return choose


def without(flow: Flow, sentences: Collection[str]) -> Flow:
    """The flow as if its author had not thought of these (normalised) sentences."""
    intents = {
        name: intent.model_copy(
            update={"examples": [text for text in intent.examples if normalise(text) not in sentences]}
        )
        for name, intent in flow.intents.items()
    }
    return flow.model_copy(update={"intents": intents})
