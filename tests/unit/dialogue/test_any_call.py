"""Whatever happens: a call never raises, never speaks emptily, never says a reprompt twice, and comes to an end."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.dialogue.actions import Action, EndCall, Explain, Listen, LookUp, Play, TransferTo
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import (
    CallStarted,
    Event,
    Heard,
    HungUp,
    LookupReturned,
    NoInput,
    RecognitionFailed,
    TransferFailed,
    TransferQueued,
)
from ivr.prompts.wording import house_wording
from ivr.speech.transcript import Transcript
from ivr.terms import EndReason, Language
from ivr.testing import Conversation

TEXTS = {
    Language.ENGLISH: [
        "where is my order", "i want a refund", "i want to complain", "cancel my order", "my order", "mumble", "mutter",
        "murmur", "grumble", "toss", "yes", "no", "no i want a refund", "broken", "too small", "1234", "9999",
        "one two", "one two three", "one two three four five six", "bananas", "", "repeat", "help", "go back",
        "start over", "the driver was rude", "you idiot", "fuck you",
        "where is my order and i want a refund", "i want a refund and also cancel my order",
        "track order 1234 and i want to complain",
    ],
    Language.MANDARIN: [
        "我的订单到哪了", "我要退款", "我要投诉", "取消订单", "订单", "mumble", "mutter", "murmur", "grumble", "toss",
        "是的", "不是", "不是我要退款", "坏了", "太小", "一二三四", "九九九九", "一二", "一二三", "一二三四五六",
        "香蕉", "", "重复", "帮助", "返回", "重新开始", "快递员态度差", "你这个白痴", "滚开",
        "我的订单到哪了还有我要退款", "我要退款另外取消订单", "查询订单一二三四还有我要投诉",
    ],
}  # fmt: skip

REPROMPTS = (
    "no_match", "no_input", "not_that", "slot_again", "too_short", "too_long", "slot_no_match", "slot_no_input",
    "hand_over_after_trouble", "transfer_failed", "silence_end", "abuse_warning", "abuse_end", "nonsense_end",
)  # fmt: skip
"""The keys of the house wording that tell a caller of a failure."""


def events(language: Language) -> st.SearchStrategy[Event]:
    """What a caller may do, saying things that are understood well and badly; rarely hanging up."""
    heard = st.builds(
        lambda text, confidence: Heard(Transcript(text, language, confidence if text else 0.0)),
        st.one_of(st.sampled_from(TEXTS[language]), st.text(max_size=20)),
        st.sampled_from([1.0, 1.0, 0.55, 0.2]),
    )
    rare = st.sampled_from([NoInput(), NoInput(), NoInput(), RecognitionFailed(), HungUp()])
    return st.one_of(heard, heard, heard, heard, heard, heard, heard, heard, rare)


def answer(data: st.DataObject, last: Action) -> Event:
    """What a look-up or the desk says."""
    if isinstance(last, LookUp):
        found = LookupReturned({"number": last.key, "status": "on its way"})
        returned: list[Event] = [found, found, LookupReturned(), LookupReturned(failed=True)]
    else:
        returned = [TransferQueued(1), TransferQueued(7), TransferFailed(), HungUp()]
    return data.draw(st.sampled_from(returned))


def template(text: str, language: Language) -> str:
    """The key and number of the house wording that a prompt was made from; empty when it is a flow's own."""
    for key in REPROMPTS:
        for number, variant in enumerate(house_wording(language)[key]):
            head, _, rest = variant.partition("{")
            tail = rest.rpartition("}")[2]
            if head and text.startswith(head) and text.endswith(tail):
                return f"{key} {number}"
    return ""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_call_is_a_good_call(call: Callable[..., Conversation], language: Language, data: st.DataObject) -> None:
    """Forty random calls in each language, up to 60 turns each."""
    model = call(language)
    dialogue = Dialogue(model.flow, model.interpreter)
    actions = dialogue.handle(CallStarted())
    failures: Counter[str] = Counter()
    for _ in range(60):
        assert actions, "somebody must have the next move"
        assert isinstance(actions[-1], Listen | LookUp | TransferTo | EndCall)
        for play in (action for action in actions if isinstance(action, Play)):
            assert play.text.strip()
            assert "{" not in play.text
            if name := template(play.text, language):
                failures[name] += 1
        if isinstance(actions[-1], EndCall):
            break
        event = data.draw(events(language)) if isinstance(actions[-1], Listen) else answer(data, actions[-1])
        actions = dialogue.handle(event)
        if any(isinstance(action, Explain) and action.decision.intent == "repeat" for action in actions):
            actions = [action for action in actions if not isinstance(action, Play)]

    assert [name for name, times in failures.items() if times > 1] == []


@pytest.mark.parametrize(
    "turn", ["bananas", "", None, "no", "yes", "toss", "mumble", "1", "help", "repeat", "go back", "start over"]
)
@pytest.mark.parametrize(
    "first", [None, "where is my order", "i want a refund", "cancel my order", "i want to complain"]
)
def test_who_only_ever_says_one_thing_gets_out_of_every_node(
    call: Callable[..., Conversation], first: str | None, turn: str | None
) -> None:
    """No loop is endless: 41 equal turns end every call or bring a person."""
    talk = call()
    if first is not None:
        talk.say(first)
    for _ in range(41):
        if talk.end is None:
            talk.silent() if turn is None else talk.say(turn)

    assert talk.end is not None


@pytest.mark.parametrize("turns", [1, 3, 7])
def test_a_call_in_which_all_goes_well_goes_to_a_person_after_so_many_turns(
    call: Callable[..., Conversation], turns: int
) -> None:
    """Round and round, with everything understood: no flow has a loop without a cap of turns."""
    talk = call(changes={"when_done: anything_else": f"when_done: anything_else\nlimits: {{turns: {turns}}}"})
    for at in range(turns):
        assert talk.end is None
        talk.say("where is my order" if at % 2 == 0 else "1 2 3 4")
    assert talk.end is None

    talk.say("where is my order")

    assert talk.end is not None
    assert talk.end.reason is EndReason.HANDED_OVER
