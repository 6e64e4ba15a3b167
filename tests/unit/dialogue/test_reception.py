"""A caller whose language is not known yet: heard, asked, or neither."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pytest

from ivr.dialogue.actions import Action, ChooseLanguage, ChosenBy, EndCall, Explain, Listen, LookUp, Play, TransferTo
from ivr.dialogue.events import CallStarted, Heard, HungUp, LookupReturned, NoInput, RecognitionFailed, TransferQueued
from ivr.dialogue.reception import Reception, Tongue
from ivr.errors import ContractError
from ivr.flow.line import Finding, Line
from ivr.speech.keypad import keyed
from ivr.speech.transcript import Transcript, Word
from ivr.terms import Disposition, Language
from ivr.testing import Conversation

ENGLISH, MANDARIN = Language.ENGLISH, Language.MANDARIN
GREET = {ENGLISH: "Hello.", MANDARIN: "您好。"}
WISH = {ENGLISH: "where is my order", MANDARIN: "我的订单到哪了"}
GARBLED = {ENGLISH: "will the you on code", MANDARIN: "能玩的了送零"}
AGENT = {ENGLISH: "agent please", MANDARIN: "转人工"}
NAMED = {ENGLISH: "english", MANDARIN: "中文"}
OTHER = {ENGLISH: MANDARIN, MANDARIN: ENGLISH}
A = TypeVar("A", bound=Action)

Call = Callable[..., Conversation]
Open = Callable[..., Reception]


@pytest.fixture
def reception(call: Call) -> Open:
    """A reception that has greeted its caller."""

    def start(finding: Finding = Finding.DETECT, languages: Sequence[Language] = tuple(Language)) -> Reception:
        line = Line(line="shop", languages=list(languages), greet=GREET)
        tongues = [Tongue(one.flow, one.interpreter) for one in map(call, languages)]
        made = Reception(line, tongues, finding)
        made.handle(CallStarted())
        return made

    return start


def transcript(text: str, language: Language, confidence: float = 1.0, share: float = 1.0) -> Transcript:
    """What one recogniser heard; of these recordings it takes each unit for a word."""
    words = tuple(Word(one, 0, 100, confidence) for one in (text.split() if language is ENGLISH else text))
    return Transcript(text, language, confidence if text else 0.0, words, share=share)


def heard(*transcripts: Transcript) -> Heard:
    """What all recognisers heard of one turn."""
    first, *others = transcripts
    return Heard(Transcript(first.text, first.language, first.confidence, first.words, beside=tuple(others)))


def clearly(text: str, language: Language) -> Heard:
    """Words of one language, of which the other recogniser made what such recognisers make."""
    return heard(transcript(text, language), transcript(GARBLED[OTHER[language]], OTHER[language], 0.7, 0.2))


def only(kind: type[A], actions: Sequence[Action]) -> list[A]:
    """The actions of one kind."""
    return [action for action in actions if isinstance(action, kind)]


def chosen(actions: Sequence[Action]) -> tuple[Language | None, ChosenBy]:
    """What was told of the language."""
    (choice,) = only(ChooseLanguage, actions)
    return choice.language, choice.by


def test_it_greets_in_each_language_and_listens_in_both(call: Call) -> None:
    """The voice is told which is which, and each recogniser what its language expects."""
    tongues = [Tongue(one.flow, one.interpreter) for one in map(call, Language)]
    line = Line(line="shop", languages=list(Language), greet=GREET)

    english, mandarin, listen = Reception(line, tongues, Finding.DETECT).handle(CallStarted())

    assert (english, mandarin) == (
        Play("Hello.", "welcome", language=ENGLISH),
        Play("您好。", "welcome", language=MANDARIN),
    )
    assert isinstance(listen, Listen)
    (beside,) = listen.expectation.beside
    assert (listen.expectation.language, beside.language) == (ENGLISH, MANDARIN)
    assert {"where is my order", "english please"} <= {*listen.expectation.phrases}
    assert {"我的订单到哪了", "说中文"} <= {*beside.phrases}


def test_the_first_words_choose_the_language_and_are_the_first_answer(reception: Open, language: Language) -> None:
    """Nothing is asked again, and everything that follows is in that language."""
    talk = reception()

    actions = talk.handle(clearly(WISH[language], language))

    assert chosen(actions) == (language, ChosenBy.HEARD)
    assert only(ChooseLanguage, actions)[0].taken == transcript(WISH[language], language)
    assert [explain.decision.intent for explain in only(Explain, actions)] == ["track_order"]
    assert talk.node == "order"
    assert {play.language for play in only(Play, actions)} == {language}
    assert only(Listen, actions)[0].expectation.language is language
    assert only(Listen, actions)[0].expectation.beside == ()


def test_the_call_goes_on_in_the_language_that_was_chosen(reception: Open, language: Language) -> None:
    """For good: a look-up's answer and the next turn are that dialogue's."""
    talk = reception()
    talk.handle(clearly(WISH[language], language))

    searched = talk.handle(Heard(transcript("1234", language)))
    told = talk.handle(LookupReturned({"number": "1234", "status": "lost"}))

    assert [look_up.key for look_up in only(LookUp, searched)] == ["1234"]
    assert "lost" in "".join(play.text for play in only(Play, told))


def test_who_cannot_be_placed_is_asked_in_both_languages(reception: Open) -> None:
    """And what was said before is the answer once the language is known."""
    talk = reception()
    said = heard(transcript("where is my order", ENGLISH, 0.6, 0.5), transcript("我的订单到哪了", MANDARIN, 0.6, 0.5))

    asking = talk.handle(said)
    named = talk.handle(clearly("中文", MANDARIN))

    assert chosen(asking) == (None, ChosenBy.ASKED)
    assert [play.language for play in only(Play, asking)] == [ENGLISH, MANDARIN]
    assert "english" in only(Listen, asking)[0].expectation.answers
    assert chosen(named) == (MANDARIN, ChosenBy.NAMED)
    assert talk.node == "order"


@pytest.mark.parametrize("named", ["english", "英语"])
def test_the_language_may_be_named_in_either(reception: Open, named: str) -> None:
    """At once, too; then the flow begins where it begins."""
    talk = reception()

    actions = talk.handle(clearly(named, MANDARIN if named == "英语" else ENGLISH))

    assert chosen(actions) == (ENGLISH, ChosenBy.NAMED)
    assert [play.text for play in only(Play, actions)] == ["Hello, I am a machine. What can I do for you?"]


def test_who_says_a_number_only_is_asked(reception: Open) -> None:
    """Figures are said alike, and typed alike."""
    by_sound = reception().handle(heard(transcript("1234", ENGLISH), transcript("一二三四", MANDARIN, 0.9, 0.9)))
    by_typing = reception().handle(Heard(Transcript.typed("1234", ENGLISH)))

    assert chosen(by_sound) == chosen(by_typing) == (None, ChosenBy.ASKED)


def test_one_word_is_too_few(reception: Open) -> None:
    """It resembles some word of every language."""
    said = heard(transcript("refund", ENGLISH), transcript("", MANDARIN))

    assert chosen(reception().handle(said)) == (None, ChosenBy.ASKED)


def test_a_person_is_reached_at_once(reception: Open, language: Language) -> None:
    """However badly it was heard, and in whichever language."""
    said = heard(
        transcript(GARBLED[OTHER[language]], OTHER[language], 0.95, 0.9),
        transcript(AGENT[language], language, 0.6, 0.4),
    )

    actions = reception().handle(said)

    assert chosen(actions) == (language, ChosenBy.HEARD)
    assert len(only(TransferTo, actions)) == 1


@pytest.mark.parametrize("languages", [(ENGLISH, MANDARIN), (MANDARIN, ENGLISH)])
def test_who_says_nothing_is_asked_and_then_spoken_to_in_the_first_language(
    reception: Open, languages: tuple[Language, ...]
) -> None:
    """The call is not lost."""
    talk = reception(languages=languages)

    asked, begun = talk.handle(NoInput()), talk.handle(NoInput())

    assert chosen(asked) == (None, ChosenBy.ASKED)
    assert chosen(begun) == (languages[0], ChosenBy.DEFAULT)
    assert [play.language for play in only(Play, begun)] == [languages[0]]


def test_who_is_unclear_twice_goes_on_in_the_likelier_language(reception: Open) -> None:
    """A guess, when asking has not helped; what was said last is heard in it."""
    talk = reception()
    said = heard(transcript("on the the", ENGLISH, 0.7, 0.3), transcript("我的订单到哪了", MANDARIN, 0.6, 0.4))

    talk.handle(said)
    begun = talk.handle(said)

    assert chosen(begun) == (MANDARIN, ChosenBy.DEFAULT)
    assert talk.node == "order"


def test_asking_comes_first_where_the_line_wants_it(call: Call) -> None:
    """After the greeting, in both languages."""
    tongues = [Tongue(one.flow, one.interpreter) for one in map(call, Language)]
    talk = Reception(Line(line="shop", languages=list(Language), greet=GREET), tongues, Finding.ASK)

    began = talk.handle(CallStarted())
    named = talk.handle(Heard(Transcript.typed("说中文", ENGLISH)))

    assert [play.language for play in only(Play, began)] == [ENGLISH, MANDARIN] * 2
    assert chosen(named) == (MANDARIN, ChosenBy.NAMED)


@pytest.mark.parametrize(("text", "language"), [("where is my order", ENGLISH), ("我的订单到哪了", MANDARIN)])
def test_what_is_typed_is_told_by_its_script(reception: Open, text: str, language: Language) -> None:
    """Whatever language the keyboard was thought to be in."""
    talk = reception()

    assert chosen(talk.handle(Heard(Transcript.typed(text, ENGLISH)))) == (language, ChosenBy.HEARD)
    assert talk.node == "order"


def test_a_lone_zero_is_a_person_before_the_language_is_known(reception: Open) -> None:
    """In the line's first language; other keys tell nobody which it is."""
    opened = reception()
    asked = opened.handle(Heard(keyed("5#", ENGLISH)))
    assert chosen(asked) == (None, ChosenBy.ASKED)

    actions = opened.handle(Heard(keyed("0", ENGLISH)))
    assert chosen(actions) == (ENGLISH, ChosenBy.DEFAULT)
    assert only(TransferTo, actions)


def test_broken_ears_lead_to_a_person(reception: Open) -> None:
    """In the first language."""
    talk = reception()

    actions = talk.handle(RecognitionFailed())
    queued = talk.handle(TransferQueued(1))

    assert chosen(actions) == (ENGLISH, ChosenBy.DEFAULT)
    assert len(only(TransferTo, actions)) == 1
    assert only(EndCall, queued)[0].disposition is Disposition.TRANSFERRED


def test_a_caller_may_leave_before_the_language_is_known(reception: Open) -> None:
    """Without anything having been given."""
    (end,) = reception().handle(HungUp())

    assert isinstance(end, EndCall)
    assert end.disposition is Disposition.ABANDONED


@pytest.mark.parametrize("event", [CallStarted(), LookupReturned(), TransferQueued(1)])
def test_what_cannot_happen_now_is_a_broken_contract(reception: Open, event: object) -> None:
    """As in a dialogue."""
    with pytest.raises(ContractError):
        reception().handle(event)  # type: ignore[arg-type]
