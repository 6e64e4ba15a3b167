"""Callers change what they told before, and the line goes on from there."""

from collections.abc import Callable
from datetime import date

import pytest

from ivr.app import interpreter_for
from ivr.dialogue.actions import Action, Play
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Heard
from ivr.flow.loader import LoadedFlow
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation

TODAY = date(2026, 3, 4)
FLOWS = {
    Language.ENGLISH: """\
flow: visits
language: en
start: hello
hand_over: {queue: desk}
intents:
  book: {means: book a visit, examples: [i want to book a visit, book an appointment, come to see you]}
  track: {means: know where your order is, examples: [where is my order, track my parcel, is it on its way]}
routes: {book: book, track: track}
slots:
  visit: {type: date_time, when: future, min: 9, max: 17, ask: When would you like to come?}
  phone: {type: phone, ask: What is your phone number?}
  order: {type: digits, length: 4, ask: Which order?}
lookups: {}
nodes:
  hello: {say: Hello., listen: {to: any}}
  book:
    collect: [visit, phone]
    say: "{slot.visit|date_time}. {slot.phone|phone}. Anything else?"
    listen: {to: any}
    go: {no: bye}
  track: {collect: [order], say: "It is {slot.order|digits}. Anything else?", listen: {to: any}, go: {no: bye}}
  bye: {say: Goodbye., end: true}
""",
    Language.MANDARIN: """\
flow: visits
language: zh
start: hello
hand_over: {queue: desk}
intents:
  book: {means: 预约, examples: [我要预约, 预约一个时间, 想来一趟]}
  track: {means: 查订单, examples: [我的订单到哪了, 查一下包裹, 东西发货了吗]}
routes: {book: book, track: track}
slots:
  visit: {type: date_time, when: future, min: 9, max: 17, ask: 您想什么时候来？}
  phone: {type: phone, ask: 请说您的电话。}
  order: {type: digits, length: 4, ask: 请问订单号？}
lookups: {}
nodes:
  hello: {say: 您好。, listen: {to: any}}
  book:
    collect: [visit, phone]
    say: "{slot.visit|date_time}。{slot.phone|phone}。还有事吗？"
    listen: {to: any}
    go: {"no": bye}
  track: {collect: [order], say: "订单{slot.order|digits}。还有事吗？", listen: {to: any}, go: {"no": bye}}
  bye: {say: 再见。, end: true}
""",
}
Talk = Callable[..., list[str]]


@pytest.fixture
def talk(load: Callable[[str], LoadedFlow]) -> Talk:
    """Holds a call in a language, and gives what the line answers to each turn."""

    def hold(language: Language, *turns: str) -> list[str]:
        flow = load(FLOWS[language]).flow
        dialogue = Dialogue(flow, interpreter_for(flow))
        dialogue.handle(CallStarted(TODAY))
        return [_said(dialogue.handle(Heard(Transcript(turn, language, 1.0)))) for turn in turns]

    return hold


def _said(actions: list[Action]) -> str:
    return " ".join(action.text for action in actions if isinstance(action, Play))


def test_a_part_that_is_changed_is_read_back(talk: Talk) -> None:
    """It was misheard before."""
    turns = ("where is my order", "one two six six", "no five six not six six")

    assert talk(Language.ENGLISH, *turns)[-1] == "I heard 1 2 5 6. Is that right?"


@pytest.mark.parametrize(
    ("language", "turns", "last"),
    [
        (
            Language.ENGLISH,
            ["where is my order", "one two six six", "the last digit is seven", "no not six seven five six", "yes"],
            "It is 1 2 5 6. Anything else?",
        ),
        (
            Language.MANDARIN,
            ["我的订单到哪了", "一二六六", "最后一位是七", "不是六七是五六", "是的"],
            "订单一二五六。还有事吗？",
        ),
    ],
)
def test_a_value_may_be_changed_again_while_it_is_read_back(
    language: Language, turns: list[str], last: str, talk: Talk
) -> None:
    """Without saying all of it again."""
    assert last == talk(language, *turns)[-1]


@pytest.mark.parametrize(
    ("language", "turns", "last"),
    [
        (
            Language.ENGLISH,
            [
                "where is my order",
                "one two three four",
                "i said five six seven eight",
                "yes",
                "i meant the other order",
            ],
            "That is 1 2 3 4, correct?",
        ),
        (
            Language.MANDARIN,
            ["我的订单到哪了", "一二三四", "我说的是五六七八", "是的", "我说的是另一个订单"],
            "是一二三四，没错吧？",
        ),
    ],
)
def test_the_other_order_is_the_one_told_before(language: Language, turns: list[str], last: str, talk: Talk) -> None:
    """The dialogue remembers every value of a slot."""
    assert last == talk(language, *turns)[-1]


@pytest.mark.parametrize(
    ("language", "turns", "answers"),
    [
        (
            Language.ENGLISH,
            ["i want to book a visit tomorrow", "at half past three", "four one five five five five two six seven one",
             "no four o'clock not half past three", "actually i meant monday at ten", "yes"],
            ["Thursday, March 5, and at what time?", "What is your phone number?",
             "Thursday, March 5, at 3:30 in the afternoon. 4 1 5, 5 5 5, 2 6 7 1. Anything else?"],
        ),
        (
            Language.MANDARIN,
            ["我要预约明天的", "下午三点半", "幺三八一二三四五六七八", "不是三点半是四点", "是的"],
            ["3月5日，星期四，请问几点？", "请说您的电话。",
             "3月5日，星期四，下午3点30分。一三八，一二三四，五六七八。还有事吗？"],
        ),
    ],
)  # fmt: skip
def test_half_of_a_value_is_completed_and_an_accepted_one_changed(
    language: Language, turns: list[str], answers: list[str], talk: Talk
) -> None:
    """The day from one sentence, the time from the next; later the time alone, or all of it."""
    answered = talk(language, *turns)

    assert answers == answered[:3]
    if language is Language.ENGLISH:
        assert answered[-1].startswith("Monday, March 9, at 10 o'clock in the morning.")
    else:
        assert answered[-1].startswith("3月5日，星期四，下午4点。")


def test_a_value_changed_later_is_looked_up_anew(call: Callable[..., Conversation]) -> None:
    """What was said of the old one does not hold of the new one."""
    talk = call().say("where is my order", "one two three four")
    assert "on its way" in talk.said

    talk.say("no i said five six seven eight")
    assert talk.said == "I heard 5 6 7 8. Is that right?"
    assert "lost" in talk.say("yes").said


def test_whoever_asks_for_a_person_gets_one_whatever_else_is_said(call: Callable[..., Conversation]) -> None:
    """A correction does not stand in the way."""
    talk = call().say("where is my order", "one two three four", "agent please")

    assert talk.transfer is not None
