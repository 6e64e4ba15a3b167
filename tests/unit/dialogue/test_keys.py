"""What keys mean to the line."""

from collections.abc import Callable

import pytest

from ivr.app import interpreter_for
from ivr.dialogue.actions import Play
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Heard
from ivr.dialogue.policy import Kind
from ivr.flow.loader import LoadedFlow
from ivr.speech.endpointer import Outlook
from ivr.speech.keypad import keyed
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]
WISH = {Language.ENGLISH: "where is my order", Language.MANDARIN: "我的订单到哪了"}
MIXED = {Language.ENGLISH: "one two 34", Language.MANDARIN: "一二34"}
HALF = {Language.ENGLISH: "one two", Language.MANDARIN: "一二"}
NO_KEYS = {Language.ENGLISH: "keys are no use here", Language.MANDARIN: "这里用不到按键"}
OFFER = {Language.ENGLISH: "press the digits", Language.MANDARIN: "在电话上按数字"}

NUMBERS = """\
flow: numbers
language: {language}
start: hello
hand_over: {{queue: desk}}
intents:
  buy: {{means: buy, examples: [{buy}]}}
routes: {{buy: buy}}
slots:
  count: {{type: number, min: 1, max: 90, ask: How many?}}
  phone: {{type: phone, country: GB, ask: Which phone?}}
  order: {{type: order_number, length: 6, ask: Which order?}}
  again: {{type: yes_no, ask: Again?}}
nodes:
  hello: {{say: Hello., listen: {{to: any}}}}
  buy: {{collect: [count, phone, order, again], say: "Thank you.", end: true}}
"""


def test_pressed_digits_fill_a_slot(call: Call, language: Language) -> None:
    """As spoken ones do."""
    talk = call(language).say(WISH[language]).press("1234#")

    assert talk.dialogue.known["number"] == "1234"
    assert talk.node == "anything_else"


def test_said_and_pressed_digits_fill_it_together(call: Call, language: Language) -> None:
    """A caller who says half of it and presses the rest."""
    talk = call(language).say(WISH[language])
    talk.tell(Heard(Transcript(MIXED[language], language, 1.0, keys="34#")))

    assert talk.dialogue.known["number"] == "1234"


@pytest.mark.parametrize("keys", ["0", "0#", "12*0"])
@pytest.mark.parametrize("wished", [False, True])
def test_a_lone_zero_is_a_person(call: Call, language: Language, keys: str, wished: bool) -> None:
    """At an open question and where digits are asked for."""
    talk = call(language).say(*[WISH[language]] * wished).press(keys)

    assert talk.transfer is not None
    assert talk.end is not None


def test_a_zero_that_is_said_is_a_digit(call: Call) -> None:
    """Only the key is a person."""
    assert call().say("where is my order", "zero").transfer is None


def test_other_keys_mean_nothing_at_an_open_question(call: Call, language: Language) -> None:
    """The caller is told so kindly, in other words the second time, and then a person takes over."""
    talk = call(language).press("5")
    assert NO_KEYS[language] in talk.said
    assert talk.explained.decision.kind is Kind.REPROMPT

    first = talk.said
    assert talk.press("5").said != first
    assert talk.press("5").transfer is not None


def test_too_few_digits_are_told_as_such(call: Call) -> None:
    """Keys are of use there."""
    assert "only heard 2 digits" in call().say("where is my order").press("12#").said


def test_the_second_reprompt_for_digits_offers_keys(call: Call, language: Language) -> None:
    """Whether something was misheard or nothing was said."""
    talk = call(language).say(WISH[language])
    assert OFFER[language] not in talk.silent().said
    assert OFFER[language] in talk.silent().said

    talk = call(language).say(WISH[language], HALF[language])
    assert OFFER[language] in talk.say(HALF[language]).said


@pytest.fixture
def buying(load: Callable[[str], LoadedFlow], language: Language) -> Dialogue:
    """A dialogue that asks for the first of several values."""
    buy = {Language.ENGLISH: "i want to buy, buy some, i would like some", Language.MANDARIN: "我要买, 买一些, 想买"}
    flow = load(NUMBERS.format(language=language, buy=buy[language])).flow
    dialogue = Dialogue(flow, interpreter_for(flow))
    dialogue.handle(CallStarted())
    dialogue.handle(Heard(Transcript(buy[language].split(", ")[0], language, 1.0)))
    return dialogue


def press(dialogue: Dialogue, keys: str, language: Language) -> str:
    """What the line says to keys."""
    actions = dialogue.handle(Heard(keyed(keys, language)))
    return " ".join(action.text for action in actions if isinstance(action, Play))


def test_values_of_every_numeric_type_can_be_pressed(buying: Dialogue, language: Language) -> None:
    """A count, a phone number, an order number, and yes for a yes or no."""
    for keys in ("12#", "02079460958", "445566", "1#"):
        press(buying, keys, language)

    assert dict(buying.known) == {"count": "12", "phone": "+442079460958", "order": "445566", "again": "yes"}


@pytest.mark.parametrize(("keys", "answer"), [("1", "yes"), ("2#", "no")])
def test_one_is_yes_and_two_is_no_where_that_is_asked(
    buying: Dialogue, language: Language, keys: str, answer: str
) -> None:
    """For callers whom no recogniser hears. No prompt ever tells them to."""
    for given in ("12#", "02079460958", "445566", keys):
        press(buying, given, language)

    assert buying.known["again"] == answer


def test_a_turn_of_keys_ends_when_its_value_is_whole(buying: Dialogue, language: Language) -> None:
    """The last digit of six, the last of a phone number; nobody knows of a count; yes and no at once."""

    def outlook(keys: str) -> Outlook:
        return buying.outlook(keyed(keys, language), 0)

    assert outlook("12") is Outlook.OPEN
    press(buying, "12#", language)
    assert [outlook("0207946095") is Outlook.COMPLETE, outlook("02079460958")] == [False, Outlook.COMPLETE]
    press(buying, "02079460958", language)
    assert [outlook("44556") is Outlook.COMPLETE, outlook("445566")] == [False, Outlook.COMPLETE]
    press(buying, "445566", language)
    assert [outlook("1"), outlook("2"), outlook("5")] == [Outlook.COMPLETE, Outlook.COMPLETE, Outlook.OPEN]


def test_more_digits_may_follow_on_a_zero(call: Call, language: Language) -> None:
    """It is a person only when no more follow."""
    talk = call(language)
    assert talk.dialogue.outlook(keyed("0", language), 0) is Outlook.OPEN

    talk.say(WISH[language])
    assert talk.dialogue.outlook(keyed("0", language), 0) is not Outlook.COMPLETE
    assert talk.dialogue.outlook(keyed("0123", language), 0) is Outlook.COMPLETE
