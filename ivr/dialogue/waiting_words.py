"""A caller's place in line and their wait, in words: which wording says it, and what it is filled with."""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.handoff.estimate import Estimate, Grounds, News
from ivr.terms import Language

ORDINALS = "next second third fourth fifth sixth seventh eighth ninth tenth".split()
NUMBERS = "one two three four five six seven eight nine ten".split()
CHINESE = "一两三四五六七八九十"
"""Numbers up to ten are words, as people count: 两位, not 二位."""

KEYS: Mapping[News, str] = MappingProxyType(
    {News.FIRST: "wait", News.SHORTER: "wait_shorter", News.LONGER: "wait_longer"}
)


def wording_of(estimate: Estimate, news: News, language: Language) -> tuple[str, dict[str, str]] | None:
    """The key of the house wording and its values, for `Phrasing.say(key, **values)`; None where there is nothing new.

    >>> wording_of(Estimate(3, Grounds.LIVE, 120, 290), News.FIRST, Language.ENGLISH)
    ('wait', {'place': 'third in line', 'wait': 'five minutes'})
    """
    if news is News.NONE:
        return None
    values = {"place": place_in_line(estimate.place, language)}
    if news is News.LOST or not estimate.known:
        return "wait_unknown", values
    key = "wait_guess" if estimate.grounds is Grounds.PRIOR and news is not News.LONGER else KEYS[news]
    return key, values | {"wait": in_minutes(estimate.minutes, language)}


def place_in_line(place: int, language: Language) -> str:
    """3 as 'third in line' or '前面还有两位', the next one as 'next in line' or '是下一位'."""
    if language is Language.MANDARIN:
        return "是下一位" if place == 1 else f"前面还有{_chinese(place - 1)}位"
    return f"{ORDINALS[place - 1]} in line" if place <= len(ORDINALS) else f"number {place} in line"


def in_minutes(minutes: int, language: Language) -> str:
    """5 as 'five minutes' or '五分钟', 90 as 'an hour and a half' or '一个半小时'."""
    hours, half = divmod(minutes, 60)
    if language is Language.MANDARIN:
        if not hours:
            return f"{_chinese(minutes)}分钟"
        return f"{_chinese(hours)}个半小时" if half else f"{_chinese(hours)}小时"
    if not hours:
        return "a minute" if minutes == 1 else f"{_english(minutes)} minutes"
    if hours == 1:
        return "an hour and a half" if half else "an hour"
    return f"{_english(hours)}{' and a half' if half else ''} hours"


def _english(number: int) -> str:
    return NUMBERS[number - 1] if number <= len(NUMBERS) else str(number)


def _chinese(number: int) -> str:
    return CHINESE[number - 1] if number <= len(CHINESE) else str(number)
