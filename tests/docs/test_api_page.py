"""docs/api.md: its walk is gone, and its lists are those of the program."""

import json
import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ivr.console.access import FORM_HEADER
from ivr.console.api import routes
from ivr.console.api_document import refusals
from ivr.console.api_events import MOST_STREAMS
from ivr.console.factory import MOST_BYTES, create_app
from ivr.console.parts import Parts
from ivr.console.problem import API
from ivr.console.rights import Right, Role
from ivr.console.staff import AT_THE_MACHINE, Staff
from ivr.handoff.desk import Desk
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.plan import DeskPlan
from ivr.handoff.ticket import Ticket
from ivr.store.engine import open_engine
from ivr.terms import Language
from ivr.testing import FakeClock
from tests.docs.conftest import DOCS, blocks, read
from tests.unit.console.program import Program

PAGE = DOCS / "api.md"


@pytest.fixture
def anne(tmp_path: Path) -> Iterator[Program]:
    """An agent's program, and the caller of the page, who waits for a minute and a half."""
    clock = FakeClock()
    engine = open_engine(f"sqlite:///{tmp_path / 'console.sqlite'}")
    parts = Parts.over(engine, Desk(MemoryQueue(), DeskPlan(), clock), clock)
    staff = Staff(parts, AT_THE_MACHINE)
    staff.add("anne", "Anne Weber", [Role.AGENT], "four words are enough", Language.ENGLISH)
    _, secret = staff.give_token("anne", "", [Right.DESK], timedelta(days=1))
    parts.desk.queue.put(
        Ticket(
            id="T-8F3B2CED",
            call_id="1",
            queue="returns",
            skills=(),
            priority="normal",
            reason="客户要求人工",
            summary="想退货。",
            created=clock() - timedelta(seconds=90),
            slots={"order_number": "11235892"},
            language=Language.MANDARIN,
            summaries={"en": "Wants to return something.", "zh": "想退货。"},
        )
    )
    yield Program(create_app(parts).test_client(), secret)
    engine.dispose()


def ask(program: Program, line: str) -> Any:
    """What a line with curl gets; the program sends its token."""
    assert line.startswith('curl -H "Authorization: Bearer $TOKEN" ')
    words = iter(shlex.split(line)[3:])
    method, data, path = "GET", None, ""
    for word in words:
        if word == "-d":
            method, data = "POST", next(words).encode()
        elif word == "-X":
            method = next(words)
        else:
            path = word.removeprefix("$DESK")
    return json.loads(program.ask(method, path, data=data).data)


def fits(told: Any, shown: Any) -> bool:
    """Whether what was told has everything that the page shows of it."""
    if isinstance(shown, dict):
        return all(name in told and fits(told[name], value) for name, value in shown.items())
    if isinstance(shown, list):
        return len(told) == len(shown) and all(map(fits, told, shown))
    return bool(told == shown)


def test_the_walk_can_be_gone(anne: Program) -> None:
    """Every request in order; every answer has what the page shows of it."""
    shown = 0
    told: Any = None
    for block in blocks(PAGE):
        if block.language == "sh":
            for line in block.text.splitlines():
                told = ask(anne, line)
        elif block.language == "json":
            assert fits(told, json.loads(block.text)), told
            shown += 1

    assert shown == 6


def test_every_route_is_in_the_list() -> None:
    """With the rights that it needs and what it does."""
    listed = re.findall(r"^\| `(\w+) (\S+)` \| (.+) \| (.+) \|$", read(PAGE), re.MULTILINE)

    assert listed == [
        (one.method, one.path, ", ".join(f"`{right}`" for right in one.rights), one.summary)
        for one in routes.operations
    ]


def test_every_refusal_is_told() -> None:
    """By its status; and the limits are those of the program."""
    listed = {int(status) for status in re.findall(r"^\| (\d{3}) \|", read(PAGE), re.MULTILINE)}

    assert listed == {status for one in routes.operations for status in refusals(one)}
    assert f"more than {MOST_BYTES // 1024} KiB" in read(PAGE)
    assert f"more than {MOST_STREAMS} streams" in read(PAGE)
    assert API in read(PAGE)
    assert FORM_HEADER in read(PAGE)
