"""Questions that the sample lines answer from their knowledge."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import soundfile

from ivr.audio.frames import LINE_RATE
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.terms import Language
from tests.acceptance.conftest import Ivr

FLOWS = Path(__file__).parents[2] / "flows"


def events(stdout: str) -> list[dict[str, Any]]:
    """What `--json` printed."""
    return [json.loads(line) for line in stdout.splitlines()]


@pytest.mark.parametrize(
    ("flow", "typed", "answer", "ask"),
    [
        ("retail", ["how much does the shipping cost", "where is my order"], "four dollars", "eight digits"),
        ("retail.zh", ["邮费多少钱", "我的订单到哪了"], "六元", "八位数字"),
    ],
)
def test_a_question_is_answered_and_the_call_goes_on(
    ivr: Ivr, flow: str, typed: list[str], answer: str, ask: str
) -> None:
    """At an open question and in the middle of a number; the events name the entry and its source."""
    question, order = typed
    told = events(ivr("call", "--flow", flow, "--text", "--json", typed=f"{question}\n{order}\n{question}\n").stdout)
    answered = [one for one in told if one["event"] == "decision" and one["kind"] == "answer"]
    said = [one["text"] for one in told if one["event"] == "prompt"]

    assert [(one["entry"], bool(one["source"])) for one in answered] == [("shipping_cost", True)] * 2
    assert sum(answer in text for text in said) == 2
    assert ask in said[-1]
    assert told[-1]["disposition"] == "contained"


def test_what_was_answered_stands_in_the_ticket(ivr: Ivr) -> None:
    """With its source, for the agent who takes the call."""
    ivr("call", "--text", typed="do you wrap presents\nagent\n")

    ticket = json.loads(ivr("queue", "list", "--json").stdout)[0]
    assert "Answered from knowledge: gift_wrapping (service handbook, gifts)." in ticket["summary"]


@pytest.mark.parametrize(
    ("language", "question", "entry"),
    [(Language.ENGLISH, "do you wrap presents", "gift_wrapping"), (Language.MANDARIN, "运费多少钱", "shipping_cost")],
)
def test_a_spoken_question_is_heard_and_answered(
    ivr: Ivr, tmp_path: Path, language: Language, question: str, entry: str
) -> None:
    """By a synthetic voice, through the speech model of the language."""
    wav = tmp_path / "question.wav"
    with closing(Pyttsx3Voice()) as voice:
        soundfile.write(wav, voice.render(question, Manner(language, rate=140)), LINE_RATE)

    told = events(ivr("call", "--flow", f"retail.{language}", "--wav", wav, "--json").stdout)

    assert [one["entry"] for one in told if one["event"] == "decision"] == [entry]


def test_the_checker_tells_what_does_not_hold_on_a_day(ivr: Ivr, tmp_path: Path) -> None:
    """As a warning with its place: the line still takes calls, and does not give that answer."""
    line = tmp_path / "line"
    shutil.copytree(FLOWS / "retail", line)
    (line / "flow.zh.yaml").unlink()  # the same answer would hold for longer there
    (line / "line.yaml").unlink()  # which offers both languages
    flow, answers = line / "flow.en.yaml", line / "knowledge.en.yaml"
    answers.write_text(answers.read_text("utf-8").replace("{from: 2026-01-01}", "{until: 2026-01-31}"), "utf-8")

    before, after = (ivr("flow", "check", flow, "--json", "--today", day) for day in ("2026-01-31", "2026-02-01"))
    call = ivr("call", "--flow", flow, "--text", "--json", "--today", "2026-02-01", typed="how much is shipping\n")

    assert (before.returncode, json.loads(before.stdout)) == (0, [])
    warning = json.loads(after.stdout)[0]
    assert (after.returncode, warning["code"], warning["file"]) == (0, "expired-answer", str(answers))
    assert answers.read_text("utf-8").splitlines()[warning["line"] - 1].strip() == "valid: {until: 2026-01-31}"
    assert "shipping_cost" not in [one.get("entry") for one in events(call.stdout)]


def test_sentences_can_be_tried_without_a_call(ivr: Ivr) -> None:
    """`ivr understand` tells which question it takes a sentence for."""
    told = json.loads(ivr("understand", "--json", typed="can you gift wrap it\n").stdout)

    assert (told["decision"]["kind"], told["decision"]["entry"]) == ("answer", "gift_wrapping")
    assert told["knowledge"][0]["question"] == "can you gift wrap it"
