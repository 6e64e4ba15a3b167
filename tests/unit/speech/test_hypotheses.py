"""Ranked hypotheses as libvosk gives them, and what follows from them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.hypotheses import Hypothesis, TimeBase, chain, read_result
from ivr.speech.transcript import Word
from ivr.terms import Language

WORD_S = 0.5
"""Seconds that each word of these results lasts."""


def heard(score: float, text: str) -> dict[str, object]:
    """A hypothesis of a libvosk result: words of half a second, one after the other."""
    words = text.split()
    timed = [{"word": word, "start": at * WORD_S, "end": (at + 1) * WORD_S} for at, word in enumerate(words)]
    return {"confidence": score, "text": text, "result": timed}


def cut(score: float, *words: str) -> dict[str, object]:
    """A Chinese hypothesis of these words: half a second for each character."""
    timed, at = [], 0
    for word in words:
        timed.append({"word": word, "start": at * WORD_S, "end": (at + len(word)) * WORD_S})
        at += len(word)
    return {"confidence": score, "text": " ".join(words), "result": timed}


def read(*alternatives: dict[str, object]) -> tuple[Hypothesis, ...]:
    """The hypotheses of such a result."""
    return read_result({"alternatives": list(alternatives)}, TimeBase())


def texts(hypotheses: tuple[Hypothesis, ...]) -> list[str]:
    """Their words."""
    return [" ".join(word.text for word in one.words) for one in hypotheses]


def test_scores_are_logarithms_of_likelihoods() -> None:
    """A hypothesis that is e times likelier has e times the share."""
    first, second = read(heard(101.0, "refund"), heard(100.0, "return"))

    assert first.probability == pytest.approx(math.e * second.probability)
    assert first.probability + second.probability == pytest.approx(1.0)


def test_a_word_is_as_sure_as_the_hypotheses_that_share_it() -> None:
    """At the same time: "to" at the end is another word than "to" in the middle."""
    best = read(heard(1.0, "want to pay"), heard(1.0, "want a pay"), heard(1.0, "want pay to"), heard(1.0, "went to"))[
        0
    ]

    assert [word.confidence for word in best.words] == [0.75, 0.5, 0.5]


def test_where_chinese_is_cut_into_words_makes_no_word_less_sure() -> None:
    """Two ways to cut what was said are one hypothesis; another character is another word."""
    best, other = read(cut(1.0, "没有", "了"), cut(1.0, "没", "有了"), cut(1.0, "没有", "的"))

    assert [word.text for word in best.words] == ["没有", "了"]
    assert [word.confidence for word in best.words] == pytest.approx([1.0, 2 / 3], abs=1e-4)
    assert best.probability == pytest.approx(2 / 3)
    assert [word.text for word in other.words] == ["没有", "的"]


def test_a_chinese_word_is_as_sure_as_its_least_sure_character() -> None:
    """A word of which half was heard is not known."""
    (word,) = read(cut(1.0, "退款"), cut(1.0, "退货"))[0].words

    assert word.confidence == 0.5


def test_times_are_scaled_and_count_from_the_beginning_of_the_call() -> None:
    """In every hypothesis."""
    result = {"alternatives": [heard(2.0, "where is"), heard(1.0, "wears")]}

    first, second = read_result(result, TimeBase(offset_ms=1000, scale=1 / 3))

    assert [(word.start_ms, word.end_ms) for word in first.words] == [(1000, 1167), (1167, 1333)]
    assert [(word.start_ms, word.end_ms) for word in second.words] == [(1000, 1167)]


def test_hypotheses_that_differ_in_noise_only_are_one() -> None:
    """Their shares add up, and may be more than the first one's."""
    hypotheses = read(heard(1.0, "return"), heard(1.0, "[unk] refund"), heard(1.0, "refund"))

    assert texts(hypotheses) == ["refund", "return"]
    assert [one.probability for one in hypotheses] == pytest.approx([2 / 3, 1 / 3])


def test_what_resembled_nothing_lowers_the_confidence() -> None:
    """Two words heard surely and two stretches not at all: half of what was said is known."""
    (one,) = read(heard(1.0, "[unk] track parcel <unk>"))
    transcript = one.transcript(Language.ENGLISH)

    assert (transcript.text, transcript.confidence) == ("track parcel", 0.5)


@pytest.mark.parametrize("result", [{}, {"text": ""}, {"alternatives": []}, {"alternatives": [{"text": ""}]}])
def test_nothing_heard_is_one_empty_hypothesis(result: dict[str, object]) -> None:
    """libvosk says so in several ways."""
    assert read_result(result, TimeBase()) == (Hypothesis(),)


def test_stretches_of_speech_are_put_together_likeliest_first() -> None:
    """As for a model that ends sentences by itself in the middle of a turn."""
    first = read(heard(1.0, "my order"), heard(0.0, "my odour"))
    then = read(heard(2.0, "is late"), heard(0.0, "is light"))

    together = chain(first, then, most=3)

    assert texts(together) == ["my order is late", "my odour is late", "my order is light"]
    assert together[0].probability == pytest.approx(first[0].probability * then[0].probability)


@given(
    st.lists(st.tuples(st.floats(-50, 500), st.lists(st.sampled_from("a b c [unk]".split()))), min_size=1, max_size=20)
)
def test_shares_and_confidences_are_shares_of_one(ranked: list[tuple[float, list[str]]]) -> None:
    """Whatever libvosk answers: probabilities sum to one, the first is the likeliest, no two are the same words."""
    hypotheses = read(*(heard(score, " ".join(words)) for score, words in ranked))

    assert sum(one.probability for one in hypotheses) == pytest.approx(1.0)
    assert hypotheses[0].probability == max(one.probability for one in hypotheses)
    assert len(set(texts(hypotheses))) == len(hypotheses)
    assert all(0.0 <= word.confidence <= 1.0 for one in hypotheses for word in one.words)


def test_words_of_the_best_are_in_the_call_language() -> None:
    """Chinese words stand close together, in the alternatives too."""
    best, other = read(heard(1.0, "我的 订单"), heard(0.0, "我 订单"))
    transcript = best.transcript(Language.MANDARIN, (other.transcript(Language.MANDARIN),))

    assert transcript.text == "我的订单"
    assert [one.text for one in transcript.alternatives] == ["我订单"]
    assert transcript.words[0] == Word("我的", 0, 500, best.words[0].confidence)
