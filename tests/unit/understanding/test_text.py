"""Text in the one form in which it is compared."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.understanding.text import MAX_CHARACTERS, is_han, normalise, units


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Hello, World!", "hello world"),
        ("  a \t\n b  ", "a b"),
        ("I’d like it", "i'd like it"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("我 要 退款。", "我要退款"),
        ("我要 refund 一下", "我要 refund 一下"),
        ("order_number", "order number"),
        ("1234-5678", "1234 5678"),
        ("12,345 or 1,234,567, not 1,23", "12345 or 1234567 not 1 23"),
        ("😀 hi 😀", "hi"),
        ("", ""),
        ("...", ""),
        ("\x00\x07", ""),
        ("\u202etrack my\u202c parcel", "track my parcel"),
        ("re\u200dfund", "refund"),
        ("\ufeffhello", "hello"),
        ("order ١٢٣ ４５ ६७", "order 123 45 67"),
        ("\ud800", ""),
    ],
)
def test_texts_that_say_the_same_look_the_same(text: str, same: str) -> None:
    """Case, width, punctuation, spaces and pictures make no difference."""
    assert same == normalise(text)


def test_longer_input_is_cut() -> None:
    """Nobody says more in one turn."""
    assert len(normalise("a" * 10_000)) == MAX_CHARACTERS


@given(st.text())
@example("ﷺ" * 500)
@example("İ")
@example("'" * 3)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """Whatever the text, the form it is compared in is final, and as short as promised."""
    once = normalise(text)

    assert once == normalise(once)
    assert len(once) <= MAX_CHARACTERS


@pytest.mark.parametrize(("character", "han"), [("一", True), ("鿿", True), ("a", False), ("，", False), ("あ", False)])
def test_chinese_characters_are_told_from_others(character: str, han: bool) -> None:
    """Punctuation and kana are none."""
    assert han == is_han(character)


def test_each_chinese_character_is_a_word() -> None:
    """Others stand between spaces, or beside one."""
    assert units("转 vip客服 now") == ["转", "vip", "客", "服", "now"]
