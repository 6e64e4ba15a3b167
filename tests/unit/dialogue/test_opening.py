"""Opening hours in a call: nobody is left in a queue that nobody attends to, without being told."""

from collections.abc import Callable
from datetime import datetime

import pytest

from ivr.dialogue.actions import TransferTo
from ivr.terms import Disposition, Language
from ivr.testing import Conversation

Call = Callable[..., Conversation]

OPEN, NIGHT = datetime(2026, 3, 2, 10), datetime(2026, 3, 2, 20)
WEEK = 'hours: {shop: {timezone: Europe/London, week: {mon-fri: "08:00-18:00"}, holidays: {2026-12-25: closed}}}\n'
TOLD = {
    Language.ENGLISH: "Nobody is here. We open {hours.shop.opens}.",
    Language.MANDARIN: "现在没人，{hours.shop.opens}开门。",
}
SAID = {
    Language.ENGLISH: "Nobody is here. We open tomorrow at 8 o'clock in the morning. Anything else?",
    Language.MANDARIN: "现在没人，明天早上8点开门。 还有别的事吗？",
}
DESK = {Language.ENGLISH: "skills: [english]", Language.MANDARIN: "skills: [chinese]"}
LISTENING = {
    Language.ENGLISH: "say: [Anything else?, What else can I do?]",
    Language.MANDARIN: "say: [还有别的事吗？, 还需要什么？]",
}
COMPLAIN = {Language.ENGLISH: "i want to complain", Language.MANDARIN: "我要投诉"}
AGENT = {Language.ENGLISH: "agent", Language.MANDARIN: "人工"}


def shop_with_hours(language: Language) -> dict[str, str]:
    """Changes that give the shop hours, for its desk and for its complaints."""
    return {
        "slots:\n": WEEK + "slots:\n",
        DESK[language]: DESK[language] + ", hours: shop, out_of_hours: closed",
        "transfer: {queue: complaints,": "transfer: {queue: complaints, hours: shop, out_of_hours: closed,",
        "  bye:\n": f'  closed: {{say: "{TOLD[language]}", go: anything_else}}\n  bye:\n',
    }


def test_while_somebody_is_there_a_caller_is_put_through(call: Call, language: Language) -> None:
    """As without hours."""
    talk = call(language, shop_with_hours(language), OPEN).say(AGENT[language])

    assert talk.transfer
    assert talk.end
    assert talk.end.disposition is Disposition.TRANSFERRED


def test_out_of_hours_a_caller_is_told_when_it_opens(call: Call, language: Language) -> None:
    """Asking for a person, and where the flow transfers; nobody is left in the queue."""
    asking = call(language, shop_with_hours(language), NIGHT).say(AGENT[language])
    led = call(language, shop_with_hours(language), NIGHT).say(COMPLAIN[language], "x")

    assert asking.said == led.said == SAID[language]
    assert asking.transfer is None
    assert led.transfer is None
    assert asking.explained.decision.reason == "hours.shop is 'closed': on to closed"


def test_who_has_been_told_and_is_not_understood_is_noted_for_later(call: Call) -> None:
    """The line gives up for good: a ticket waits for the morning, and the caller hears that."""
    talk = call(Language.ENGLISH, shop_with_hours(Language.ENGLISH), NIGHT).say("agent")
    while not talk.end:
        talk.silent()

    assert [type(action) for action in talk.history].count(TransferTo) == 1
    assert talk.said.endswith(
        "Nobody is there just now. What you told me is kept, and my colleagues will see to it first thing."
    )


def test_a_branch_asks_whether_it_is_open(call: Call) -> None:
    """`hours.shop` is open or closed."""
    changes = {
        "slots:\n": WEEK + "slots:\n",
        "    say: Shall I really cancel it?\n": (
            "    branch: [{value: hours.shop, is: closed, go: bye}]\n    say: Shall I really cancel it?\n"
        ),
    }

    assert call(changes=changes, now=OPEN).say("cancel my order").said == "Shall I really cancel it?"
    assert call(changes=changes, now=NIGHT).say("cancel my order").said == "Goodbye."


@pytest.mark.parametrize("now", [OPEN, NIGHT, None])
def test_any_call_with_hours_ends(call: Call, now: datetime | None) -> None:
    """Also where the caller asks for a person again and again."""
    talk = call(Language.ENGLISH, shop_with_hours(Language.ENGLISH), now)
    for _ in range(60):
        if talk.end is None:
            talk.say("agent")

    assert talk.end
