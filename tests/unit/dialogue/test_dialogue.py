"""The dialogue core: an event in, actions out."""

from collections.abc import Callable

import pytest

from ivr.dialogue.actions import EndCall, Explain, Listen, LookUp, Play, TransferTo
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import (
    CallStarted,
    Event,
    Heard,
    HungUp,
    LookupReturned,
    NoInput,
    RecognitionFailed,
    RecordsFailed,
    TransferFailed,
    TransferQueued,
)
from ivr.dialogue.policy import Kind
from ivr.errors import ContractError
from ivr.speech.endpointer import Patience
from ivr.speech.transcript import Transcript
from ivr.terms import BargeIn, Disposition, EndReason, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]


def heard(text: str) -> Heard:
    """An English turn."""
    return Heard(Transcript(text, Language.ENGLISH, 1.0 if text else 0.0))


# --- understanding what is wanted ---


def test_a_call_begins_with_the_first_words_of_the_flow(call: Call) -> None:
    """And then it is the caller's turn."""
    talk = call()

    assert [play.text for play in talk.plays] == ["Hello, I am a machine. What can I do for you?"]
    assert talk.listens


def test_what_is_clear_is_done_at_once(call: Call) -> None:
    """No "did you mean": the next question follows."""
    talk = call().say("where is my order")

    assert (talk.explained.decision.kind, talk.explained.decision.intent) == (Kind.ACCEPT, "track_order")
    assert talk.said == "What is your four digit order number?"


@pytest.mark.parametrize(
    ("language", "wish", "said"),
    [
        (Language.ENGLISH, "where is my order", "no it works again"),
        (Language.MANDARIN, "我的订单到哪了", "不用了现在又好了"),
    ],
)
def test_an_answer_that_was_asked_for_counts_more_than_what_may_be_a_wish(
    call: Call, language: Language, wish: str, said: str
) -> None:
    """Anything else? "No, it works again" is hardly a wish to hear it again."""
    talk = call(language).say(wish, "1234", said)

    assert (talk.explained.decision.intent, talk.node) == ("no", "bye")


def test_a_clear_wish_beside_no_is_taken(call: Call) -> None:
    """Anything else? "No. Where is my order?" is a wish."""
    talk = call().say("where is my order", "1234", "no where is my order")

    assert talk.explained.decision.intent == "track_order"


def test_what_is_not_quite_clear_is_asked_back(call: Call) -> None:
    """In words that say what would be done."""
    talk = call().say("mumble")

    assert Kind.CONFIRM is talk.explained.decision.kind
    assert talk.said == "You would like to know where your order is. Is that right?"


def test_yes_to_what_was_asked_back_does_it(call: Call) -> None:
    """The caller need not say it again."""
    assert call().say("mumble", "yes").node == "order"


def test_a_clear_wish_beats_what_was_asked_back(call: Call) -> None:
    """Whatever words of yes or no are in it."""
    assert call().say("mumble", "no i want a refund please").node == "why"
    assert call().say("mumble", "i want my money back please").node == "why"


def test_no_to_what_was_asked_back_asks_anew_and_offers_it_no_more(call: Call) -> None:
    """The same wrong guess is not made twice."""
    talk = call().say("mumble", "no")
    assert talk.said == "Sorry, my mistake. Please tell me again what you need."

    talk.say("mumble")
    assert Kind.REPROMPT is talk.explained.decision.kind


def test_what_was_refused_may_still_be_said_clearly(call: Call) -> None:
    """Perhaps it was the right guess after all."""
    assert call().say("mumble", "no", "where is my order").node == "order"


def test_of_two_that_are_too_close_the_caller_chooses(call: Call) -> None:
    """Both are named."""
    talk = call().say("toss")

    assert Kind.DISAMBIGUATE is talk.explained.decision.kind
    assert talk.said == "Would you like to know where your order is, or to return something?"
    assert talk.say("return").node == "why"


def test_what_is_not_understood_is_asked_again_in_other_words_and_then_a_person_helps(call: Call) -> None:
    """Three times at most; the person is told why."""
    talk = call()
    said = [talk.say("bananas").said for _ in range(2)]
    talk.say("bananas")

    assert len(set(said)) == 2
    assert talk.transfer is not None
    assert (talk.transfer.priority, talk.transfer.reason) == ("high", "the line did not understand the caller")


def test_a_sound_without_words_is_not_understood(call: Call) -> None:
    """The decision says so."""
    talk = call().say("")

    assert talk.explained.decision.kind is Kind.REPROMPT
    assert talk.explained.decision.reason.startswith(
        "there was a sound, but no words in it: asking again would cost 3.0"
    )


def test_words_that_were_heard_badly_are_believed_less(call: Call) -> None:
    """A sentence that is acted on when it was heard well is asked back when it was not."""
    talk = call().say("where is my order", confidence=0.2)

    assert Kind.CONFIRM is talk.explained.decision.kind


# --- silence ---


def test_a_caller_who_is_never_heard_is_asked_twice_and_then_told_goodbye(call: Call) -> None:
    """Nobody is there: the call ends, and no agent is troubled."""
    talk = call()
    said = [talk.silent().said for _ in range(3)]

    assert len(set(said)) == 3
    assert talk.end == EndCall(Disposition.ABANDONED, EndReason.SILENCE)
    assert None is talk.transfer


def test_a_flow_may_send_silent_callers_to_a_person(call: Call) -> None:
    """Where its author says so."""
    talk = call(changes={"intents:": "limits: {on_silence: hand_over}\nintents:"}).silent(3)

    assert talk.transfer is not None
    assert talk.transfer.reason == "the line did not hear the caller"


def test_a_caller_who_has_spoken_and_falls_silent_gets_a_person(call: Call) -> None:
    """They are there, and in trouble."""
    talk = call().say("where is my order").silent(3)

    assert talk.transfer is not None


@pytest.mark.parametrize("limit", [1, 2])
def test_the_limits_of_a_flow_are_kept(call: Call, limit: int) -> None:
    """So many silences and misunderstandings, and no more."""
    changes = {"intents:": f"limits: {{no_input: {limit}, no_match: {limit}}}\nintents:"}
    silent, misunderstood = call(changes=changes), call(changes=changes)
    for _ in range(limit - 1):
        assert silent.silent().listens
        assert misunderstood.say("bananas").listens

    assert None is not silent.silent().end
    assert None is not misunderstood.say("bananas").transfer


def test_a_call_that_takes_too_many_turns_goes_to_a_person(call: Call) -> None:
    """However well it goes."""
    talk = call(changes={"intents:": "limits: {turns: 3}\nintents:"}).say("help", "repeat", "help")
    assert talk.listens

    talk.say("where is my order")
    assert talk.transfer is not None
    assert "This is taking long. A person will do better." in talk.said


# --- slots ---


def test_a_value_said_with_the_wish_is_not_asked_for(call: Call) -> None:
    """The caller is never asked what they have said already."""
    talk = call().say("track order one two three four")

    assert talk.said == "Order 1 2 3 4 is on its way. Anything else?"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("one two three", "I only heard 3 digits, 1 2 3, and it has 4. Please say all 4 digits."),
        ("one two", "I only heard 2 digits, 1 2, and it has 4. Please say all 4 digits."),
        ("one two three four five", "I heard 5 digits, 1 2 3 4 5, but it has 4. Please say the 4 digits again."),
    ],
)
def test_a_number_of_the_wrong_length_is_told_with_what_was_heard(call: Call, said: str, told: str) -> None:
    """So that the caller knows what went wrong."""
    assert told == call().say("where is my order", said).said


def test_a_number_that_stays_wrong_leads_to_a_person(call: Call) -> None:
    """Each time in other words, and not for ever."""
    talk = call().say("where is my order")
    said = [talk.say("one two three").said for _ in range(2)]
    talk.say("one two three")

    assert len(set(said)) == 2
    assert talk.transfer is not None


def test_a_value_heard_badly_is_read_back(call: Call) -> None:
    """Digit by digit; yes takes it."""
    talk = call().say("where is my order").say("one two three four", confidence=0.4)
    assert talk.said == "I heard 1 2 3 4. Is that right?"

    assert talk.say("yes").node == "anything_else"


def test_a_value_read_back_may_be_refused(call: Call) -> None:
    """Then it is asked for again."""
    talk = call().say("where is my order").say("one two three four", confidence=0.4).say("no")

    assert talk.said == "All right. What is your four digit order number?"


def test_a_value_read_back_may_be_corrected_in_one_go(call: Call) -> None:
    """ "No, five six seven eight" is taken as the number it holds."""
    talk = call().say("where is my order").say("one two three four", confidence=0.4).say("no five six seven eight")

    assert talk.said == "Order 5 6 7 8 is lost. Anything else?"


def test_a_value_that_is_always_read_back_is_read_back(call: Call) -> None:
    """However clearly it was said."""
    talk = call().say("i want a refund", "broken")

    assert talk.said == "I heard broken. Is that right?"
    assert talk.say("yes").said == "I noted: broken. Anything else?"


def test_reading_back_has_an_end(call: Call) -> None:
    """Who always says no is not asked for ever."""
    talk = call().say("i want a refund")
    for _ in range(10):
        if talk.end is None:
            talk.say("broken")
        if talk.end is None:
            talk.say("no")

    assert talk.transfer is not None


def test_the_callers_own_words_are_taken_as_they_are(call: Call) -> None:
    """And go to the agent with the rest."""
    talk = call().say("i want to complain", "the driver threw it over the fence")

    assert talk.transfer is not None
    assert talk.transfer.slots == {"story": "the driver threw it over the fence"}
    assert (talk.transfer.queue, talk.transfer.skills, talk.transfer.priority) == ("complaints", ("patience",), "low")


def test_a_pause_that_means_finished_is_longer_while_a_number_is_read_out(call: Call) -> None:
    """As the slot says; otherwise as the flow says."""
    talk = call()
    assert talk.listen.patience.end_silence_ms == 600

    assert talk.say("where is my order").listen.patience.end_silence_ms == 1500


def test_something_else_may_be_said_instead_of_a_value(call: Call) -> None:
    """Who changes their mind is followed."""
    assert call().say("where is my order", "i want a refund").node == "why"


# --- look-ups ---


def test_what_was_looked_up_is_told(call: Call) -> None:
    """After the number was given."""
    talk = call().say("where is my order", "1234")

    (asked,) = (one for one in talk.history if isinstance(one, LookUp))
    assert (asked.node, asked.source, asked.key) == ("order", "orders", "1234")
    assert {play.barge_in for play in asked.meanwhile} == {BargeIn.NEVER}
    assert talk.said == "Order 1 2 3 4 is on its way. Anything else?"


def test_what_is_not_there_is_told_and_asked_anew(call: Call) -> None:
    """The number that led to nothing is forgotten."""
    talk = call().say("where is my order", "9999")
    assert talk.said == "There is no such order. What is your four digit order number?"

    assert talk.say("5678").said == "Order 5 6 7 8 is lost. Anything else?"


def test_a_look_up_that_fails_leads_to_a_person(call: Call) -> None:
    """Who knows what was wanted and with which number."""
    talk = call().say("where is my order")
    talk.dialogue.handle(heard("1234"))
    talk.tell(LookupReturned(failed=True))

    assert talk.transfer is not None
    assert (talk.transfer.priority, talk.transfer.slots) == ("high", {"number": "1234"})
    assert talk.transfer.reason == "a look-up failed"


# --- ways ---


def test_yes_and_no_lead_on(call: Call) -> None:
    """Where the node says so."""
    assert (
        (talk := call().say("cancel my order", "yes")).node,
        talk.said,
    ) == ("cancelled", "It is cancelled. Goodbye.")
    assert call().say("cancel my order", "no").node == "anything_else"


@pytest.mark.parametrize(
    ("language", "wish", "question"),
    [
        (Language.ENGLISH, "cancel my order", "is that right"),
        (Language.ENGLISH, "cancel my order", "are you sure"),
        (Language.MANDARIN, "取消订单", "可以吗"),
        (Language.MANDARIN, "取消订单", "行不行"),
    ],
)
def test_a_question_is_neither_yes_nor_no(call: Call, language: Language, wish: str, question: str) -> None:
    """Though it holds the word of one."""
    assert call(language).say(wish, question).node in ("sure", "unclear")


def test_else_leads_on_when_nothing_was_understood(call: Call) -> None:
    """Instead of the house's own words."""
    talk = call().say("cancel my order", "bananas")

    assert (talk.node, talk.said) == ("unclear", "Please say yes or no.")


def test_a_node_listens_for_its_own_intents_only(call: Call) -> None:
    """Something else that would be understood elsewhere is not done here."""
    assert call().say("cancel my order", "i want to complain").node == "unclear"
    assert call().say("cancel my order", "i want a refund").node == "why"


def test_a_node_has_its_own_patience_and_manners(call: Call) -> None:
    """Timing and barge-in as its author wrote."""
    talk = call().say("cancel my order")

    assert talk.listen.patience == Patience(no_input_ms=3000, end_silence_ms=400, max_ms=9000)
    assert [play.barge_in for play in talk.plays] == [BargeIn.NEVER]
    assert [play.barge_in for play in call().plays] == [BargeIn.SPEECH]


def test_a_node_that_is_visited_again_speaks_in_other_words(call: Call) -> None:
    """While it has other words."""
    talk = call().say("where is my order", "1234", "i want a refund", "broken", "yes")

    assert talk.said == "I noted: broken. What else can I do?"


def test_a_call_that_got_its_answer_is_contained(call: Call) -> None:
    """Whether the caller says goodbye or just leaves."""
    talks = [call().say("where is my order", "1234") for _ in range(2)]

    assert EndCall(Disposition.CONTAINED, EndReason.GOODBYE) == talks[0].say("goodbye").end
    assert EndCall(Disposition.CONTAINED, EndReason.HUNG_UP) == talks[1].hang_up().end


def test_a_caller_who_leaves_before_the_answer_is_abandoned(call: Call) -> None:
    """The line gave them nothing."""
    assert EndCall(Disposition.ABANDONED, EndReason.HUNG_UP) == call().say("where is my order").hang_up().end


# --- transfers and failures ---


@pytest.mark.parametrize(
    ("position", "told"),
    [(1, "You are next in line. Please hold."), (3, "You are number 3 in line. Please hold.")],
)
def test_who_waits_is_told_their_place(call: Call, position: int, told: str) -> None:
    """In the words of the house."""
    talk = call()
    talk.dialogue.handle(heard("agent"))

    assert Play(told, "welcome", barge_in=BargeIn.NEVER) in talk.dialogue.handle(TransferQueued(position))


def test_a_transfer_that_fails_is_told_honestly(call: Call) -> None:
    """No "please hold" when nobody will come."""
    talk = call()
    talk.dialogue.handle(heard("agent"))
    play, end = talk.dialogue.handle(TransferFailed())

    assert isinstance(play, Play)
    assert "cannot reach our people right now" in play.text
    assert EndCall(Disposition.FAILED, EndReason.FAILURE) == end


def test_when_the_ears_break_a_person_takes_over(call: Call) -> None:
    """At once, without asking a caller who cannot be heard."""
    talk = call().say("where is my order").tell(RecognitionFailed())

    assert talk.transfer is not None
    assert (talk.transfer.priority, talk.transfer.reason) == ("high", "the line's speech recognition failed")


def test_when_the_records_break_the_caller_is_told(call: Call) -> None:
    """And not just cut off."""
    play, end = call().say("where is my order").dialogue.handle(RecordsFailed())

    assert isinstance(play, Play)
    assert EndCall(Disposition.FAILED, EndReason.FAILURE) == end


def test_the_person_gets_the_whole_story(call: Call, language: Language) -> None:
    """What is wanted, every value, what was looked up, the caller's own words: nothing need be asked again."""
    words = {
        Language.ENGLISH: ("where is my order", "1234", "agent", "know where your order is"),
        Language.MANDARIN: ("我的订单到哪了", "1234", "人工", "查询订单"),
    }[language]
    talk = call(language).say(*words[:3])

    assert talk.transfer is not None
    for part in (words[3], "1234", "on its way", words[0]):
        assert part in talk.transfer.summary
    assert talk.transfer.slots == {"number": "1234"}


# --- promises ---


def every_event() -> list[Event]:
    """One of each kind."""
    return [
        CallStarted(),
        heard("hello"),
        NoInput(),
        LookupReturned(),
        TransferQueued(1),
        TransferFailed(),
        RecognitionFailed(),
    ]


@pytest.mark.parametrize("event", every_event(), ids=lambda event: type(event).__name__)
@pytest.mark.parametrize(
    ("way", "legal"),
    [
        ([], {CallStarted}),
        ([CallStarted()], {Heard, NoInput, RecognitionFailed}),
        ([CallStarted(), heard("track order 1234")], {LookupReturned}),
        ([CallStarted(), heard("agent")], {TransferQueued, TransferFailed}),
        ([CallStarted(), heard("goodbye")], set()),
    ],
    ids=["start", "caller", "lookup", "transfer", "over"],
)
def test_an_event_that_cannot_happen_now_is_refused_and_changes_nothing(
    call: Call, event: Event, way: list[Event], legal: set[type[Event]]
) -> None:
    """It is our own bug, and the call goes on as if it had not happened."""
    model = call()
    dialogue = Dialogue(model.flow, model.interpreter)
    for step in way:
        dialogue.handle(step)
    before = repr(dialogue._state)

    if type(event) in legal:
        dialogue.handle(event)
    else:
        with pytest.raises(ContractError, match=f"{type(event).__name__} cannot happen"):
            dialogue.handle(event)
        assert before == repr(dialogue._state)


def test_hanging_up_is_always_possible_and_ends_a_call_once(call: Call) -> None:
    """Before, during and after everything."""
    talk = call().hang_up()

    assert EndCall(Disposition.ABANDONED, EndReason.HUNG_UP) == talk.end
    assert talk.dialogue.handle(HungUp()) == []


def test_every_decision_comes_with_its_reason(call: Call) -> None:
    """In words that can be shown."""
    talk = call().say("mumble", "no", "bananas", "i want a refund", "broken", "yes", "no")

    assert all(one.decision.reason for one in talk.history if isinstance(one, Explain))


def test_a_turn_ends_with_somebody_elses_move(call: Call) -> None:
    """The last action is to listen, to look up, to transfer or to end: the dialogue never waits for itself."""
    dialogue = call().dialogue
    for text in ("mumble", "toss", "help", "cancel my order", "bananas", "goodbye"):
        assert isinstance(dialogue.handle(heard(text))[-1], Listen | LookUp | TransferTo | EndCall)


KNOWING = """\
flow: shop
language: en
start: welcome
hand_over: {queue: general}
intents:
  track: {means: track, examples: [where is my order, track my parcel, where is my parcel]}
  more: {means: hear more, examples: [tell me more, more details, give me details]}
slots:
  number: {type: digits, length: 4, ask: Which number?}
nodes:
  welcome: {say: Hello., listen: {}, go: {track: ask}}
  ask: {collect: [number], go: shown}
  shown: {say: "It is {slot.number}.", listen: {}, go: {more: more}}
  more: {say: "More of {slot.number}.", collect: [number], listen: {}, go: {track: ask, more: again}}
  again: {say: "Again {slot.number}.", listen: {}, go: {more: more}}
"""


@pytest.mark.parametrize(("said", "confidence"), [("go back", 1.0), ("tell me more 5678", 0.4)])
def test_a_prompt_never_speaks_of_what_is_not_known(converse: Call, said: str, confidence: float) -> None:
    """Whatever way the caller takes through a flow that the linter has passed."""
    talk = converse(KNOWING).say("where is my order", "1234", "tell me more")

    assert talk.say(said, confidence=confidence).listens
