"""Which answered question a sentence asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from ivr.terms import Language
from ivr.understanding.knowledge import MOST, EntrySpec, KnowledgeBase
from ivr.understanding.text import normalise

ENGLISH = KnowledgeBase(
    [
        EntrySpec("parking", ("where can i park", "is there parking", "do you have a car park")),
        EntrySpec("wrapping", ("do you wrap presents", "how much is gift wrapping", "can you pack it as a gift")),
        EntrySpec("abroad", ("do you ship to other countries", "do you deliver abroad", "can i order from france")),
    ],
    ["where is my order", "track my parcel", "i want my money back", "when are you open", "tell me a joke",
     "what is the weather like", "i would like to complain", "who are you", "play some music", "cancel my order"],
    Language.ENGLISH,
)  # fmt: skip

MANDARIN = KnowledgeBase(
    [
        EntrySpec("parking", ("哪里可以停车", "有停车场吗", "停车收费吗")),
        EntrySpec("wrapping", ("有没有礼品包装", "可以包装成礼物吗", "礼品包装多少钱")),
        EntrySpec("abroad", ("能送到国外吗", "国外能买吗", "你们发国际快递吗")),
    ],
    ["我的订单到哪了", "查快递", "我要退款", "你们几点开门", "讲个笑话", "今天天气怎么样", "我要投诉", "你是谁",
     "放一首歌", "取消订单"],
    Language.MANDARIN,
)  # fmt: skip

ALL = frozenset({"parking", "wrapping", "abroad"})


def best(base: KnowledgeBase, text: str, allowed: frozenset[str] = ALL) -> tuple[str, float]:
    """The likeliest entry and how likely it is."""
    found = base.search(normalise(text), allowed)
    return (found[0].entry, found[0].score) if found else ("", 0.0)


@pytest.mark.parametrize(
    ("base", "text", "entry"),
    [
        (ENGLISH, "is there somewhere i can park", "parking"),
        (ENGLISH, "could you wrap it as a present", "wrapping"),
        (ENGLISH, "can you ship it to another country", "abroad"),
        (ENGLISH, "do you wrapp presants", "wrapping"),
        (MANDARIN, "停车的地方有没有", "parking"),
        (MANDARIN, "能帮我包装成礼品吗", "wrapping"),
        (MANDARIN, "可以送国外去吗", "abroad"),
        (MANDARIN, "有没有里品包庄", "wrapping"),
    ],
)
def test_other_words_for_a_question_find_it(base: KnowledgeBase, text: str, entry: str) -> None:
    """Also with slips of the pen, and with characters that only sound the same."""
    found, score = best(base, text)

    assert found == entry
    assert score >= 0.5


@pytest.mark.parametrize(
    ("base", "text"),
    [(ENGLISH, "where is my parcel"), (ENGLISH, "i had fish for lunch"), (ENGLISH, "tell me the news"),
     (MANDARIN, "我的包裹到哪了"), (MANDARIN, "我中午吃了鱼"), (MANDARIN, "讲个故事")],
)  # fmt: skip
def test_what_is_no_question_of_these_finds_next_to_nothing(base: KnowledgeBase, text: str) -> None:
    """Neither what other parts of a flow are for, nor what nobody here is for."""
    assert best(base, text)[1] < 0.3


def test_what_is_found_names_the_nearest_question() -> None:
    """That is what a decision's reason tells."""
    assert ENGLISH.search("how much is the gift wrapping", ALL)[0].question == "how much is gift wrapping"


def test_an_entry_that_is_not_allowed_does_not_exist() -> None:
    """Not even as something that another entry could be mistaken for."""
    twins = KnowledgeBase(
        [EntrySpec("winter", ("how long does delivery take",)), EntrySpec("summer", ("how long does delivery take",))],
        ["where is my order", "tell me a joke"],
        Language.ENGLISH,
    )

    both = best(twins, "how long does delivery take", frozenset({"winter", "summer"}))[1]
    alone = best(twins, "how long does delivery take", frozenset({"summer"}))
    assert (alone[0], alone[1] > 0.9, both < 0.6) == ("summer", True, True)


def test_nothing_allowed_or_nothing_said_finds_nothing() -> None:
    """A flow without knowledge, a day without answers, a sound without words."""
    assert ENGLISH.search("where can i park", frozenset()) == ()
    assert ENGLISH.search("", ALL) == ()
    assert KnowledgeBase([], ["hello"], Language.ENGLISH).search("hello", frozenset()) == ()


def test_the_same_questions_give_the_same_scores() -> None:
    """Whoever learned them, whenever."""
    again = KnowledgeBase(
        [EntrySpec("a", ("is there parking",)), EntrySpec("b", ("is there food",))], ["hi"], Language.ENGLISH
    )
    other = KnowledgeBase(
        [EntrySpec("a", ("is there parking",)), EntrySpec("b", ("is there food",))], ["hi"], Language.ENGLISH
    )
    allowed = frozenset({"a", "b"})

    assert again.search("is there a park", allowed) == other.search("is there a park", allowed)


@given(text=st.text(max_size=600))
def test_any_text_is_searched_for(text: str) -> None:
    """Scores are probabilities, in order, of entries that are there."""
    for base in (ENGLISH, MANDARIN):
        found = base.search(normalise(text), ALL)

        assert len(found) <= MOST
        assert sorted((match.score for match in found), reverse=True) == [match.score for match in found]
        assert all(0 <= match.score <= 1 and match.entry in ALL for match in found)


def test_what_was_learnt_beforehand_is_not_learnt_again_at_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first caller does not wait for it."""
    base = KnowledgeBase([EntrySpec("parking", ("where can i park",))], ["tell me a joke"], Language.ENGLISH)
    base.learn({"parking", "unheard of"})
    monkeypatch.setattr(LogisticRegression, "fit", None)

    assert best(base, "where can i park", frozenset({"parking"}))[0] == "parking"


def test_there_may_be_nothing_to_learn() -> None:
    """On a day on which no entry is in force."""
    ENGLISH.learn(frozenset())

    assert ENGLISH.search("where can i park", frozenset()) == ()
