"""Which language a caller wishes to speak."""

import pytest

from ivr.terms import Language
from ivr.understanding.language_names import PHRASES, script_of, wished_language

ENGLISH = ["English", "English, please.", "can we speak English?", "do you speak English", "in English please"]
ENGLISH += ["英语", "我要说英语", "请讲英文", "我不会说中文，请说英语"]
MANDARIN = [
    "中文",
    "说中文",
    "我想讲普通话",
    "可以说中文吗？",
    "国语",
    "Chinese",
    "Mandarin please",
    "I want to speak Chinese",
]
NEITHER = [
    "",
    "where is my order",
    "我想退款",
    "I want to return an English book",
    "我买的英语书坏了",
    "english or chinese",
]
NEITHER += ["I don't speak English", "不会说中文", "8 8 8"]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_wished(text: str) -> None:
    """In either language."""
    assert wished_language(text) is Language.ENGLISH


@pytest.mark.parametrize("text", MANDARIN)
def test_mandarin_is_wished(text: str) -> None:
    """In either language."""
    assert wished_language(text) is Language.MANDARIN


@pytest.mark.parametrize("text", NEITHER)
def test_no_language_is_wished(text: str) -> None:
    """By those who speak of something else, of both, or of what they do not speak."""
    assert wished_language(text) is None


def test_who_was_asked_may_say_it_in_any_sentence() -> None:
    """Then the name is enough."""
    assert wished_language("i think english would be better") is None
    assert wished_language("i think english would be better", asked=True) is Language.ENGLISH
    assert wished_language("the english", asked=True) is Language.ENGLISH


@pytest.mark.parametrize("language", Language)
def test_what_recognisers_listen_for_is_understood(language: Language) -> None:
    """Each phrase names one language, and both can be named."""
    assert {wished_language(phrase) for phrase in PHRASES[language]} == set(Language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is it", Language.ENGLISH),
        ("我要 refund", Language.MANDARIN),
        ("20304050", None),
        ("", None),
        ("¿?", None),
    ],
)
def test_the_script_tells_what_was_typed(text: str, language: Language | None) -> None:
    """Figures tell nothing."""
    assert script_of(text) is language
