"""What an author is told of sentences that nobody can tell apart, long prompts, odd queues, calls without a turn."""

from collections.abc import Callable
from datetime import date

import pytest

from ivr.errors import Problem
from ivr.flow.linter import check, warnings
from ivr.flow.loader import LoadedFlow
from ivr.prompts.pace import seconds
from ivr.terms import Language
from ivr.understanding.confusion import taken_for
from tests.conftest import ENGLISH, MANDARIN

Load = Callable[[str], LoadedFlow]
SHOPS = {Language.ENGLISH: ENGLISH, Language.MANDARIN: MANDARIN}
TODAY = date(2026, 3, 2)


def told(load: Load, language: Language, old: str = "", new: str = "") -> list[Problem]:
    """The warnings of the shop with a change."""
    assert old in SHOPS[language]
    return warnings(load(SHOPS[language].replace(old, new, 1)), TODAY)


def test_the_shops_are_not_warned_of(load: Load, language: Language) -> None:
    """The flows that the changes below spoil."""
    assert told(load, language) == []


@pytest.mark.parametrize(
    ("language", "old", "new", "complaint"),
    [
        (Language.ENGLISH, "call off my order]", "complaint]", (27, "complaint")),
        (Language.ENGLISH, "call off my order]", "Agent!]", (27, "agent")),
        (Language.MANDARIN, "撤销订单]", "投诉！]", (23, "complaint")),
        (Language.MANDARIN, "撤销订单]", "人工]", (23, "agent")),
    ],
)
def test_an_example_of_two_intents_is_refused(
    load: Load, language: Language, old: str, new: str, complaint: tuple[int, str]
) -> None:
    """Of two of the author's, or of his and one that works everywhere; told at the second."""
    text = SHOPS[language]
    line = text[: text.index(old)].count("\n") + 1
    found = [one for one in check(load(text.replace(old, new))) if one.code == "duplicate-example"]

    assert [(one.line, one.severity) for one in found] == [(line, "error")]
    assert f"an example of '{complaint[1]}' too" in found[0].message


@pytest.mark.parametrize(
    ("language", "old", "new", "code"),
    [
        (Language.ENGLISH, "call off my order]", "Cancel my order!]", "repeated-example"),
        (Language.MANDARIN, "撤销订单]", "取消订单。]", "repeated-example"),
        (Language.ENGLISH, ", call off my order]", "]", "few-examples"),
        (Language.MANDARIN, ", 撤销订单]", "]", "few-examples"),
        (Language.ENGLISH, "say: Goodbye.", f"say: {'Thank you for calling. ' * 12}", "long-prompt"),
        (Language.MANDARIN, "say: 再见。", f"say: {'感谢您的来电。' * 12}", "long-prompt"),
        (Language.ENGLISH, "queue: complaints", "queue: genral", "odd-queue"),
        (Language.MANDARIN, "queue: complaints", "queue: genera", "odd-queue"),
    ],
)
def test_what_may_be_a_mistake_is_warned_of(load: Load, language: Language, old: str, new: str, code: str) -> None:
    """Once, in either language, at the line where it stands or its intent begins."""
    text = SHOPS[language]
    found = told(load, language, old, new)

    assert [(one.code, one.severity) for one in found] == [(code, "warning")]
    assert 0 <= text[: text.index(old)].count("\n") + 1 - found[0].line <= 3


def test_queues_that_differ_in_a_digit_are_two(load: Load) -> None:
    """Desks are numbered."""
    text = ENGLISH.replace("queue: general", "queue: desk_1").replace("queue: complaints", "queue: desk_2")

    assert warnings(load(text), TODAY) == []


MIXED = {
    Language.ENGLISH: (
        ["where is my order", "track my parcel", "has my parcel been shipped", "my order is late", "find my order"],
        ["where is my parcel", "track my order", "has my order been shipped", "my parcel is late", "find my parcel"],
    ),
    Language.MANDARIN: (
        ["我的订单在哪", "查我的包裹", "包裹发货了吗", "订单晚了", "找我的订单"],
        ["我的包裹在哪", "查我的订单", "订单发货了吗", "包裹晚了", "找我的包裹"],
    ),
}


def test_intents_that_no_word_tells_apart_are_confused(load: Load, smallest: str, language: Language) -> None:
    """With how much, and by which sentences, each with its line."""
    order, parcel = (", ".join(examples) for examples in MIXED[language])
    intents = f"intents:\n  order: {{means: x, examples: [{order}]}}\n  parcel: {{means: y, examples: [{parcel}]}}"
    text = smallest.replace("intents: {}", intents).replace("language: en", f"language: {language}")
    found = [one for one in warnings(load(text), TODAY) if one.code == "confused-intents"]

    assert [one.line for one in found] == [6]
    assert "'order' and 'parcel' are confused" in found[0].message
    assert "(flow.yaml:6)" in found[0].message


def test_sentences_of_one_label_are_never_taken_for_another(language: Language) -> None:
    """There is no other."""
    assert taken_for(MIXED[language][0], ["order"] * 5, language) == ["order"] * 5


HOURS = "hours: {day: {timezone: Asia/Shanghai, week: {mon-fri: '08:00-18:00'}}}\nnodes:\n"
OPEN = "{say: Hello., branch: [{value: hours.day, is: closed, go: bye}], go: ask}\n  bye: {end: true}"


LATE = "{say: Hello., branch: [{value: hours.day, is: open, go: ask}], go: bye}\n  bye: {end: true}"
EARLY = OPEN.replace("closed", "open")
EITHER = OPEN.replace("go: ask", "go: bye")
FROM_HELLO = {"start: ask": "start: hello"}
BY_HOURS = {**FROM_HELLO, "nodes:\n": HOURS, "else: hello": "else: bye, no: hello"}
TO_DESK = {
    "end: true": "transfer: {queue: desk, hours: day, out_of_hours: bye}",
    "nodes:\n": f"{HOURS}  bye: {{end: true}}\n",
}


@pytest.mark.parametrize(
    ("edits", "refused"),
    [
        ({}, []),
        ({**FROM_HELLO, "else: hello": "else: hello, no: ask"}, [7]),
        ({"else: hello": "else: hello, agent: hello"}, [7]),
        ({**BY_HOURS, "{say: Hello., end: true}": OPEN}, []),
        ({**BY_HOURS, "{say: Hello., end: true}": LATE}, []),
        ({**BY_HOURS, "{say: Hello., end: true}": EARLY}, [9]),
        ({**BY_HOURS, "{say: Hello., end: true}": EITHER}, [9]),
        ({**FROM_HELLO, **TO_DESK}, []),
    ],
)
def test_a_call_that_could_reach_nobody_is_refused(
    load: Load, smallest: str, edits: dict[str, str], refused: list[int]
) -> None:
    """It ends before a turn, or every turn diverts who asks for a person; unless nobody is there: out of hours."""
    for old, new in edits.items():
        assert old in smallest
        smallest = smallest.replace(old, new)
    found = check(load(smallest))

    assert [one.line for one in found if one.code == "no-person"] == refused, found
    assert all(one.severity == "error" for one in found)


def test_a_prompt_takes_as_long_as_the_voice_was_measured_to_take() -> None:
    """Eight digits took 3.05 s and 2.63 s; a faster voice takes less."""
    assert seconds("12345678", Language.ENGLISH) == pytest.approx(3.05, abs=0.1)
    assert seconds("12345678", Language.MANDARIN) == pytest.approx(2.63, abs=0.1)
    assert seconds("Hello.", Language.ENGLISH, rate=300) == seconds("Hello.", Language.ENGLISH) / 2
