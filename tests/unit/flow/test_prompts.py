"""Everything that a line may say."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.flow.loader import LoadedFlow, load_flow
from ivr.flow.prompts import constants, templates
from ivr.prompts.wording import house_wording, placeholders

FLOW = """\
flow: tiny
language: en
start: hello
hand_over: {queue: desk, say: I put you through.}
intents: {order: {means: order, examples: [i want to order something]}}
routes: {order: size}
slots:
  shoe: {type: number, ask: [Which size is it?, "The size, please?"], help: It is on the sole.}
wording: {goodbye: So long. Take care.}
knowledge:
  sale: {questions: [is there a sale], answer: "Until {valid.until|date}, yes. Come in.", valid: {until: 2026-12-24}}
nodes:
  size: {collect: [shoe], say: "Size {slot.shoe} it is. We have it here.", go: desk}
  desk: {transfer: {queue: desk, say: A colleague brings it.}}
  hello: {say: [Welcome to the shop. What is it?, Here we are again.], listen: {to: any}, help: Name a thing.}
"""


def test_what_callers_hear_first_stands_first(load: Callable[[str], LoadedFlow]) -> None:
    """So it is ready when the first call comes, whatever else is not."""
    assert constants(load(FLOW).flow)[:5] == (
        "Welcome to the shop.", "What is it?", "Here we are again.", "Which size is it?", "The size, please?"
    )  # fmt: skip


def test_all_that_is_said_without_a_value_is_there(load: Callable[[str], LoadedFlow]) -> None:
    """Each piece once, and of the house wording what the flow does not replace."""
    said = constants(load(FLOW).flow)

    assert len(set(said)) == len(said)
    assert set(said) > {
        "I put you through.", "It is on the sole.", "So long.", "Take care.", "Come in.", "We have it here.",
        "A colleague brings it.", "Name a thing.", "Until Thursday,", "December 24, yes.", "Please hold.",
    }  # fmt: skip
    assert "Thank you for calling." not in said


@pytest.mark.parametrize("path", sorted(Path("flows").glob("*/flow.*.yaml")), ids=str)
def test_every_prompt_of_the_sample_lines_is_there(path: Path) -> None:
    """Whatever a node, a slot or the house says, and nothing with a placeholder."""
    flow = load_flow(path).flow
    texts, said = list(templates(flow)), constants(flow)

    assert set(texts) >= {text for node in flow.nodes for text in flow.said_at(node)}
    assert set(texts) >= {ask for slot in flow.slots.values() for ask in slot.asks}
    house = house_wording(flow.language)
    assert set(texts) >= {text for key in house if key not in flow.wording for text in house[key]}
    assert not [piece for piece in said if placeholders(piece) or "\ufffc" in piece]
    assert len(said) > 200
