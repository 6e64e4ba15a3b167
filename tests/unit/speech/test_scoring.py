"""Errors between what was said and what was heard, and shares with their intervals."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from ivr.speech.scoring import Errors, Share, confusions, errors_between

sentences = st.lists(st.sampled_from(["where", "is", "my", "order", "订", "单"]), max_size=12)


@given(sentences, sentences)
def test_the_errors_are_the_least_number_of_edits(said: list[str], heard: list[str]) -> None:
    """As rapidfuzz counts them; and the kinds account for the difference in length."""
    errors = errors_between(said, heard)

    assert errors.total == Levenshtein.distance(said, heard)
    assert errors.insertions - errors.deletions == len(heard) - len(said)
    assert errors.tokens == len(said)


@given(sentences, sentences)
def test_no_errors_means_the_same(said: list[str], heard: list[str]) -> None:
    """And the same means no errors."""
    assert (errors_between(said, heard).total == 0) == (said == heard)


@given(sentences, sentences, sentences)
def test_a_way_round_is_never_shorter(one: list[str], two: list[str], three: list[str]) -> None:
    """The triangle inequality."""
    direct = errors_between(one, three).total

    assert direct <= errors_between(one, two).total + errors_between(two, three).total


@given(sentences, sentences)
def test_the_confusions_are_the_errors_one_by_one(said: list[str], heard: list[str]) -> None:
    """A substitution has both sides, a deletion only what was said, an insertion only what was heard."""
    errors, pairs = errors_between(said, heard), list(confusions(said, heard))

    assert sum(bool(before and after) for before, after in pairs) == errors.substitutions
    assert sum(not after for _, after in pairs) == errors.deletions
    assert sum(not before for before, _ in pairs) == errors.insertions
    assert all(before != after for before, after in pairs)


@pytest.mark.parametrize(
    ("said", "heard", "expected"),
    [
        ("where is my order".split(), "where was my new order".split(), Errors(4, 1, 0, 1)),
        ("我要退款", "我退款", Errors(4, 0, 1, 0)),
        ("", "ah", Errors(0, 0, 0, 2)),
    ],
)
def test_words_and_characters_are_counted_alike(said: Sequence[str], heard: Sequence[str], expected: Errors) -> None:
    """A sentence is any sequence of tokens."""
    assert errors_between(said, heard) == expected


def test_rates_are_of_what_was_said() -> None:
    """Inventing words costs more than all; nothing said has no rate."""
    assert Errors(2, 1, 0, 2).percent == 150
    assert Errors(0, 0, 0, 2).percent is None
    assert Errors(2, 1, 0, 2) + Errors(1, 0, 1, 0) == Errors(3, 1, 1, 2)


def test_the_interval_is_wilsons() -> None:
    """Against figures worked out by hand from the formula: 8 of 10, and 0 of 10."""
    assert [round(limit, 1) for limit in Share(8, 10).interval] == [49.0, 94.3]
    assert [round(limit, 1) for limit in Share(0, 10).interval] == [0.0, 27.8]


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_share_lies_in_its_interval(right: int, wrong: int) -> None:
    """Which lies between 0 and 100 %, and is everything when nothing was tried."""
    share = Share(right, right + wrong)
    low, high = share.interval

    assert 0 <= low <= high <= 100
    if share.percent is None:
        assert (low, high) == (0, 100)
    else:
        assert low - 1e-9 <= share.percent <= high + 1e-9
