"""How careful a line should be, from sentences whose intent is known."""

from xml.etree import ElementTree

import pytest

from ivr.dialogue.policy import Kind
from ivr.flow.costs import Costs
from ivr.insight.curve_picture import picture
from ivr.insight.tuning import Judged, Outcome, Tuned, folds_of, tune
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.labelled import Labelled

ALLOWED = frozenset({"refund", "invoice"})


def said(probability: float, intent: str | None, times: int = 1, *, named: bool = False) -> list[Judged]:
    """Sentences that sound like a refund with this probability, and what was wanted."""
    heard = Interpretation("words", (("refund", probability), ("agent", 0.0)))
    return [Judged(heard, intent, frozenset({"refund"} if named else ()))] * times


def tuned(sentences: list[Judged], costs: Costs | None = None, wrong_at_most: float | None = None) -> Tuned:
    """The curve over these sentences."""
    return tune(sentences, ALLOWED, costs or Costs(), wrong_at_most)


OVERSURE = [*said(0.9, "refund", 60), *said(0.9, "invoice", 40)]
"""A classifier that says 0.9 and is right six times in ten."""

TIMID = said(0.5, "refund", 100)
"""One that says 0.5 and is always right."""


def test_probabilities_that_promise_too_much_make_it_more_careful() -> None:
    """Asking back costs less than being wrong so often."""
    found = tuned(OVERSURE)

    assert found.chosen.costs.wrong_route > found.now.costs.wrong_route
    assert found.chosen.outcome.kinds == {Kind.CONFIRM: 100}
    assert found.chosen.outcome.cost < found.now.outcome.cost


def test_probabilities_that_promise_too_little_make_it_bolder() -> None:
    """Nobody is asked who need not be."""
    found = tuned(TIMID)

    assert found.chosen.costs.wrong_route < found.now.costs.wrong_route
    assert (found.chosen.outcome.questions, found.chosen.outcome.wrong) == (0, 0)


def test_what_the_line_labelled_itself_makes_it_no_bolder() -> None:
    """In calls its own mistakes that nobody objected to look right."""
    found = tune(TIMID, ALLOWED, Costs(), None, bolder=False)

    assert found.chosen.costs == Costs()
    assert tune(OVERSURE, ALLOWED, Costs(), None, bolder=False) == tuned(OVERSURE)


def test_probabilities_that_are_right_leave_it_as_it_is() -> None:
    """Of equally good points the one that the flow has."""
    found = tuned([*said(0.95, "refund", 95), *said(0.95, None, 5)])

    assert found.chosen.costs == Costs()


def test_the_fewest_questions_with_few_routed_wrongly() -> None:
    """Where that is what is wanted; and it is told when it cannot be had."""
    mixed = [*said(0.95, "refund", 90), *said(0.8, "refund", 30), *said(0.8, "invoice", 10)]

    few = tuned(mixed, wrong_at_most=0.01)
    assert (few.reached, few.chosen.outcome.wrong) == (True, 0)
    assert few.chosen.outcome.questions == min(
        point.outcome.questions for point in few.points if point.outcome.wrong == 0
    )
    assert not tuned(said(1.0, "invoice", 100), wrong_at_most=0.01).reached


def test_what_comes_of_each_kind_of_decision() -> None:
    """Counted, and told in the costs of the flow."""
    costs = Costs()
    outcomes = {
        name: tuned(sentences).now.outcome
        for name, sentences in {
            "right": said(0.99, "refund"), "wrong": said(0.99, "invoice"), "strange": said(0.99, None),
            "named": said(0.7, "refund", named=True), "taken back": said(0.7, "invoice", named=True),
            "confirmed": said(0.5, "refund"), "refused": said(0.5, "invoice"), "again": said(0.1, "refund"),
        }.items()
    }  # fmt: skip
    told = {name: (one.wrong, one.taken_back, one.questions, one.cost) for name, one in outcomes.items()}

    assert told == {
        "right": (0, 0, 0, 0.0), "wrong": (1, 0, 0, costs.wrong_route), "strange": (1, 0, 0, costs.wrong_route),
        "named": (0, 0, 0, costs.naming), "taken back": (0, 1, 1, costs.naming + costs.taken_back),
        "confirmed": (0, 0, 1, costs.confirm), "refused": (0, 0, 2, costs.confirm + costs.reprompt),
        "again": (0, 0, 1, costs.reprompt),
    }  # fmt: skip


def test_the_more_careful_the_fewer_are_routed_wrongly() -> None:
    """All along the curve."""
    points = tuned([*OVERSURE, *TIMID, *said(0.7, None, 10)]).points

    assert [point.outcome.wrong for point in points] == sorted((one.outcome.wrong for one in points), reverse=True)
    assert len({point.costs.wrong_route for point in points}) == len(points)


def test_every_sentence_is_decided_once_by_what_others_chose() -> None:
    """The unseen outcome is over all of them."""
    assert tuned(OVERSURE).unseen.sentences == len(OVERSURE)


def test_costs_of_single_intents_stay_in_proportion() -> None:
    """What is twice as bad stays twice as bad."""
    chosen = tuned(OVERSURE, Costs(wrong_route_to={"invoice": 12})).chosen.costs

    assert chosen.wrong_route_to["invoice"] == pytest.approx(2 * chosen.wrong_route)
    assert chosen.taken_back == pytest.approx(0.75 * chosen.wrong_route)


def test_each_intent_is_dealt_out_over_the_folds() -> None:
    """So that none is unknown where it is judged."""
    sentences = [Labelled("a", "x")] * 7 + [Labelled("b", None)] * 3

    assert folds_of(sentences) == [0, 1, 2, 3, 4, 0, 1, 0, 1, 2]


def test_nothing_said_is_nothing_per_call() -> None:
    """And no division by zero."""
    assert Outcome().per_call(0) == 0.0


def test_the_curve_is_drawn_with_a_dot_for_each_point() -> None:
    """The two that matter have their names."""
    found = tuned(OVERSURE)
    drawn = ElementTree.fromstring(picture(found, "shop <en>"))
    space = "{http://www.w3.org/2000/svg}"
    words = [one.text or "" for one in drawn.iter(f"{space}text")]

    assert len(list(drawn.iter(f"{space}circle"))) == len(found.points) + 2
    assert words[0] == "shop <en>"
    assert [word for word in words if word.startswith(("now", "chosen"))] == [
        "now: wrong_route 6",
        f"chosen: wrong_route {found.chosen.costs.wrong_route:g}",
    ]
