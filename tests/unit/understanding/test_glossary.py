"""Two languages in one sentence."""

import pytest

from ivr.terms import Language
from ivr.understanding.glossary import in_own_words


@pytest.mark.parametrize(
    ("language", "said", "own"),
    [
        (Language.MANDARIN, "我想refund这个order", "我想退款这个订单"),
        (Language.MANDARIN, "帮我cancel一下my order", "帮我取消一下我的订单"),
        (Language.MANDARIN, "我的refunding怎么样", "我的refunding怎么样"),
        (Language.MANDARIN, "我要退款", "我要退款"),
        (Language.ENGLISH, "i want a 退款", "i want a refund"),
        (Language.ENGLISH, "where is my 包裹 please", "where is my parcel please"),
        (Language.ENGLISH, "我要开发票", "i want 开 invoice"),
        (Language.ENGLISH, "where is my parcel", "where is my parcel"),
        (Language.ENGLISH, "", ""),
    ],
)
def test_known_words_are_said_in_the_lines_own_language(language: Language, said: str, own: str) -> None:
    """Whole words only; what is not known stays as it is."""
    assert own == in_own_words(said, language)
