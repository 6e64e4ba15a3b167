"""`ivr flow test`: the sample lines' own cases, recorded turns, and what a failure looks like."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.conftest import Ivr

ROOT = Path(__file__).parents[2]
CALLS = ROOT / "audio_samples" / "calls"


LINES = ["retail", "retail.zh", "telecom", "telecom.zh", "bank", "bank.zh"]


@pytest.mark.parametrize("line", LINES)
def test_the_checker_finds_nothing_in_the_sample_lines(ivr: "Ivr", line: str) -> None:
    """Not even a warning; both languages of a line agree."""
    checked = ivr("flow", "check", line, "--today", "2026-11-21", "--strict", "--json")

    assert (json.loads(checked.stdout), checked.returncode) == ([], 0)


@pytest.mark.parametrize("line", LINES)
def test_the_sample_line_does_what_its_cases_say(ivr: "Ivr", line: str, tmp_path: Path) -> None:
    """At least thirty of them, and they come by every node; of some changes they notice nearly all."""
    xml = tmp_path / "results.xml"

    run = ivr("flow", "test", line, "--json", "--mutate", "--mutants", 20, "--seed", 7, "--junit", xml)

    told = json.loads(run.stdout)
    assert run.returncode == 0, [case for case in told["cases"] if not case["passed"]]
    assert told["passed"] >= 30
    assert told["coverage"]["nodes_missed"] == []
    assert told["mutation"]["mutants"] == 20
    assert told["mutation"]["noticed"] >= 17
    assert f'tests="{told["passed"]}" failures="0"' in xml.read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "call", "queue"),
    [("retail", "complaint", "complaints"), ("retail.zh", "zh_refund_to_a_person", "returns")],
)
def test_recorded_turns_are_heard_as_in_a_call(ivr: "Ivr", tmp_path: Path, line: str, call: str, queue: str) -> None:
    """The same words, prompts and queue as `ivr call --wav` with the same files."""
    turns = sorted((CALLS / call).iterdir())
    recorded = "".join(f"      - {{hear: {turn}, reply_within_ms: 2500}}\n" for turn in turns)
    cases = tmp_path / "sound.cases.yaml"
    cases.write_text(f"today: 2026-11-21\ncases:\n  by sound:\n    turns:\n{recorded}    queue: {queue}\n", "utf-8")

    tested = ivr("flow", "test", line, cases, "--json")
    called = ivr("call", "--flow", line, "--today", "2026-11-21", "--json", "--wav", *turns)

    (case,) = json.loads(tested.stdout)["cases"]
    events = [json.loads(line) for line in called.stdout.splitlines()]
    assert case["mismatches"] == []
    heard = [f'"{event["text"]}"' for event in events if event["event"] == "heard"]
    assert [turn["caller"] for turn in case["turns"][1:]][: len(heard)] == heard
    prompts = [event["text"] for event in events if event["event"] == "prompt"]
    assert [prompt for turn in case["turns"] for prompt in turn["prompts"]] == prompts


FAILING = """\
cases:
  good: {turns: [agent], queue: general}
  bad:
    turns:
      - {say: agent, prompt: thirty}
  good too: {turns: [agent], queue: general}
"""


def test_a_failure_stops_a_build_and_tells_where(ivr: "Ivr", tmp_path: Path) -> None:
    """Exit code 1, and the same words from one process as from two; no mutants while cases fail."""
    cases = tmp_path / "few.cases.yaml"
    cases.write_text(FAILING, "utf-8")

    alone = ivr("flow", "test", "retail", cases, "--mutate")
    shared = ivr("flow", "test", "retail", cases, "--mutate", "--jobs", 2)

    assert (alone.returncode, shared.returncode) == (1, 1)
    assert alone.stdout == shared.stdout
    assert f"FAILED {cases}:3:3: bad" in alone.stdout
    assert f'  {cases}:5:30\n    expected prompt: contains "thirty"' in alone.stdout
    assert alone.stdout.endswith("retail (en): cases passed 2, failed 1\n")


def test_mistakes_in_cases_are_told_before_anything_runs(ivr: "Ivr", tmp_path: Path) -> None:
    """With the file, the line and the column."""
    cases = tmp_path / "few.cases.yaml"
    cases.write_text("cases:\n  bad: {turns: [{say: hello, node: welcom}]}\n", "utf-8")

    run = ivr("flow", "test", "retail", cases)

    assert run.returncode == 1
    assert run.stderr == f"{cases}:2:36: error[no-such-node]: the flow has no node 'welcom'. Did you mean 'welcome'?\n"
    assert ivr("flow", "test", "retail", tmp_path / "none.cases.yaml").returncode == 2
