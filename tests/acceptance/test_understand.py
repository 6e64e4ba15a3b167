"""`ivr understand`: sentences in, interpretations out."""

import json
import subprocess
import sys

import pytest

from tests.acceptance.conftest import Ivr


def test_each_sentence_gives_one_interpretation_with_the_decision(ivr: Ivr) -> None:
    """Intents from the likeliest down, slots with their words and places, and what the line would do."""
    typed = "where is my parcel\ntrack order one two three four five six seven eight\nwhat is the weather like\n"
    result = ivr("understand", "--flow", "retail", "--json", typed=typed)
    parcel, number, weather = (json.loads(line) for line in result.stdout.splitlines())

    assert (result.returncode, result.stderr) == (0, "")
    assert parcel["ranked"][0]["intent"] == parcel["decision"]["intent"] == "track_order"
    assert parcel["decision"]["kind"] == "accept"
    assert {"name": "order_number", "value": "12345678", "raw": "one two three four five six seven eight"}.items() <= (
        number["slots"][0].items()
    )
    assert number["slots"][0]["span"] == [12, 51]
    assert (weather["decision"]["kind"], weather["decision"]["intent"]) == ("reprompt", "")
    assert weather["out_of_scope"] > 0.5


def test_people_read_the_same_in_one_line(ivr: Ivr) -> None:
    """In either language."""
    english = ivr("understand", typed="i want my money back\n").stdout
    mandarin = ivr("understand", "--flow", "retail.zh", typed="我要退款\n").stdout

    assert english.startswith("i want my money back -> accept refund [refund ")
    assert mandarin.startswith("我要退款 -> accept refund [refund ")


@pytest.mark.parametrize(
    "typed",
    [
        b"\n",
        b"   \n",
        b"where " * 10_000 + b"\n",
        "😀👨‍👩‍👧‍👦\n".encode(),
        "where is 我的 parcel 包裹 où est\n".encode(),
        b"\x00\x01\x1b[31m\x7f\n",
        b"\xff\xfe refund \xc3\n",
        "\u202e\ufeff\ud800\n".encode("utf-8", "surrogatepass"),
        b"agent",
    ],
    ids=["empty", "blank", "10000 words", "emoji", "mixed", "control", "not utf-8", "marks", "no newline"],
)
@pytest.mark.parametrize("flow", ["retail", "retail.zh"])
def test_whatever_is_typed_is_interpreted(flow: str, typed: bytes) -> None:
    """One line in, one line of proper JSON out, nothing on standard error."""
    command = [sys.executable, "-m", "ivr", "understand", "--flow", flow, "--json"]
    result = subprocess.run(command, input=typed, capture_output=True, timeout=60, check=False)

    assert (result.returncode, result.stderr) == (0, b"")
    assert len(result.stdout.splitlines()) == 1
    told = json.loads(result.stdout)
    assert 0 <= told["out_of_scope"] <= 1
    assert told["text"].isprintable()


def test_no_sentence_gives_no_interpretation(ivr: Ivr) -> None:
    """Nothing typed is no error."""
    result = ivr("understand", typed="")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_an_unknown_flow_is_wrong_use(ivr: Ivr) -> None:
    """With the near name."""
    result = ivr("understand", "--flow", "retial", typed="refund\n")

    assert (result.returncode, result.stdout) == (2, "")
    assert "Did you mean 'retail'?" in result.stderr
