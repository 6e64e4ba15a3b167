"""What a caller who waits for an agent is told and may ask for, in both languages."""

from collections.abc import Callable

import pytest

from ivr.dialogue.actions import Connect, EndCall, Listen, PromiseCall, TakeMessage
from ivr.dialogue.events import (
    AgentAccepted,
    AgentFinished,
    AgentLost,
    Heard,
    HungUp,
    NoInput,
    Noted,
    PlaceChanged,
    RecognitionFailed,
    TransferFailed,
    TransferQueued,
)
from ivr.errors import ContractError
from ivr.handoff.estimate import Estimate, Grounds, News
from ivr.speech.endpointer import Outlook
from ivr.speech.transcript import Transcript
from ivr.terms import Disposition, EndReason, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

EN, ZH = Language.ENGLISH, Language.MANDARIN
AGENT = {EN: "agent", ZH: "人工"}
CALL_ME_BACK = {EN: "could you call me back later", ZH: "那给我回个电话吧"}
NUMBER = {EN: "four one five five five five two six seven one", ZH: "幺三八一二三四五六七八"}
DIALLED = {EN: "+14155552671", ZH: "+8613812345678"}
READ = {EN: "4 1 5, 5 5 5, 2 6 7 1", ZH: "一三八，一二三四，五六七八"}
YES, NO = {EN: "yes", ZH: "对"}, {EN: "no", ZH: "不对"}
ABANDONED = EndCall(Disposition.ABANDONED, EndReason.HUNG_UP)
HANDED_OVER = EndCall(Disposition.TRANSFERRED, EndReason.HANDED_OVER)


class Waiting(Conversation):
    """A caller whose ticket stands at an attended desk."""

    def __init__(self, talk: Conversation, queued: TransferQueued) -> None:
        super().__init__(talk.flow, talk.interpreter)
        self.start()
        self.actions = self.dialogue.handle(Heard(Transcript(AGENT[self.flow.language], self.flow.language, 1.0)))
        self.tell(queued)


@pytest.fixture
def waits(call: Call) -> Callable[..., Conversation]:
    """A caller who has just come into the queue, third in line."""

    def begin(language: Language, changes: dict[str, str] | None = None, place: int | None = 3) -> Conversation:
        talk = call(language, changes) if changes else call(language)
        return Waiting(talk, TransferQueued(place, attended=True))

    return begin


def five_minutes(place: int = 3) -> Estimate:
    """What a queue may know."""
    return Estimate(place, Grounds.LIVE, 120.0, 290.0)


@pytest.mark.parametrize(("language", "place"), [(EN, "You are third in line."), (ZH, "您前面还有两位。")])
def test_the_place_is_told_and_what_may_be_done(
    waits: Callable[..., Conversation], language: Language, place: str
) -> None:
    """At the start, and in time to answer; then music, words, music."""
    talk = waits(language)

    assert talk.said.startswith(place)
    assert not talk.hold.music
    assert talk.tell(NoInput()).said == ""
    assert talk.hold.music
    assert talk.tell(NoInput()).said
    assert not talk.hold.music


@pytest.mark.parametrize(("language", "told"), [(EN, "within five minutes"), (ZH, "五分钟")])
def test_the_estimate_is_told(call: Call, language: Language, told: str) -> None:
    """In the words of estimates, where there is one."""
    talk = Waiting(call(language), TransferQueued(3, attended=True, estimate=five_minutes()))

    assert told in talk.said
    longer = Estimate(3, Grounds.LIVE, 500.0, 890.0)
    assert talk.tell(PlaceChanged(3, longer, News.LONGER)).said not in ("", told)


@pytest.mark.parametrize(("language", "place"), [(EN, "You are next in line."), (ZH, "您是下一位。")])
def test_another_place_is_told(waits: Callable[..., Conversation], language: Language, place: str) -> None:
    """When it changes; but not into a question."""
    talk = waits(language)

    assert talk.tell(PlaceChanged(1)).said == place
    talk.say(CALL_ME_BACK[language])
    assert talk.tell(PlaceChanged(2)).said == ""
    assert talk.say(NUMBER[language]).said.count(READ[language]) == 1


@pytest.mark.parametrize("language", [EN, ZH])
def test_who_would_rather_be_called_back_is_asked_for_a_number(
    waits: Callable[..., Conversation], language: Language
) -> None:
    """Which is read back; "no" asks anew, "yes" ends the call."""
    talk = waits(language).say(CALL_ME_BACK[language], NUMBER[language])
    assert READ[language] in talk.said

    talk.say(NO[language], NUMBER[language], YES[language])
    assert talk.actions[-1] == PromiseCall(talk.node, DIALLED[language])
    talk.tell(Noted())
    assert READ[language] in talk.said
    assert talk.end == HANDED_OVER


@pytest.mark.parametrize("language", [EN, ZH])
def test_a_number_may_be_pressed(waits: Callable[..., Conversation], language: Language) -> None:
    """2 is the callback, and 1 says yes."""
    talk = waits(language).press("2").press({EN: "4155552671#", ZH: "13812345678#"}[language]).press("1")

    assert talk.actions[-1] == PromiseCall(talk.node, DIALLED[language])


@pytest.mark.parametrize("language", [EN, ZH])
def test_a_number_that_was_told_is_not_asked_for_again(call: Call, language: Language) -> None:
    """It is read back at once."""
    slot = f"  phone: {{type: phone, country: {'US' if language is EN else 'CN'}, ask: Number?}}\nlookups:\n"
    talk = call(language, {"lookups:\n": slot})
    waiting = Waiting(talk, TransferQueued(1, attended=True))
    waiting.dialogue._state.slots["phone"] = DIALLED[language]

    assert READ[language] in waiting.say(CALL_ME_BACK[language]).said


@pytest.mark.parametrize("language", [EN, ZH])
def test_who_says_no_number_waits_on(waits: Callable[..., Conversation], language: Language) -> None:
    """Asked twice, and then left in peace."""
    talk = waits(language).say(CALL_ME_BACK[language]).silent(2)

    assert talk.hold.music
    assert talk.end is None


@pytest.mark.parametrize(("language", "wish"), [(EN, "can i leave a message"), (ZH, "我想留言")])
def test_a_voice_message_ends_the_call_kindly(
    waits: Callable[..., Conversation], language: Language, wish: str
) -> None:
    """It is kept at the caller's place."""
    talk = waits(language).say(wish)
    assert isinstance(talk.actions[-1], TakeMessage)

    talk.tell(Noted(4_000))
    assert talk.said
    assert talk.end == HANDED_OVER


@pytest.mark.parametrize("language", [EN, ZH])
def test_who_says_nothing_into_a_message_waits_on(waits: Callable[..., Conversation], language: Language) -> None:
    """3 takes one."""
    talk = waits(language).press("3").tell(Noted())

    assert talk.said
    assert talk.hold.music


@pytest.mark.parametrize(
    ("language", "wish", "then"), [(EN, "let me try again", "where is my order"), (ZH, "我再试试", "我的订单到哪了")]
)
def test_the_line_may_be_tried_again(
    waits: Callable[..., Conversation], language: Language, wish: str, then: str
) -> None:
    """The dialogue goes on, an agent may come in at any turn, and who asks again is in the queue again."""
    talk = waits(language).say(wish)
    assert isinstance(talk.actions[-1], Listen)
    assert not talk.say(then).end

    assert isinstance(talk.tell(AgentAccepted("Anne")).actions[-1], Connect)


@pytest.mark.parametrize(("language", "wish"), [(EN, "no do not hang up"), (ZH, "我继续等"), (EN, "i'll wait")])
def test_who_wants_to_stay_stays(waits: Callable[..., Conversation], language: Language, wish: str) -> None:
    """And hears music."""
    talk = waits(language).say(wish)

    assert talk.said
    assert talk.hold.music


@pytest.mark.parametrize(("language", "words"), [(EN, "purple elephants dance"), (ZH, "紫色的大象")])
def test_what_is_not_understood_ends_no_wait(
    waits: Callable[..., Conversation], language: Language, words: str
) -> None:
    """It is told what can be said; a cough is let pass."""
    talk = waits(language).say(words)
    assert talk.said

    assert talk.say("").said == ""
    assert talk.hold.music


@pytest.mark.parametrize(("language", "bye"), [(EN, "forget it bye"), (ZH, "算了，不等了")])
def test_who_leaves_has_been_served_by_nobody(waits: Callable[..., Conversation], language: Language, bye: str) -> None:
    """Whether they say so or hang up."""
    assert waits(language).say(bye).end == EndCall(Disposition.ABANDONED, EndReason.GOODBYE)
    assert waits(language).hang_up().end == ABANDONED


@pytest.mark.parametrize(("language", "through"), [(EN, "You are through to Anne."), (ZH, "已为您接通Anne。")])
def test_an_agent_takes_the_caller(waits: Callable[..., Conversation], language: Language, through: str) -> None:
    """Who hears it, and is thanked when it is over."""
    talk = waits(language).tell(AgentAccepted("Anne"))
    assert talk.said == through
    assert isinstance(talk.actions[-1], Connect)

    assert talk.tell(AgentFinished()).said
    assert talk.end == HANDED_OVER


@pytest.mark.parametrize("language", [EN, ZH])
def test_who_loses_the_agent_waits_on(waits: Callable[..., Conversation], language: Language) -> None:
    """And is told; hanging up after that is no abandoned call."""
    talk = waits(language).tell(AgentAccepted("Anne")).tell(AgentLost())
    assert talk.said
    assert talk.hold.music

    assert talk.hang_up().end == EndCall(Disposition.TRANSFERRED, EndReason.HUNG_UP)


SURVEY = {
    "lookups:\n": "  rating: {type: number, min: 1, max: 5, ask: 'From one to five, how was this?'}\nlookups:\n",
    "  bye:\n": "  rate: {survey: {slot: rating}, go: bye}\n  bye:\n",
    '{"no": bye}': '{"no": rate}',
}


def test_the_flows_survey_follows_the_agent(waits: Callable[..., Conversation]) -> None:
    """One question; whatever is answered, the call was transferred."""
    talk = waits(EN, SURVEY).tell(AgentAccepted("Anne")).tell(AgentFinished())
    assert talk.said == "From one to five, how was this?"

    talk.say("five")
    assert talk.end is not None
    assert talk.end.disposition is Disposition.TRANSFERRED


def test_a_desk_that_fails_is_told_of(waits: Callable[..., Conversation]) -> None:
    """The callback could not be kept: the caller is not left in the belief that it was."""
    talk = waits(EN).say(CALL_ME_BACK[EN], NUMBER[EN], YES[EN]).tell(TransferFailed())

    assert talk.end == EndCall(Disposition.FAILED, EndReason.FAILURE)


def test_broken_ears_end_no_wait(waits: Callable[..., Conversation]) -> None:
    """An agent can still be reached."""
    assert waits(EN).tell(RecognitionFailed()).hold.music


@pytest.mark.parametrize("event", [AgentLost(), TransferQueued(1)])
def test_what_cannot_happen_while_one_waits(
    waits: Callable[..., Conversation], event: AgentLost | TransferQueued
) -> None:
    """Is a broken contract."""
    with pytest.raises(ContractError):
        waits(EN).tell(event)


def test_a_wish_ends_the_turn_soon_and_half_a_number_does_not(waits: Callable[..., Conversation]) -> None:
    """Pauses are as long as what may follow wants them."""
    talk = waits(EN)
    assert talk.dialogue.outlook(Transcript("call me back", EN, 1.0), 0) is Outlook.CONFIDENT
    assert talk.dialogue.outlook(Transcript("well", EN, 1.0), 0) is Outlook.OPEN

    talk.say(CALL_ME_BACK[EN])
    assert talk.dialogue.outlook(Transcript("four one five five", EN, 1.0), 0) is Outlook.UNFINISHED
    assert talk.dialogue.outlook(Transcript(NUMBER[EN], EN, 1.0), 0) is Outlook.COMPLETE
    talk.say(NUMBER[EN])
    assert talk.dialogue.outlook(Transcript("yes", EN, 1.0), 0) is Outlook.CONFIDENT


def test_hanging_up_with_the_agent_is_a_transferred_call(waits: Callable[..., Conversation]) -> None:
    """They have talked."""
    talk = waits(EN).tell(AgentAccepted("Anne")).tell(HungUp())
    assert talk.end == EndCall(Disposition.TRANSFERRED, EndReason.HUNG_UP)
