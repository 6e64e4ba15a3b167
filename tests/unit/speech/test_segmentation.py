"""Sentences cut into the words of a vocabulary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.segmentation import join, segment, unknown_words

SERVICE = frozenset(
    "我 的 我的 订单 订 单 在 哪里 哪 里 打开 app 人工 服务 人工服务 零 幺 二 退货 where is my order".split()
)

CHARACTERS = "我的订单在哪里人工服务龘ap1 "


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("我的订单在哪里", ["我的", "订单", "在", "哪里"]),
        ("人工服务", ["人工服务"]),
        ("打开app", ["打开", "app"]),
        ("打开 app 退货", ["打开", "app", "退货"]),
        ("零 幺 二", ["零", "幺", "二"]),
        ("where is my order", ["where", "is", "my", "order"]),
        ("退龘龘货退货", ["退龘龘货", "退货"]),
        ("打开10086", ["打开", "10086"]),
        ("打开apps", ["打开", "apps"]),
        ("", []),
        ("   ", []),
    ],
)
def test_text_is_cut_into_the_fewest_known_words(text: str, pieces: list[str]) -> None:
    """Chinese between its characters, anything else at spaces; what no word covers stays in one piece."""
    assert tuple(pieces) == segment(text, SERVICE)


@given(st.text(CHARACTERS, max_size=30))
def test_the_pieces_give_the_text_back(text: str) -> None:
    """Nothing is lost and nothing is changed but spaces."""
    assert text.replace(" ", "") == "".join(segment(text, SERVICE))


@given(st.lists(st.sampled_from(sorted(SERVICE)), max_size=8))
def test_a_sentence_of_known_words_is_never_unknown(words: list[str]) -> None:
    """However known words are put together, known words are found, and no more of them than were put."""
    pieces = segment(join(words), SERVICE)

    assert set(pieces) <= SERVICE
    assert len(pieces) <= len(words)


@given(st.text(CHARACTERS, max_size=12))
def test_no_piece_that_is_unknown_holds_a_known_chinese_word_at_its_edge(text: str) -> None:
    """An unknown stretch is as short as it can be."""
    for piece in segment(text, SERVICE):
        if piece not in SERVICE:
            assert not any(piece.startswith(word) or piece.endswith(word) for word in SERVICE if not word.isascii())


def test_unknown_words_are_told_in_both_languages() -> None:
    """Chinese as the characters that no word covers."""
    assert unknown_words(["my order's where", "我的龘", "打开10086", "人工"], SERVICE) == ("10086", "order's", "龘")


def test_without_a_vocabulary_nothing_is_called_unknown() -> None:
    """A model that does not list its words may know them all."""
    assert unknown_words(["我的订单", "hello"], frozenset()) == ()


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["我的", "订单"], "我的订单"),
        (["打开", "app", "退货"], "打开app退货"),
        (["打开", "wi", "fi"], "打开wi fi"),
        (["my", "order"], "my order"),
        ([], ""),
    ],
)
def test_words_are_joined_as_people_write_them(words: list[str], text: str) -> None:
    """Spaces part words of letters and nothing else."""
    assert text == join(words)
