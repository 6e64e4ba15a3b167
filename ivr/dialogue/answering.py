"""Whether what a node says before it listens is the answer that the caller wanted."""

import re
from collections.abc import Sequence

from ivr.dialogue.cursor import Step
from ivr.flow.model import Flow

SENTENCE = re.compile(r"[^.!?。！？]*\w[^.!?。！？]*[.!?。！？]*")
BRANCHED = "branch."


def may_answer(flow: Flow, node: str, told: str, steps: Sequence[Step]) -> bool:
    """Whether a node that listens for yes or no answers a wish: the wish led to it, and not all that it says is asked.

    "The code goes into your basket. Does that help?" does; "Shall I put you through?" does not, and neither does what
    is said where a look-up found nothing.
    """
    asks_whether = bool({"yes", "no"} & flow.ways(node).keys())
    return asks_whether and _states_something(told) and _led_to_by_a_wish(flow, steps)


def _states_something(told: str) -> bool:
    return any(not sentence.endswith(("?", "？")) for sentence in SENTENCE.findall(told))


def _led_to_by_a_wish(flow: Flow, steps: Sequence[Step]) -> bool:
    """Whether the last way was that of a wish, with nothing but branches since."""
    written = [step for at, step in enumerate(steps) if step.by is not None or not _branched(steps[at - 1 : at])]
    last = next((step.by for step in reversed(written) if not _branched([step])), None)
    return last in flow.intents and flow.intents[last].request


def _branched(steps: Sequence[Step]) -> bool:
    """Whether the last of these steps is a branch; the jump that follows it has no name of its own."""
    by = steps[-1].by if steps else None
    return by is not None and by.startswith(BRANCHED)
