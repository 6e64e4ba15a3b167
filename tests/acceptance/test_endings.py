"""Calls that the line ends: insults, nonsense."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import Ivr

FLOWS = Path(__file__).parents[2] / "flows"


def end(stdout: str) -> dict[str, Any]:
    """The last event of a call."""
    last: dict[str, Any] = json.loads(stdout.splitlines()[-1])
    return last


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """The sample line in both languages, ending what it may end."""
    shutil.copytree(FLOWS / "retail", tmp_path / "retail")
    for path in (tmp_path / "retail").glob("flow.*.yaml"):
        text = path.read_text("utf-8")
        assert "\nlimits:" not in text
        path.write_text(text.replace("\nintents:", "\nlimits: {abuse: 2, on_nonsense: end}\nintents:", 1), "utf-8")
    return tmp_path / "retail"


@pytest.mark.parametrize(
    ("language", "typed", "reason"),
    [
        ("en", ["you idiot", "fuck you"], "abuse"),
        ("zh", ["你这个白痴", "滚开"], "abuse"),
        ("en", ["blah blah blah", "la la la la", "pizza pizza pizza"], "nonsense"),
        ("zh", ["咕噜咕噜", "啦啦啦啦", "呜呜呜"], "nonsense"),
    ],
)
def test_a_call_is_ended_at_the_limits_of_its_flow(
    ivr: Ivr, strict: Path, language: str, typed: list[str], reason: str
) -> None:
    """The command has done its work: its exit code is that of any call."""
    told = ivr("call", "--flow", strict / f"flow.{language}.yaml", "--text", "--json", typed="\n".join(typed) + "\n")

    assert told.returncode == 0
    assert (end(told.stdout)["disposition"], end(told.stdout)["reason"]) == ("abandoned", reason)


@pytest.mark.parametrize(
    ("flow", "typed"),
    [("retail", ["you idiot", "fuck you", "agent please"]), ("retail.zh", ["傻逼", "滚", "转人工"])],
)
def test_a_person_is_one_sentence_away_after_any_insult(ivr: Ivr, flow: str, typed: list[str]) -> None:
    """On the sample lines as they stand."""
    told = ivr("call", "--flow", flow, "--text", "--json", typed="\n".join(typed) + "\n")

    assert (end(told.stdout)["disposition"], end(told.stdout)["reason"]) == ("transferred", "handed_over")
