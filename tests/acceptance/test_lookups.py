"""A call whose flow asks a service: flow, service and cases of docs/lookups.md, just as they stand there."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Ivr
from tests.docs.conftest import DOCS, blocks

PAGE = DOCS / "lookups.md"
FLOW, CASES = (block.text for block in blocks(PAGE, "yaml"))
(SERVICE,) = (block.text for block in blocks(PAGE, "python"))
SPOKEN = "what is my balance\none two three four five six seven eight\nno\n"


@pytest.fixture
def port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def flow(tmp_path: Path, port: int) -> Path:
    """The flow of the page; its service is at `port`."""
    path = tmp_path / "bank.en.yaml"
    path.write_text(FLOW.replace("8080", str(port)), "utf-8")
    return path


@pytest.fixture
def service(port: int, tmp_path: Path) -> Iterator[None]:
    """The service of the page, running at `port`."""
    script = tmp_path / "accounts.py"
    script.write_text(SERVICE.replace("8080", str(port)), "utf-8")
    with (
        (tmp_path / "accounts.log").open("w") as log,
        subprocess.Popen([sys.executable, script], env={**os.environ, "BANK_TOKEN": "s3cr3t"}, stderr=log) as running,
    ):
        try:
            _wait(lambda: socket.create_connection(("127.0.0.1", port), 1).close())
            yield
        finally:
            running.kill()


def _wait(reach: Callable[[], None]) -> None:
    for _ in range(200):
        try:
            return reach()
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the service of the page does not start")


def _events(stdout: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stdout.splitlines()]


@pytest.mark.usefixtures("service")
def test_a_caller_hears_what_the_service_knows(ivr: Ivr, flow: Path) -> None:
    """The balance as money, the day as a day; nothing that is printed holds the secret."""
    result = ivr("call", "--text", "--json", "--flow", flow, typed=SPOKEN, BANK_TOKEN="s3cr3t")
    events = _events(result.stdout)

    assert (result.returncode, result.stderr) == (0, "")
    found = {"node": "balance", "source": "accounts", "outcome": "found", "reason": ""}
    assert [found] == [{key: event[key] for key in found} for event in events if event["event"] == "lookup"]
    said = " ".join(event["text"] for event in events if event["event"] == "prompt")
    assert "Your balance is 1250 dollars and 40 cents. You have been with us since Thursday, May 2, 2019." in said
    assert events[-1]["disposition"] == "contained"
    assert "s3cr3t" not in result.stdout


def test_a_caller_is_not_lost_when_the_service_is_gone(ivr: Ivr, flow: Path) -> None:
    """They are told, and come to a person; the operator reads why."""
    result = ivr("call", "--text", "--json", "--flow", flow, typed=SPOKEN, BANK_TOKEN="s3cr3t")
    events = _events(result.stdout)

    (searched,) = (event for event in events if event["event"] == "lookup")
    assert (searched["outcome"], searched["reason"]) == ("failed", "it cannot be reached")
    assert "I can't see accounts at the moment." in [event["text"] for event in events if event["event"] == "prompt"]
    assert events[-1]["disposition"] == "transferred"


def test_a_secret_that_is_not_set_is_told_before_any_call(ivr: Ivr, flow: Path) -> None:
    """With the variable's name and what to do."""
    result = ivr("call", "--text", "--flow", flow, typed=SPOKEN, BANK_TOKEN="")

    assert (result.returncode, result.stdout) == (3, "")
    assert "BANK_TOKEN" in result.stderr
    assert "Set the environment variable" in result.stderr


def test_cases_need_neither_the_service_nor_its_secret(ivr: Ivr, flow: Path) -> None:
    """They say what it answers; one that does not is told so."""
    cases = flow.with_name("bank.en.cases.yaml")
    cases.write_text(CASES, "utf-8")
    forgetful = flow.with_name("forgetful.cases.yaml")
    forgetful.write_text(
        "cases: {forgot: {turns: [what is my balance, '12345678'], disposition: contained}}\n", "utf-8"
    )

    good, bad = ivr("flow", "test", flow, cases), ivr("flow", "test", flow, forgetful)

    assert (good.returncode, bad.returncode) == (0, 1), good.stdout
    assert "a service is asked in calls only. In a case `lookups` says" in bad.stdout
