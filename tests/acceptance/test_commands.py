"""The commands as programs and people use them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import soundfile

from tests.acceptance.conftest import Ivr

CALLS = Path(__file__).parents[2] / "audio_samples" / "calls"
REFUND = "i want to return the shoes i bought\none one two three five eight nine two\n"


def _events(stdout: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stdout.splitlines()]


@pytest.mark.parametrize("command", [(), ("call",), ("queue",), ("queue", "list"), ("doctor",), ("models",)])
def test_every_command_explains_itself(ivr: Ivr, command: tuple[str, ...]) -> None:
    """`--help` works everywhere and shows an example."""
    result = ivr(*command, "--help")

    assert (result.returncode, result.stderr) == (0, "")
    assert "ivr " in result.stdout


def test_a_typed_call_leaves_a_ticket_with_the_story(ivr: Ivr) -> None:
    """A transfer puts the caller into the agent queue with slots, summary and transcript."""
    events = _events(ivr("call", "--text", "--json", typed=REFUND).stdout)
    transfer = next(event for event in events if event["event"] == "transfer")

    tickets = json.loads(ivr("queue", "list", "--json").stdout)

    assert [transfer["ticket"]] == [ticket["id"] for ticket in tickets]
    assert tickets[0]["slots"]["order_number"] == "11235892"
    assert {"who": "caller", "text": "i want to return the shoes i bought"}.items() <= tickets[0]["transcript"][
        1
    ].items()
    assert {"disposition": "transferred"}.items() <= events[-1].items()
    listed = ivr("queue", "list").stdout
    assert f"{transfer['ticket']}  returns · normal priority · calm · since " in listed
    assert "Order number: 11235892" in listed


def test_the_same_typed_call_gives_the_same_bytes(ivr: Ivr) -> None:
    """What was tested is what callers get."""
    first, second = (ivr("call", "--text", "--json", typed=REFUND).stdout for _ in range(2))

    assert first == second
    assert len(json.loads(ivr("queue", "list", "--json").stdout)) == 1


def test_chinese_is_typed_understood_and_printed_as_chinese(ivr: Ivr) -> None:
    """The Mandarin line works by typing, and JSON keeps its characters readable."""
    result = ivr("call", "--flow", "retail.zh", "--text", "--json", typed="我的包裹到哪了\n四五六七八九零幺\n")
    events = _events(result.stdout)

    assert "四五六七八九零幺" in result.stdout
    decided = [event for event in events if event["event"] == "decision"]
    assert [decided[0]["intent"], decided[1]["slots"]] == ["track_order", {"order_number": "45678901"}]


@pytest.mark.parametrize(
    ("flow", "word"), [("retail", "agent"), ("retail", "人工"), ("retail.zh", "人工"), ("retail.zh", "agent")]
)
def test_a_person_is_one_word_away_in_both_languages(ivr: Ivr, flow: str, word: str) -> None:
    """ "agent" and "人工" lead to a ticket on every line."""
    events = _events(ivr("call", "--flow", flow, "--text", "--json", typed=f"{word}\n").stdout)

    assert events[-1]["disposition"] == "transferred"


def test_times_never_run_backwards_and_every_event_has_its_keys(ivr: Ivr) -> None:
    """`event` and `at_ms` are on every line, in order."""
    events = _events(ivr("call", "--wav", CALLS / "track_order.wav", "--json").stdout)
    times = [event["at_ms"] for event in events]

    assert sorted(times) == times
    assert {"call_started", "prompt", "heard", "decision", "lookup", "call_ended"} == {
        event["event"] for event in events
    }
    heard = next(event for event in events if event["event"] == "heard")
    assert {"text", "confidence", "node", "speech_start_ms", "speech_end_ms"} <= heard.keys()


def test_the_recording_has_both_sides_and_lasts_as_long_as_the_call(ivr: Ivr, tmp_path: Path) -> None:
    """Left the caller, right the line; sample for sample the length of the call."""
    out = tmp_path / "call.wav"
    events = _events(ivr("call", "--wav", CALLS / "track_order.wav", "--json", "--out", out).stdout)

    samples, rate = soundfile.read(out, dtype="int16")

    assert events[-1]["at_ms"] == len(samples) * 1000 // rate
    assert (samples.shape[1], bool(samples[:, 0].any()), bool(samples[:, 1].any())) == (2, True, True)
    assert not (tmp_path / "call.wav.part").exists()


def test_the_conversation_is_told_to_people(ivr: Ivr) -> None:
    """Without --json: who said what, what was decided, and why."""
    told = ivr("call", "--text", typed=REFUND).stdout

    for word in ("caller", "line", "decided", "because", "ticket T-"):
        assert word in told


def test_the_doctor_finds_what_calls_need(ivr: Ivr) -> None:
    """Model, voice and database are there after a plain install; each finding tells whether it is needed."""
    result = ivr("doctor", "--json")

    findings = json.loads(result.stdout)
    assert result.returncode == 0
    assert {("voice", True), ("model", True), ("database", True)} <= {(one["part"], one["good"]) for one in findings}
    assert all(one["good"] or one["fix"] for one in findings)


def test_a_call_needs_no_network(tmp_path: Path, cache_dir: Path) -> None:
    """With the network cut a recorded call runs from the greeting to the record."""
    unshare = shutil.which("unshare")
    cut = [unshare or "unshare", "--map-root-user", "--net"]
    if unshare is None or subprocess.run([*cut, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us cut the network for one process (unshare --net)")
    environment = {"IVR_DATA_DIR": str(tmp_path), "IVR_CACHE_DIR": str(cache_dir), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "ivr", "call", "--wav", str(CALLS / "track_order.wav"), "--json"]

    result = subprocess.run([*cut, *command], capture_output=True, text=True, env=environment, check=False)

    assert (result.returncode, result.stderr) == (0, "")
    assert '"disposition": "contained"' in result.stdout
