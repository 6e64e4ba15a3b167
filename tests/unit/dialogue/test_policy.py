"""What costs least is done: every kind of decision, and its reason in numbers."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.dialogue.policy import Decision, Kind, decide, options, weighted
from ivr.flow.costs import Costs
from ivr.flow.names import EVERYWHERE
from ivr.understanding.interpretation import Interpretation

ALLOWED = frozenset({"refund", "invoice", "cancel"})


def decided(
    *ranked: tuple[str, float],
    costs: Costs | None = None,
    refused: Collection[str] = (),
    recoverable: Collection[str] = (),
    confidence: float = 1.0,
) -> Decision:
    """What is decided about a sentence with these intents."""
    heard = Interpretation("something", ranked, confidence=confidence)
    return decide(heard, ALLOWED, costs or Costs(), refused, recoverable)


@pytest.mark.parametrize(
    ("probability", "plain", "named"),
    [
        (0.97, Kind.ACCEPT, Kind.ACCEPT),
        (0.75, Kind.ACCEPT, Kind.IMPLICIT),
        (0.6, Kind.CONFIRM, Kind.IMPLICIT),
        (0.45, Kind.CONFIRM, Kind.CONFIRM),
        (0.2, Kind.REPROMPT, Kind.REPROMPT),
    ],
)
def test_the_surer_the_less_is_asked(probability: float, plain: Kind, named: Kind) -> None:
    """With the usual costs: ask again, ask back, name it where a "no" can take it back, act."""
    assert decided(("refund", probability)).kind is plain
    assert decided(("refund", probability), recoverable=["refund"]).kind is named


def test_of_two_that_are_likely_the_caller_chooses() -> None:
    """Both are named in the decision; a third that is far behind changes nothing."""
    decision = decided(("refund", 0.45), ("invoice", 0.42), ("cancel", 0.05))

    assert (decision.kind, decision.alternatives) == (Kind.DISAMBIGUATE, ("refund", "invoice"))


def test_what_works_everywhere_is_not_offered_as_a_choice() -> None:
    """ "Would you like to end the call, or to talk to a person?" helps nobody."""
    assert decided(("goodbye", 0.45), ("refund", 0.42)).kind is Kind.CONFIRM


def test_what_is_expensive_to_get_wrong_is_asked_back() -> None:
    """Its author has set a cost of its own; the others are as they were."""
    costs = Costs(wrong_route_to={"cancel": 20})

    assert decided(("cancel", 0.9), costs=costs).kind is Kind.CONFIRM
    assert decided(("refund", 0.9), costs=costs).kind is Kind.ACCEPT
    assert decided(("cancel", 0.8), recoverable=["cancel"], costs=costs).kind is Kind.CONFIRM


def test_a_person_is_cheap_to_be_wrong_about() -> None:
    """ "agent" is obeyed at a probability at which another intent would be asked back."""
    assert decided(("agent", 0.55)).kind is Kind.ACCEPT
    assert decided(("refund", 0.55)).kind is Kind.CONFIRM


def test_who_may_have_asked_for_a_person_gets_one_without_being_told_so() -> None:
    """Below even odds nobody claims that they asked; a person is still cheaper than another question."""
    assert decided(("agent", 0.4), costs=Costs().when(failures=2)).kind is Kind.HAND_OVER
    assert decided(("refund", 0.4), costs=Costs().when(failures=2)).kind is Kind.CONFIRM


@pytest.mark.parametrize("intent", ["repeat", "help"])
def test_what_changes_nothing_is_done_more_readily(intent: str) -> None:
    """The question stays open, so little is lost."""
    assert decided((intent, 0.6)).kind is Kind.ACCEPT
    assert decided(("goodbye", 0.6)).kind is Kind.CONFIRM


def test_what_was_refused_is_not_offered_but_done_when_it_is_clear() -> None:
    """Perhaps it was the right guess after all."""
    assert decided(("refund", 0.45), refused=["refund"]).kind is Kind.REPROMPT
    assert decided(("refund", 0.6), refused=["refund"], recoverable=["refund"]).kind is Kind.ACCEPT
    assert decided(("refund", 0.45), ("invoice", 0.42), refused=["refund"]).intent == "invoice"


def test_every_failure_brings_a_person_nearer() -> None:
    """Nothing is understood: asked again at first, then a person; sooner for a caller who has lost patience."""
    kinds = [decided(costs=Costs().when(failures)).kind for failures in range(5)]
    impatient = [decided(costs=Costs().when(failures, impatience=1.6)).kind for failures in range(5)]

    assert kinds == [Kind.REPROMPT] * 3 + [Kind.HAND_OVER] * 2
    assert impatient == [Kind.REPROMPT] + [Kind.HAND_OVER] * 4


def test_failures_make_no_wrong_route_cheaper() -> None:
    """What is clear and what is not stays as it is: having to say it again is part of every mistake."""
    for probability in (0.5, 0.62, 0.7):
        kinds = {decided(("refund", probability), costs=Costs().when(failures)).kind for failures in range(3)}
        assert len(kinds) == 1


def test_words_heard_badly_count_less() -> None:
    """The same sentence is done, asked back and asked again."""
    kinds = [decided(("refund", 0.95), confidence=sure).kind for sure in (1.0, 0.5, 0.3, 0.1)]

    assert kinds == [Kind.ACCEPT, Kind.ACCEPT, Kind.CONFIRM, Kind.REPROMPT]


def test_intents_that_lead_nowhere_from_here_do_not_count() -> None:
    """But those of everywhere do."""
    assert decided(("complaint", 0.99)).kind is Kind.REPROMPT
    assert decided(("goodbye", 0.99)).intent == "goodbye"


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (
            decided(("refund", 0.9)),
            "refund at 0.90: acting at once would cost 0.6 questions, asking back 1.3, asking again 3.0",
        ),
        (
            decided(("refund", 0.2), ("invoice", 0.1)),
            "the likeliest is refund at 0.20: asking again would cost 3.0 questions, asking back 3.4, "
            "offering the two 3.6",
        ),
        (decided(), "nothing fits here: asking again would cost 3.0 questions, a person 5.0"),
        (
            decided(("refund", 0.45), ("invoice", 0.45)),
            "refund at 0.45 and invoice at 0.45: offering the two would cost 1.8 questions, asking back 2.7, "
            "asking again 3.0",
        ),
    ],
)
def test_the_reason_shows_the_numbers(decision: Decision, reason: str) -> None:
    """What was understood, what it costs, and what the next best would have cost."""
    assert reason == decision.reason


def test_what_was_offered_is_the_likelier_for_it() -> None:
    """And what is missing to 1 is still that it is none of them."""
    answer = weighted(Interpretation("a refund", (("invoice", 0.2), ("refund", 0.1))), {"refund": 8.0})

    assert answer.ranked == (("refund", 0.4706), ("invoice", 0.1176))
    assert answer.out_of_scope == 0.4118


def test_what_was_refused_is_the_less_likely_for_it() -> None:
    """It must be said clearly to be believed."""
    answer = weighted(Interpretation("a refund", (("refund", 0.7),)), {"refund": 1 / 8})

    assert answer.ranked == (("refund", 0.2258),)


def test_an_open_question_makes_nothing_likelier() -> None:
    """The interpretation is as it was."""
    heard = Interpretation("a refund", (("refund", 0.1),))

    assert weighted(heard, {}) is heard


# --- properties ---

price = st.floats(0.1, 50)
prices = st.builds(
    Costs, wrong_route=price, taken_back=price, naming=price, confirm=price, choose=price, reprompt=price,
    failure=price, hand_over=price,
)  # fmt: skip
probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=5).map(
    lambda weights: sorted((weight / max(1.0, sum(weights)) for weight in weights), reverse=True)
)


@given(prices, probabilities, st.booleans())
def test_no_option_is_cheaper_than_the_one_taken(costs: Costs, likely: list[float], named: bool) -> None:
    """Whatever the costs and probabilities; and each option costs something or nothing, never less."""
    ranked = tuple(zip(("refund", "invoice", "agent", "repeat", "cancel"), likely, strict=False))
    found = options(ranked, costs, recoverable=ALLOWED if named else ())

    assert all(option.cost >= -1e-9 for option in found)
    assert min(option.cost for option in found) == pytest.approx(found[0].cost, abs=1e-5)
    assert decided(*((name, round(one, 4)) for name, one in ranked), costs=costs).reason


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_probability_never_means_more_questions(one: float, other: float) -> None:
    """Over the usual costs, for one intent that can be named on the way."""
    bother = [Kind.ACCEPT, Kind.IMPLICIT, Kind.CONFIRM, Kind.REPROMPT]
    less, more = sorted((round(one, 4), round(other, 4)))
    asked = [decided(("refund", sure), recoverable=["refund"]).kind for sure in (less, more)]

    assert bother.index(asked[1]) <= bother.index(asked[0])


@pytest.mark.parametrize("intent", [*EVERYWHERE, "refund"])
def test_every_intent_may_have_a_cost_of_its_own(intent: str) -> None:
    """Those that work everywhere too."""
    assert Costs(wrong_route_to={intent: 17}).of_acting_on(intent) == 17
