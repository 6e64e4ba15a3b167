"""docs/policy.md: the costs it shows are the usual ones, and its probabilities follow from them."""

import re

from ruamel.yaml import YAML

from ivr.dialogue.policy import Kind, decide
from ivr.flow.costs import Costs
from ivr.understanding.interpretation import Interpretation
from tests.docs.conftest import DOCS, blocks, prose

PAGE = DOCS / "policy.md"
INTENT = "refund"


def _least(kind: Kind, intent: str = INTENT, *, recoverable: bool) -> float:
    """The lowest probability, in hundredths, at which this is decided about an intent."""
    named = [INTENT] if recoverable else []
    return next(
        hundredth / 100
        for hundredth in range(101)
        if decide(
            Interpretation("words", ((intent, hundredth / 100),)), frozenset({INTENT}), Costs(), recoverable=named
        ).kind
        is kind
    )


def test_the_costs_on_the_page_are_the_usual_ones() -> None:
    """Each key with its default."""
    shown = YAML(typ="safe").load(blocks(PAGE, "yaml")[0].text)["costs"]

    assert shown == Costs().model_dump(exclude={"wrong_route_to"})


def test_the_probabilities_on_the_page_follow_from_the_costs() -> None:
    """From where an intent is acted on, named, asked back; to a hundredth."""
    told = [float(number) for number in re.findall(r"from (0\.\d\d)", prose(PAGE).replace("\n", " "))]
    least = [
        _least(Kind.ACCEPT, recoverable=True),
        _least(Kind.ACCEPT, recoverable=False),
        _least(Kind.IMPLICIT, recoverable=True),
        _least(Kind.CONFIRM, recoverable=True),
        _least(Kind.ACCEPT, "agent", recoverable=False),
    ]

    assert all(abs(one - other) <= 0.011 for one, other in zip(told, least, strict=True)), (told, least)


def test_every_kind_of_decision_has_its_cost_on_the_page() -> None:
    """But for the end of a call, branches and surveys, where nothing is weighed."""
    heading, *rows = re.findall(r"^\| `(\w+)` \|", prose(PAGE), re.MULTILINE)

    assert heading == "kind"
    assert rows == [kind for kind in Kind if kind not in (Kind.END, Kind.BRANCH, Kind.GO_ON)]
