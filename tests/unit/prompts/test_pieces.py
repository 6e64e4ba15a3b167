"""A prompt in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.prompts.pieces import constant_pieces, pieces
from ivr.prompts.wording import fill, house_wording, placeholders
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN


@pytest.mark.parametrize(
    "whole",
    [
        "What is your order number? |It has eight digits.",
        "Your order, |hiking boots, |is on its way. |It should arrive on Monday, |March 2.",
        "Which one is it: |a refund, |or an exchange?",
        "Sorry. |What is it, then?",
        "Hello! |What can I do for you?",
        'He said "yes." |And then he left.',
        "Hello",
        "",
        "...",
    ],
)
def test_english_is_cut_at_clauses(whole: str) -> None:
    """With the mark and the blank behind it."""
    cut = tuple(whole.split("|")) if whole else ()

    assert pieces(whole.replace("|", ""), EN) == cut


@pytest.mark.parametrize(
    "whole",
    [
        "您的订单号是多少？|一共八位数字。",
        "查到了，|登山靴，|12元5角。|没用过的，|三十天内都可以退，|运费我们出。",
        "比如您可以说：|我要退款。|或者：查订单。",
        "您好,请问您|要退款吗？".replace("|", ""),
        "真对不起!|您的订单我查到了。",
        "好，您还想退款。",
        "请说，人工。",
    ],
)
def test_mandarin_is_cut_at_clauses(whole: str) -> None:
    """There no blank follows a mark."""
    assert pieces(whole.replace("|", ""), ZH) == tuple(whole.split("|"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It is 3:30 in the afternoon", EN),
        ("That is 1,000 dollars and 2.5 cents", EN),
        ("They are 1 2 3 4, 5 6 7 8", EN),
        ("Call plus 1, 4 1 5, 5 5 5, 2 6 7 1", EN),
        ("Ask for Dr. Smith and J. Miller at the counter", EN),
        ("It is in box No. 5 at 4 p.m. today", EN),
        ("Come on Monday the 2nd of March, 2026", EN),
        ("我听到一二三四，五六七八", ZH),
        ("现在是下午3：30分", ZH),
        ("一共是1,000.50元", ZH),
    ],
)
def test_a_number_a_time_or_a_name_is_never_cut(text: str, language: Language) -> None:
    """Half of it would be said as if it were the whole."""
    assert pieces(text, language) == (text,)


@pytest.mark.parametrize(
    ("text", "language"), [("Once more, please.", EN), ("Or, agent, then.", EN), ("是这个，对吗？", ZH)]
)
def test_a_word_alone_stays_with_its_neighbour(text: str, language: Language) -> None:
    """It would sound lost."""
    assert pieces(text, language) == (text,)


SCRAPS = ("Yes", "no", "Mr", "12", "3", "四", "您好吗", "。", "，", "：", ".", ", ", "? ", " ", '"', "p.m")
ANY_TEXT = st.one_of(st.text(), st.lists(st.sampled_from(SCRAPS)).map("".join))


@pytest.mark.parametrize("language", Language)
@given(text=ANY_TEXT)
def test_the_pieces_are_the_text(language: Language, text: str) -> None:
    """Nothing is left out, nothing twice; each piece has something to say, and is one piece."""
    cut = pieces(text, language)

    assert "".join(cut) == text
    assert len(cut) <= 1 or all(any(one.isalnum() for one in piece) for piece in cut)
    assert all(pieces(piece, language) == (piece,) for piece in cut)


@pytest.mark.parametrize("language", Language)
def test_what_the_house_says_begins_soon(language: Language) -> None:
    """Few sentences are longer than eighty letters in one go."""
    said = [text for texts in house_wording(language).values() for text in texts]

    assert max(len(piece) for text in said for piece in pieces(text, language)) <= 80


@pytest.mark.parametrize(
    ("template", "language", "constant"),
    [
        ("Your order, {order.item}, is {order.status}. It is late.", EN, ("Your order, ", "It is late.")),
        ("{value}, right?", EN, ()),
        ("I heard {value|digits}. Is that right?", EN, ("Is that right?",)),
        ("What is it?", EN, ("What is it?",)),
        ("查到了，您的{order.item}{order.status}。还没出库的话都能取消。", ZH, ("查到了，", "还没出库的话都能取消。")),
    ],
)
def test_what_holds_no_value_is_constant(template: str, language: Language, constant: tuple[str, ...]) -> None:
    """It can be spoken before anybody calls."""
    assert constant_pieces(template, language) == constant


@pytest.mark.parametrize(
    ("language", "value"),
    [(EN, "Hiking boots"), (EN, "Number 1 2 3 4, 5 6 7 8"), (ZH, "登山靴子"), (ZH, "一二三四，五六七八")],
)
def test_a_constant_piece_is_one_in_the_filled_prompt(language: Language, value: str) -> None:
    """So that it is never spoken for nothing."""
    for text in (text for texts in house_wording(language).values() for text in texts):
        filled = fill(text, {name: value for name, _ in placeholders(text)}, language)
        assert set(constant_pieces(text, language)) <= set(pieces(filled, language))
