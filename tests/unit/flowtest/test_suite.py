"""Cases: what passes, what fails, and how that is told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ivr.flowtest.case_file import LoadedCases
from ivr.flowtest.junit import as_junit
from ivr.flowtest.report import Report
from ivr.flowtest.suite import Bench, Result, Script, run_case
from ivr.terms import Language

TRACKED = {
    Language.ENGLISH: """\
cases:
  tracked:
    turns:
      - {prompt: {contains: [machine, WHAT can I do], lacks: press, matches: "^Hello"}}
      - {say: where is my order, intent: track_order, decision: accept, node: order, prompt: four digit}
      - {say: "1234", slots: {number: "1234", reason: }, lookup: {from: orders, key: "1234", outcome: found},
         prompt: {is: "Order 1 2 3 4 is on its way. Anything else?"}, node: anything_else}
      - {say: "no", intent: "no", lookup: none, node: bye}
    queue: none
    disposition: contained
    end: goodbye
    turns_at_most: 3
""",
    Language.MANDARIN: """\
cases:
  tracked:
    turns:
      - {prompt: {contains: [自动语音], lacks: 请按, matches: "^您好"}}
      - {say: 我的订单到哪了, intent: track_order, decision: accept, node: order, prompt: 四位订单号}
      - {say: 一二三四, slots: {number: "1234", reason: }, lookup: found,
         prompt: on its way, node: anything_else}
      - {say: 没有, intent: "no", lookup: none, node: bye}
    queue: none
    disposition: contained
    end: goodbye
    turns_at_most: 3
""",
}


def test_a_call_as_it_is_expected_passes(run: Callable[..., list[Result]], language: Language) -> None:
    """Every kind of expectation, in both languages."""
    (result,) = run(TRACKED[language], language)

    assert result.mismatches == ()


@pytest.mark.parametrize(
    ("old", "new", "trail", "expected", "got"),
    [
        ("intent: track_order", "intent: refund", ("turns", 1, "intent"), "intent: refund", "track_order"),
        ("decision: accept", "decision: confirm", ("turns", 1, "decision"), "decision: confirm", "accept track_order"),
        ("node: order", "node: why", ("turns", 1, "node"), "node: why", "order"),
        ("prompt: four digit", "prompt: five", ("turns", 1, "prompt"), 'prompt: contains "five"', "four digit"),
        ("lacks: press", "lacks: machine", ("turns", 0, "prompt"), 'prompt: lacks "machine"', "Hello"),
        ('matches: "^Hello"', 'matches: "^Bye"', ("turns", 0, "prompt"), "prompt: matches ^Bye", "Hello"),
        ('number: "1234"', 'number: "5678"', ("turns", 2, "slots", "number"), "slots.number: 5678", "1234"),
        ("reason: }", "reason: size}", ("turns", 2, "slots", "reason"), "slots.reason: size", "(not known)"),
        ("outcome: found", "outcome: failed", ("turns", 2, "lookup"), "lookup: failed", "found"),
        ('key: "1234"', 'key: "9"', ("turns", 2, "lookup"), "lookup: 9", "1234"),
        ("lookup: none", "lookup: found", ("turns", 3, "lookup"), "lookup: found", "nothing was looked up"),
        ("queue: none", "queue: general", ("queue",), "queue: general", "none"),
        ("contained", "abandoned", ("disposition",), "disposition: abandoned", "contained"),
        ("end: goodbye", "end: hung_up", ("end",), "end: hung_up", "goodbye"),
        ("turns_at_most: 3", "turns_at_most: 2", ("turns_at_most",), "turns_at_most: 2", "3"),
    ],
)
def test_what_is_otherwise_is_told(  # noqa: PLR0917
    run: Callable[..., list[Result]], old: str, new: str, trail: tuple[str | int, ...], expected: str, got: str
) -> None:
    """One wrong expectation, one mismatch."""
    assert old in TRACKED[Language.ENGLISH]
    (result,) = run(TRACKED[Language.ENGLISH].replace(old, new, 1))

    (mismatch,) = result.mismatches
    assert (mismatch.trail, mismatch.expected) == (trail, expected)
    assert got in mismatch.got


STUBBED = """\
cases:
  missing, then found:
    lookups: {orders: [missing, {number: "9999", status: at the door}]}
    turns:
      - {say: track order 1234, lookup: missing, slots: {number: }, node: order}
      - {say: "5678", lookup: found, prompt: at the door}
  failed:
    lookups: {orders: failed}
    turns: [{say: track order 1234, lookup: failed}]
    queue: general
    priority: high
    skills: [english]
    summary: {contains: [a look-up failed, "1234"]}
    disposition: transferred
    end: handed_over
  for real:
    turns: [{say: track order 5678, prompt: lost}]
  silence, and hanging up:
    turns:
      - {silence: true, decision: reprompt}
      - hang_up: true
    disposition: abandoned
    end: hung_up
    turns_at_most: 1
"""


def test_look_ups_answer_as_the_case_says(run: Callable[..., list[Result]]) -> None:
    """One answer after the other; without a stub the table does. Silence and hanging up are turns, too."""
    assert [result.mismatches for result in run(STUBBED)] == [(), (), (), ()]


def test_a_turn_after_the_end_is_a_mistake_of_the_line_or_the_case(run: Callable[..., list[Result]]) -> None:
    """It is told at the turn."""
    (result,) = run("cases: {over: {turns: [agent, hello]}}")

    (mismatch,) = result.mismatches
    assert mismatch.trail == ("turns", 1)
    assert mismatch.got == "the call had ended (transferred, handed_over)"


def test_a_failure_is_told_with_the_conversation_and_its_place(
    run: Callable[..., list[Result]], write: Callable[..., LoadedCases]
) -> None:
    """What was said, what was decided and why, then the line of the expectation."""
    text = TRACKED[Language.ENGLISH].replace("intent: track_order", "intent: refund")
    (result,) = run(text)

    told = Report([write(text)]).in_words(result).splitlines()

    file = result.script.file
    assert told[0] == f"FAILED {file}:2:3: tracked"
    assert told[2] == '  caller   "where is my order"'
    assert told[3].startswith("  decided  accept track_order 1.00: track_order at 1.00")
    assert told[4] == "  line     What is your four digit order number?"
    assert told[5:] == [f"  {file}:5:42", "    expected intent: refund", "    got      track_order"]


def test_junit_holds_what_xml_can_hold(run: Callable[..., list[Result]]) -> None:
    """Failures with their text; characters that no XML can hold are left out."""
    results = run('cases: {good: {turns: [agent]}, "b\\ad": {turns: [agent], queue: complaints}}')

    xml = as_junit("shop.en", results, lambda result: "told \b here")

    assert 'tests="2" failures="1"' in xml
    assert '<failure message="queue: complaints, got general">told  here</failure>' in xml
    assert "\a" not in xml


def test_a_service_that_no_case_answers_for_is_told(
    write: Callable[..., LoadedCases], bench: Callable[[Language], Bench], language: Language
) -> None:
    """The case fails, with what is to be written; where it is written, the case passes."""
    said, number = ("track my parcel", "1234") if language is Language.ENGLISH else ("我的订单到哪了", "一二三四")
    turns = f'{{turns: [{said}, "{number}"]'
    loaded = write(f"cases:\n  asks: {turns}}}\n  says: {turns}, lookups: {{orders: missing}}}}\n", language)
    shop = bench(language)
    service = shop.flow.lookups["orders"].model_copy(update={"url": "https://example.org/{key}", "table": ""})
    shop = replace(shop, flow=shop.flow.model_copy(update={"lookups": {"orders": service}}))

    asks, says = (
        run_case(Script(str(loaded.path), name, case, loaded.path.parent), shop)
        for name, case in loaded.cases.cases.items()
    )

    assert [(one.expected, one.got) for one in asks.mismatches] == [
        ("lookups: what orders answers", "a service, which no case asks")
    ]
    assert says.mismatches == ()


def test_a_callback_that_is_not_made_is_told(run: Callable[..., list[Result]]) -> None:
    """Nobody is called back where the caller waits for a person."""
    (result,) = run('cases:\n  waits: {turns: [agent], callback: "+14155552671"}\n')

    assert [(one.trail, one.expected, one.got) for one in result.mismatches] == [
        (("callback",), "callback: +14155552671", "nobody is called back")
    ]


def test_keys_are_pressed(run: Callable[..., list[Result]], language: Language) -> None:
    """Digits of a number, and a person at any time."""
    wish = {Language.ENGLISH: "where is my order", Language.MANDARIN: "我的订单到哪了"}[language]
    text = f"""\
cases:
  pressed:
    turns:
      - {{say: {wish}, node: order}}
      - {{keys: "12*1234#", slots: {{number: "1234"}}, node: anything_else}}
      - {{keys: "0", intent: agent}}
    disposition: transferred
"""
    (result,) = run(text, language)

    assert result.mismatches == ()
    assert [one.caller for one in result.exchanges[2:]] == ["keys 12*1234#", "keys 0"]
