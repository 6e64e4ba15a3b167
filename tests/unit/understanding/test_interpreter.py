"""From a transcript to an interpretation."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import Interpreter
from ivr.understanding.spec import IntentSpec, SlotSpec

SLOTS = [
    SlotSpec("number", "digits", 4),
    SlotSpec("size", "choice", choices=(("s", ("small", "小号")), ("l", ("large", "大号")))),
    SlotSpec("story", "free_text"),
]
INTENTS = {
    Language.ENGLISH: [
        IntentSpec("track", ("where is my order", "track order {number}", "my parcel is late")),
        IntentSpec("refund", ("i want my money back", "refund please", "return the {size} one")),
    ],
    Language.MANDARIN: [
        IntentSpec("track", ("我的订单到哪了", "查订单{number}", "包裹还没到")),
        IntentSpec("refund", ("我要退款", "把钱退给我", "退{size}的")),
    ],
}
CHATTER = {Language.ENGLISH: ("tell me a joke", "how are you"), Language.MANDARIN: ("讲个笑话", "你好吗")}


@pytest.fixture(scope="module")
def interpreters() -> dict[Language, Interpreter]:
    """A trained one for each language."""
    return {one: Interpreter(INTENTS[one], SLOTS, CHATTER[one], one) for one in Language}


@pytest.fixture
def english(interpreters: dict[Language, Interpreter]) -> Interpreter:
    """The English one."""
    return interpreters[Language.ENGLISH]


def said(text: str, language: Language = Language.ENGLISH) -> Transcript:
    """A turn heard clearly."""
    return Transcript(text, language, 1.0)


def test_an_intent_and_its_value_are_heard_in_one_sentence(english: Interpreter) -> None:
    """With the words the value was read from, and where they stand."""
    heard = english.interpret(said("Track order one two three four, please."))
    value = heard.slot("number")

    assert heard.ranked[0][0] == "track"
    assert value is not None
    assert (value.value, value.raw, value.span, value.problem) == ("1234", "one two three four", (12, 30), "")


def test_which_digits_are_said_makes_no_difference_to_the_intent(english: Interpreter) -> None:
    """Numbers are masked before a sentence is compared with the examples."""
    first, second = (english.interpret(said(f"track order {digits}")) for digits in ("1234", "nine eight seven six"))

    assert first.ranked == second.ranked


@pytest.mark.parametrize("text", ["one two", "1234", "yes", "no", ""])
def test_a_bare_number_or_answer_is_no_intent(english: Interpreter, text: str) -> None:
    """It says nothing about what is wanted."""
    assert english.interpret(said(text), "number").ranked == ()


def test_a_value_is_only_as_sure_as_its_least_sure_word(english: Interpreter) -> None:
    """One digit misheard makes a wrong number."""
    words = [Word(text, 0, 0, sure) for text, sure in (("order", 0.2), ("one", 0.9), ("two", 0.4), ("three", 1.0))]
    heard = english.interpret(Transcript.of_words(tuple(words), Language.ENGLISH))

    assert [value.confidence for value in heard.slots if value.name == "number"] == [0.4]


def test_a_chinese_value_too(interpreters: dict[Language, Interpreter]) -> None:
    """Though its words stand close together in the text."""
    words = [Word(text, 0, 0, sure) for text, sure in (("订单", 0.2), ("一", 0.9), ("二", 0.4), ("三", 1.0))]
    heard = interpreters[Language.MANDARIN].interpret(Transcript.of_words(tuple(words), Language.MANDARIN))

    assert [value.confidence for value in heard.slots if value.name == "number"] == [0.4]


def test_free_text_is_heard_only_where_it_is_asked_for(english: Interpreter) -> None:
    """And then it is all that was said."""
    heard = english.interpret(said("it broke"), "story")

    assert [value.value for value in heard.slots] == ["it broke"]
    assert english.interpret(said("it broke")).slots == ()


def test_what_is_asked_for_is_expected(english: Interpreter) -> None:
    """The slot's phrases, yes and no as answers, and the sentences of the intents; free text may be anything."""
    open_question = english.expectation(["track"])
    size = english.expectation([], "size", yes_no=True)

    assert {"where is my order", "my parcel is late"} <= set(open_question.phrases)
    assert not {"refund please"} & set(open_question.phrases)
    assert not any("{" in phrase for phrase in open_question.phrases)
    assert {"small", "large", "yes"} <= set(size.answers)
    assert english.expectation(["track"], "story") == Expectation()
    assert not english.expectation([], "number").garbage


def test_callers_who_are_asked_for_nothing_have_other_words_than_the_examples(english: Interpreter) -> None:
    """Which a recogniser that needs no grammar hears better without one; a size or a number it hears better with."""
    assert english.expectation(["track"]).only_examples
    assert english.expectation(["track"], yes_no=True).only_examples
    assert not english.expectation(["track"], "size").only_examples


def test_only_the_first_sentences_are_expected_where_that_is_asked(english: Interpreter) -> None:
    """Every further one would cost the digits their accuracy."""
    all_of_them = english.expectation(["refund", "track"], "number")
    first = english.expectation(["refund", "track"], "number", most=1)

    assert len(first.phrases) == 2
    assert set(first.phrases) < set(all_of_them.phrases)
    assert first.answers == all_of_them.answers


def test_the_expectation_of_a_state_is_made_once(english: Interpreter) -> None:
    """In whatever order its intents are named."""
    assert english.expectation(["track", "refund"]) is english.expectation(["refund", "track"])
    assert english.expectation(["track"], yes_no=True) is not english.expectation(["track"])


def test_scores_and_values_are_found_by_name() -> None:
    """And what is not there is nothing."""
    heard = Interpretation("x", (("track", 0.7),))

    assert (heard.score("track"), heard.score("refund"), heard.slot("number")) == (0.7, 0.0, None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), language=st.sampled_from(Language), asked=st.sampled_from(["", "number", "size", "story"]))
@example("word " * 10_000, Language.ENGLISH, "story")
@example("一" * 10_000, Language.MANDARIN, "number")
@example("😀👨‍👩‍👧‍👦", Language.ENGLISH, "size")
@example("\x00\x1b[31m\u202e", Language.MANDARIN, "")
@example("(((((", Language.ENGLISH, "size")
@example("\ud800", Language.MANDARIN, "story")
def test_nothing_that_can_be_said_breaks_the_interpreter(
    interpreters: dict[Language, Interpreter], text: str, language: Language, asked: str
) -> None:
    """Emoji, control characters, ten thousand words: all of it is interpreted as something."""
    heard = interpreters[language].interpret(said(text, language), asked)

    assert 0 <= heard.out_of_scope <= 1
    assert all(heard.text[slice(*value.span)] == value.raw for value in heard.slots)
