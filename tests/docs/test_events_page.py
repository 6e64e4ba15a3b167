"""docs/events.md: every event, every key, and examples that have just those."""

import ast
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ivr.call import session, wait
from ivr.cli import live_call
from ivr.cli.doctor import Finding
from ivr.dialogue.actions import ChosenBy
from ivr.dialogue.policy import Decision, Kind
from ivr.flow.difference import Change
from ivr.handoff.ticket import Ticket
from ivr.insight.intent_evaluation import Confusion, Evaluation, WordErrors
from ivr.insight.operating_points import Accuracy
from ivr.publishing.version import Version
from ivr.speech.echo_check import EchoFinding
from ivr.speech.endpointer import EndedBy
from ivr.terms import Disposition, EndReason
from ivr.understanding.calibration import Bin
from ivr.understanding.interpretation import Interpretation, Request, SlotValue
from tests.docs.conftest import DOCS, blocks, read

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAGE = DOCS / "events.md"
EVALUATION = (Evaluation, WordErrors, Accuracy, Bin, Confusion)
SOMETIMES = {"prompt_heard_ms", "prompt_heard"}
"""Keys that not every event of its name has; they are put in by hand in the session."""


def _told() -> dict[str, set[str]]:
    """The events that the session, its wait and whoever looks on at a microphone tell, and their keys, from their
    source; the wait tells the ticket with each."""
    told: dict[str, set[str]] = {}
    tellers = (("_tell", session.__file__), ("emit", live_call.__file__), ("_told", wait.__file__))
    for teller, source in tellers:
        for node in ast.walk(ast.parse(Path(source).read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == teller:
                name = ast.literal_eval(node.args[0])
                told.setdefault(name, set()).update(keyword.arg for keyword in node.keywords if keyword.arg)
                told[name] |= {"ticket"} if source == wait.__file__ else set()
    return told


TOLD = _told()


def _documented(event: str) -> set[str]:
    """The keys in the first column of an event's table."""
    section = read(PAGE).partition(f"\n## {event}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.+?) \|", section, re.MULTILINE)
    return set(re.findall(r"`(\w+)`", " ".join(rows)))


@pytest.mark.parametrize("event", sorted(TOLD))
def test_every_key_of_every_event_is_documented(event: str) -> None:
    """No key is missing on the page, and none is there that no event has."""
    assert _documented(event) - SOMETIMES == TOLD[event]


def test_every_event_has_an_example_with_all_its_keys() -> None:
    """The examples are real events: name, time and every key."""
    examples = [json.loads(block.text) for block in blocks(PAGE, "json")]

    assert {one["event"] for one in examples} == set(TOLD)
    assert [one for one in examples if set(one) - {"event", "at_ms"} - SOMETIMES != TOLD[one["event"]]] == []


def test_the_keys_that_are_there_only_sometimes_are_documented() -> None:
    """They stand on the page, and still in the source."""
    source = Path(session.__file__).read_text("utf-8")

    assert [key for key in SOMETIMES if f"`{key}`" not in read(PAGE) or f'"{key}"' not in source] == []


@pytest.mark.parametrize("values", [Kind, Disposition, EndReason, EndedBy, ChosenBy])
def test_every_value_that_programs_compare_is_documented(
    values: type[Kind | Disposition | EndReason | EndedBy | ChosenBy],
) -> None:
    """Values of `kind`, `disposition`, `reason` and `ended_by`."""
    assert [value for value in values if f"`{value}`" not in read(PAGE)] == []


@pytest.mark.parametrize(
    "part", [Ticket, Finding, Interpretation, Request, SlotValue, Decision, *EVALUATION, Version, Change, EchoFinding]
)
def test_every_key_of_the_other_json_is_documented(part: "type[DataclassInstance]") -> None:
    """What `ivr queue list --json`, `ivr doctor --json` and `ivr understand --json` print."""
    section = read(PAGE).partition("\n## Other JSON\n")[2]

    assert [field.name for field in fields(part) if f"`{field.name}`" not in section] == []
