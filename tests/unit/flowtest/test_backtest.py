"""What a draft would change in calls on record."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import pytest

from ivr.flow.model import Flow
from ivr.flowtest.backtest import Bench, Comparison, Effect, PastCall, backtest, compared
from ivr.lookups.lookup import Lookup
from ivr.publishing.version import Files
from ivr.records.model import Turn
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import BrokenLookup, Conversation, StaticLookup
from ivr.understanding.interpreter import Interpreter

ROWS = {"1234": {"number": "1234", "status": "on its way"}}
ORDER = ("where is my order", "one two three four")
"""What a caller says who wants to know where the order is."""


SWAPPED = {"track_order: order": "track_order: sure", "cancel_order: sure": "cancel_order: order"}
"""A draft that asks whether an order is to be cancelled when somebody wants to know where it is."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A flow, ready to be replayed on."""

    flow: Flow
    understanding: Interpreter
    lookups: Mapping[str, Lookup]


@pytest.fixture
def side(converse: Callable[[str], Conversation], shop: str) -> Callable[..., Shop]:
    """The English shop, or its text with some changes."""

    def opened(changes: dict[str, str] | None = None, lookup: Lookup | None = None) -> Shop:
        text = shop
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new)
        talk = converse(text)
        assert isinstance(talk.interpreter, Interpreter)
        return Shop(talk.flow, talk.interpreter, dict.fromkeys(talk.flow.lookups, lookup or StaticLookup(ROWS)))

    return opened


def on_record(shop: Shop, *said: str, name: str = "call") -> PastCall:
    """A call as the line kept it, through this very flow; an empty sentence is silence."""
    talk = Conversation(shop.flow, shop.understanding, ROWS).start()
    turns: list[Turn] = []
    for text in said:
        node = talk.node
        kept = asdict(Transcript.typed(text, Language.ENGLISH)) | {"taken": 1} if text else {}
        talk = talk.say(text) if text else talk.silent()
        turns.append(Turn(name, len(turns) + 1, node, talk.node, "", kept))
    return PastCall(name, datetime(2026, 3, 2, 9, tzinfo=UTC), tuple(turns))


def told(one: Comparison) -> tuple[tuple[Effect, ...], str, str, int]:
    """What matters of a comparison."""
    return one.effects, one.before, one.after, one.more_turns


def test_a_draft_that_is_the_same_changes_nothing(side: Callable[..., Shop]) -> None:
    """Not the way, not the length."""
    live = side()
    one = compared(on_record(live, *ORDER), live, side())

    assert (one.effects, one.before == one.after, one.more_turns, one.more_seconds) == ((Effect.SAME,), True, 0, 0)


def test_other_words_change_only_the_length(side: Callable[..., Shop]) -> None:
    """Counted at the pace of a typed call; from five seconds on it counts as longer."""
    live = side()
    call = on_record(live, *ORDER)
    longer = "What is your four digit order number? " + "It stands on the letter that came with it. " * 3
    some = compared(call, live, side({"What is your four digit order number?": "What is the number?"}))
    much = compared(call, live, side({"What is your four digit order number?": longer.strip()}))

    assert some.effects == (Effect.SAME,)
    assert some.more_seconds != 0
    assert (much.effects, much.more_seconds > 5) == ((Effect.LONGER,), True)


def test_a_call_to_another_queue_is_told(side: Callable[..., Shop]) -> None:
    """From where to where."""
    live = side()
    call = on_record(live, "i want to speak to an agent")

    assert told(compared(call, live, side({"queue: general": "queue: reception"}))) == (
        (Effect.ROUTED,),
        "queue general",
        "queue reception",
        0,
    )


def test_what_the_recording_does_not_answer_is_not_guessed(side: Callable[..., Shop]) -> None:
    """The draft asks for something else: the replay stops at that turn, and says where."""
    live = side()
    call = on_record(live, *ORDER)
    one = compared(call, live, side(SWAPPED))

    assert (one.effects, one.at_turn) == ((Effect.CANNOT_KNOW,), 1)
    assert (one.after, one.more_turns, one.more_seconds) == ("sure", 0, 0)


def test_a_call_of_another_version_is_not_compared(side: Callable[..., Shop]) -> None:
    """The record went a way that the live version does not go."""
    live = side()
    older = side(SWAPPED)

    assert compared(on_record(older, "where is my order", "yes"), live, live).effects == (Effect.OTHER_VERSION,)


def test_silence_is_replayed_as_silence(side: Callable[..., Shop]) -> None:
    """A turn without a transcript."""
    live = side()
    call = on_record(live, "", "", "")
    one = compared(call, live, side())

    assert (one.effects, one.at_turn) == ((Effect.SAME,), 3)


def test_a_table_that_cannot_be_read_is_a_failure_in_the_call(side: Callable[..., Shop]) -> None:
    """The draft's callers go to a person; nothing breaks here."""
    live = side()
    effects = compared(on_record(live, *ORDER), live, side(lookup=BrokenLookup())).effects

    assert {Effect.ROUTED, Effect.TRANSFERRED} <= set(effects)


def test_the_order_of_calls_does_not_depend_on_who_replays_them(side: Callable[..., Shop]) -> None:
    """Many calls over one worker or several: the same, in the order of the calls."""
    live, draft = side(), side({"queue: general": "queue: reception"})
    said = [ORDER, ("i want to speak to an agent",), ("i want my money back",)]
    calls = [on_record(live, *said[at % 3], name=f"call {at}") for at in range(50)]
    bench = Bench(
        Files("live", {"live": b""}),
        Files("draft", {"draft": b""}),
        lambda *_: lambda call: compared(call, live, draft),
    )
    found = []
    for jobs in (1, 3):
        with ThreadPoolExecutor(jobs) as pool:
            found.append(list(backtest(calls, bench, pool)))

    assert found[0] == found[1]
    assert [one.call for one in found[0]] == [call.id for call in calls]
    assert {one.effects for one in found[0][1::3]} == {(Effect.ROUTED,)}
