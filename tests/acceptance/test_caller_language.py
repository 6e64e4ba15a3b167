"""`ivr call` on a line whose callers speak two languages."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Ivr

ROOT = Path(__file__).parents[2]
UTTERANCES = ROOT / "audio_samples" / "utterances"


def told(stdout: str, event: str) -> list[dict[str, Any]]:
    """The events of one name."""
    return [one for one in map(json.loads, stdout.splitlines()) if one["event"] == event]


@pytest.mark.parametrize(
    ("language", "recording", "reply"),
    [
        ("en", "where_is_my_order.wav", "What is your order number? It has eight digits."),
        ("zh", "zh_where_is_my_order.wav", "请说一下您的订单号，一共八位数字。"),
    ],
)
def test_a_caller_is_answered_in_the_language_of_the_first_words(
    ivr: Ivr, language: str, recording: str, reply: str
) -> None:
    """Greeted in both, heard in one; the same recording gives the same bytes."""
    call = ("call", "--flow", "retail", "--language", "detect", "--wav", UTTERANCES / recording, "--json")
    first, again = ivr(*call), ivr(*call)

    assert (first.returncode, first.stderr, first.stdout) == (0, "", again.stdout)
    assert [(one["language"], one["by"]) for one in told(first.stdout, "language")] == [(language, "heard")]
    assert told(first.stdout, "prompt")[-1]["text"] == reply


def test_the_line_says_in_which_language_it_takes_calls(ivr: Ivr, tmp_path: Path) -> None:
    """Named as a whole; a flow of it is in its own, and a wrong word is told where it stands."""
    folder = Path(shutil.copytree(ROOT / "flows" / "retail", tmp_path / "retail"))
    line = folder / "line.yaml"
    line.write_text(line.read_text("utf-8").replace("language: en\n", "language: ask\n"), "utf-8")

    asked = ivr("call", "--flow", folder, "--text", "--json", typed="Chinese, please\n转人工\n")
    alone = ivr("call", "--flow", folder / "flow.zh.yaml", "--text", "--json", typed="转人工\n")
    line.write_text(line.read_text("utf-8").replace("language: ask\n", "language: fr\n"), "utf-8")
    checked = ivr("flow", "check", folder)

    assert [(one["language"], one["by"]) for one in told(asked.stdout, "language")] == [("zh", "named")]
    assert [one["queue"] for one in told(asked.stdout, "transfer")] == ["general"]
    assert [one["language"] for one in told(alone.stdout, "call_started")] == ["zh"]
    assert told(alone.stdout, "language") == []
    assert checked.returncode == 1
    assert "line.yaml:5:11: error[wrong-value]: language: Input should be 'detect', 'ask'" in checked.stderr


@pytest.mark.parametrize(
    ("flow", "option", "said"),
    [
        ("retail.zh", "detect", "'retail.zh' is in one language, so --language detect cannot be chosen."),
        ("live:retail", "en", "'live:retail' is in one language"),
        ("no_such", "detect", "no_such: there is no such flow"),
    ],
)
def test_a_language_is_chosen_for_a_whole_line_only(ivr: Ivr, flow: str, option: str, said: str) -> None:
    """Everything else is wrong use, with the fix."""
    refused = ivr("call", "--flow", flow, "--language", option, "--text")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert said.rstrip(".") in refused.stderr
