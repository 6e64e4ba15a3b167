"""Two wishes in one sentence, and sentences that only look like two."""

import pytest

from ivr.speech.transcript import Transcript, Word
from ivr.terms import Language
from ivr.understanding.requests import MOST, PAUSE_MS, breaks_in, find_beside, find_parts

KNOWN = {
    "return the shoes": (("refund", 0.98),),
    "i want to return the shoes": (("refund", 0.98),),
    "change my address": (("address", 0.98),),
    "i need an invoice": (("invoice", 0.98),),
    "i sent it back": (("refund", 0.98),),
    "you owe me money": (("payment", 0.98),),
    "hello": (("greeting", 0.98),),
    "get me a person": (("agent", 0.95),),
    "退鞋子": (("refund", 0.98),),
    "改地址": (("address", 0.98),),
    "i sent it back and you owe me money": (("status", 0.95), ("refund", 0.01)),
}
"""What these stretches mean; of every other nobody knows more than that it may be anything a bit."""

BIT_OF_ALL = (("refund", 0.3), ("address", 0.3), ("invoice", 0.3))

WISHES = {"refund", "address", "invoice", "payment", "status", "agent"}


def rank(said: str) -> tuple[tuple[str, float], ...]:
    """As a classifier that knows little: what holds several known stretches is most like the last of them."""
    held = [KNOWN[known][0][0] for known in KNOWN if known in said]
    blend = tuple((intent, round(0.8 - 0.1 * at, 1)) for at, intent in enumerate(reversed(held)))
    return KNOWN.get(said) or (blend if len(set(held)) > 1 else BIT_OF_ALL)


def wishes(text: str, language: Language = Language.ENGLISH, breaks: frozenset[int] = frozenset()) -> list[str]:
    """The wishes found in a sentence."""
    return [part.intent for part in find_parts(text, language, breaks, rank, WISHES)]


@pytest.mark.parametrize(
    "text",
    [
        "return the shoes and change my address",
        "return the shoes and also change my address",
        "return the shoes oh and by the way change my address",
        "return the shoes then change my address",
        "i want to return the shoes change my address",
    ],
)
def test_two_wishes_are_found_in_their_order(text: str) -> None:
    """Whatever stands between them."""
    assert wishes(text) == ["refund", "address"]


@pytest.mark.parametrize("joint", ["还有", "另外", "然后", "顺便", "并且", "对了"])
def test_two_wishes_are_found_in_chinese(joint: str) -> None:
    """There are no spaces to go by."""
    assert wishes(f"退鞋子{joint}改地址", Language.MANDARIN) == ["refund", "address"]


def test_each_wish_is_where_it_was_said() -> None:
    """The joining word belongs to neither."""
    text = "return the shoes and also change my address"
    found = find_parts(text, Language.ENGLISH, (), rank, WISHES)

    assert [text[part.start : part.end].strip() for part in found] == ["return the shoes", "change my address"]


def test_three_wishes_are_found_and_no_more() -> None:
    """Who wants more is asked at the end what else there is."""
    three = "return the shoes and change my address and i need an invoice"

    assert wishes(three) == ["refund", "address", "invoice"]
    assert len(wishes(f"{three} and get me a person")) <= MOST


@pytest.mark.parametrize(
    "text",
    [
        "return the shoes",
        "return the shoes and change my mind",
        "return the shoes and return the shoes",
        "hello and change my address",
        "i sent it back and you owe me money",
        "and",
        "",
    ],
)
def test_one_wish_stays_one(text: str) -> None:
    """One side unclear, both the same, a greeting, or a whole that is something else."""
    assert wishes(text) == []


def test_a_person_is_found_beside_a_wish() -> None:
    """Though the wish for a person drowns the other in the whole."""
    assert wishes("return the shoes and get me a person") == ["refund", "agent"]


def test_a_comma_and_a_pause_part_wishes() -> None:
    """Typed text has the one, speech the other."""
    typed = Transcript.typed("Return the shoes, change my address.", Language.ENGLISH)
    said = "return the shoes change my address".split()
    long_pause = PAUSE_MS + 100
    words = tuple(
        Word(word, 300 * at + long_pause * (at > 2), 300 * at + long_pause * (at > 2) + 280, 1.0)
        for at, word in enumerate(said)
    )
    spoken = Transcript.of_words(words, Language.ENGLISH)

    assert breaks_in(typed) == breaks_in(spoken) == {len("return the shoes")}
    assert wishes(spoken.text, breaks=breaks_in(spoken)) == ["refund", "address"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1234 and i need an invoice", ["invoice"]),
        ("i need an invoice and the number is 1234", ["invoice"]),
        ("i need an invoice and it is 1234 also change my address", ["invoice", "address"]),
        ("1234 and return the shoes and change my address", ["refund", "address"]),
        ("1234 please", []),
        ("1234", []),
        ("1234 hello", []),
    ],
)
def test_wishes_beside_a_value(text: str, found: list[str]) -> None:
    """Before it and after it; what is no wish is none."""
    start = text.index("1234")
    beside = find_beside(text, Language.ENGLISH, frozenset(), rank, WISHES, span=(start, start + 4))

    assert [part.intent for part in beside] == found
