"""What works at every moment of a call, whatever was asked, in both languages."""

from collections.abc import Callable

import pytest

from ivr.dialogue.state import Question
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import Conversation

ASKED = {
    "open": [],
    "confirm intent": ["mumble"],
    "choose": ["toss"],
    "digits": ["track"],
    "digits after naming": ["murmur"],
    "choice": ["refund"],
    "free text": ["complain"],
    "confirm slot": ["refund", "broken"],
    "yes or no": ["cancel"],
}
"""How to get to each kind of question."""

SAID = {
    Language.ENGLISH: {
        "track": "where is my order",
        "refund": "i want a refund",
        "complain": "i want to complain",
        "cancel": "cancel my order",
        "broken": "broken",
        "agent": "agent",
        "repeat": "say that again",
        "help": "help",
        "go_back": "go back",
        "start_over": "start over",
        "goodbye": "goodbye",
    },
    Language.MANDARIN: {
        "track": "我的订单到哪了",
        "refund": "我要退款",
        "complain": "我要投诉",
        "cancel": "取消订单",
        "broken": "坏了",
        "agent": "人工",
        "repeat": "再说一遍",
        "help": "帮助",
        "go_back": "返回上一步",
        "start_over": "重新开始",
        "goodbye": "再见",
    },
}

PERSONS = {
    Language.ENGLISH: ["agent", "agent please", "Agent!", "i want to talk to a person", "人工"],
    Language.MANDARIN: ["人工", "我要人工", "转人工", "agent"],
}

At = Callable[[str], Conversation]


@pytest.fixture
def at(call: Callable[..., Conversation], language: Language) -> At:
    """Takes a call to one kind of question."""

    def come(question: str) -> Conversation:
        return call(language).say(*(SAID[language].get(word, word) for word in ASKED[question]))

    return come


each_question = pytest.mark.parametrize("question", ASKED)


@pytest.mark.parametrize(
    ("question", "kind"),
    [("confirm intent", Question.CONFIRM_INTENT), ("choose", Question.CHOOSE), ("confirm slot", Question.CONFIRM_SLOT)],
)
def test_the_way_to_each_question_leads_there(at: At, question: str, kind: Question) -> None:
    """The tests below ask what they say they ask."""
    assert kind is at(question).dialogue._state.asked.kind


@each_question
@pytest.mark.parametrize("way", range(4))
def test_a_person_is_one_sentence_away(at: At, language: Language, question: str, way: int) -> None:
    """However it is said, the caller is queued for a person, who learns that it was the caller's wish."""
    talk = at(question).say(PERSONS[language][way])

    assert talk.transfer is not None
    assert (talk.transfer.queue, talk.transfer.priority) == ("general", "normal")
    assert talk.end is not None
    assert (talk.end.disposition, talk.end.reason) == (Disposition.TRANSFERRED, EndReason.HANDED_OVER)


@each_question
def test_the_last_thing_said_is_said_again(at: At, language: Language, question: str) -> None:
    """Word for word, as often as the caller wants, and the question stays open."""
    talk = at(question)
    said, node, expected = talk.said, talk.node, talk.listen
    for _ in range(2):
        talk.say(SAID[language]["repeat"])

        assert (said, node, expected) == (talk.said, talk.node, talk.listen)


@each_question
def test_help_tells_what_can_be_said_and_the_question_stays_open(at: At, language: Language, question: str) -> None:
    """Help is no answer, and no failure of the caller either."""
    talk = at(question)
    node, asked = talk.node, talk.dialogue._state.asked
    talk.say(SAID[language]["help"])

    assert {Language.ENGLISH: "agent", Language.MANDARIN: "人工"}[language] in talk.said
    assert (node, asked, True) == (talk.node, talk.dialogue._state.asked, talk.listens)
    assert talk.dialogue._state.failures.total() == 0


@each_question
def test_starting_over_begins_with_the_first_words_of_the_line(at: At, language: Language, question: str) -> None:
    """And nothing is known of the caller any more."""
    first = at("open").said
    talk = at(question).say(SAID[language]["start_over"])

    assert ("welcome", first) == (talk.node, talk.said)
    assert talk.dialogue._state.slots == {}


@each_question
def test_saying_goodbye_ends_the_call(at: At, language: Language, question: str) -> None:
    """Politely; nothing was given, so the call counts as abandoned."""
    talk = at(question).say(SAID[language]["goodbye"])

    assert talk.said
    assert talk.end is not None
    assert (talk.end.disposition, talk.end.reason) == (Disposition.ABANDONED, EndReason.GOODBYE)


@each_question
def test_going_back_leads_to_the_node_before(at: At, language: Language, question: str) -> None:
    """Which is the first one here; its question is asked again."""
    talk = at(question).say(SAID[language]["go_back"])

    assert (talk.node, talk.listens) == ("welcome", True)
    assert talk.said


def test_going_back_to_a_question_asks_it_again(at: At, language: Language) -> None:
    """After an answer "go back" returns to the number it was about, which is asked anew."""
    talk = at("digits").say("1234")
    assert talk.node == "anything_else"
    talk.say(SAID[language]["go_back"])

    assert talk.node == "order"
    assert talk.flow.slots["number"].ask == talk.said


def test_going_back_twice_goes_back_two_steps(at: At, language: Language) -> None:
    """From the answer over the number to the welcome."""
    talk = at("digits").say("1234", SAID[language]["go_back"], SAID[language]["go_back"])

    assert talk.node == "welcome"


@each_question
def test_everything_that_works_everywhere_is_listened_for(at: At, language: Language, question: str) -> None:
    """A recogniser that hears only what it expects hears "agent" at every question (free text: anything)."""
    phrases = at(question).listen.expectation.phrases

    assert not phrases or SAID[language]["agent"] in phrases
