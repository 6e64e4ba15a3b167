"""Values as people say them."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from itertools import accumulate, pairwise

from ivr.terms import Language

ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CHINESE_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_CHINESE_DAYS = "一二三四五六日"
AMOUNT = re.compile(r"(-?[0-9]{1,12}(?:\.[0-9]{1,6})?)(?: ([A-Z]{3}))?")
NUMBER = re.compile(r"(-?)([0-9]{1,15}(?:\.[0-9]{1,15})?)")
CLOCK = re.compile(r"[0-2][0-9]:[0-5][0-9]")
E164 = re.compile(r"\+[1-9][0-9]{5,14}")
GROUPS = ((), (1,), (2,), (3,), (4,), (5,), (3, 3), (3, 4), (4, 4), (3, 3, 3), (3, 3, 4), (3, 4, 4))
"""Digits are read in groups of three or four, as many as the value has; longer ones begin with fours."""

MONEY = {Language.ENGLISH: "USD", Language.MANDARIN: "CNY"}
"""What an amount is in that does not say."""

ENGLISH_MONEY: Mapping[str, tuple[str, str, str, str]] = {
    "USD": ("dollar", "dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "CHF": ("Swiss franc", "Swiss francs", "", ""),
    "CNY": ("yuan", "yuan", "", ""),
    "JPY": ("yen", "yen", "", ""),
}
CHINESE_MONEY: Mapping[str, str] = {
    "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港币", "CAD": "加元", "AUD": "澳元", "CHF": "瑞士法郎",
    "CNY": "元", "JPY": "日元",
}  # fmt: skip

NATO: Mapping[str, str] = {
    word[0].upper(): word
    for word in (
        "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliet Kilo Lima Mike November Oscar Papa Quebec "
        "Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
    ).split()
}
"""The radio alphabet: B, D and P sound alike on the telephone."""


def read_digits(value: str, language: Language) -> str:
    """'12345678' as '1 2 3 4, 5 6 7 8' or '一二三四，五六七八'."""
    groups = _grouped(value)
    if language is Language.MANDARIN:
        return "，".join("".join(CHINESE_DIGITS.get(digit, digit) for digit in group) for group in groups)
    return ", ".join(" ".join(group) for group in groups)


def _grouped(value: str) -> list[str]:
    fours = max(0, math.ceil((len(value) - len(GROUPS) + 1) / 4))
    ends = list(accumulate((4,) * fours + GROUPS[len(value) - 4 * fours]))
    return [value[start:end] for start, end in pairwise((0, *ends))]


def read_spelled(value: str, language: Language) -> str:
    """'AB12' as 'A as in Alpha, B as in Bravo, 1 2' or '字母A，字母B，一二'."""
    parts = re.findall(r"[A-Za-z]|[^A-Za-z]+", value)
    if language is Language.MANDARIN:
        return "，".join(f"字母{part}" if part.upper() in NATO else read_digits(part, language) for part in parts)
    return ", ".join(
        f"{part} as in {NATO[part.upper()]}" if part.upper() in NATO else read_digits(part, language) for part in parts
    )


def read_number(value: str, language: Language) -> str:
    """'-12345.5' as 'minus 12,345.5' or '负12,345.5'; what is no number is read as it stands."""
    match = NUMBER.fullmatch(value)
    if match is None:
        return value
    minus = "负" if language is Language.MANDARIN else "minus "
    whole, point, part = match[2].partition(".")
    return (minus if match[1] else "") + _thousands(int(whole)) + point + part


def _thousands(number: int) -> str:
    """A number of five digits or more with commas: so it is plainly how many, and not read digit by digit."""
    return f"{number:,}" if number >= 10_000 else str(number)


def read_date(value: str, language: Language) -> str:
    """'2026-03-02' as 'Monday, March 2' or '3月2日，星期一'; what is no ISO date is read as it stands."""
    day = _day(value)
    if day is None:
        return value
    if language is Language.MANDARIN:
        return f"{day.month}月{day.day}日，星期{_CHINESE_DAYS[day.weekday()]}"
    return f"{_ENGLISH_DAYS[day.weekday()]}, {ENGLISH_MONTHS[day.month - 1]} {day.day}"


def read_full_date(value: str, language: Language) -> str:
    """'2026-03-02' as 'Monday, March 2, 2026' or '2026年3月2日，星期一'."""
    day = _day(value)
    if day is None:
        return value
    said = read_date(value, language)
    return f"{day.year}年{said}" if language is Language.MANDARIN else f"{said}, {day.year}"


def read_time(value: str, language: Language) -> str:
    """'15:30' as '3:30 in the afternoon' or '下午3点30分'; what is no time is read as it stands."""
    at = _time(value)
    if at is None:
        return value
    return (_chinese_time if language is Language.MANDARIN else _english_time)(at)


def read_date_time(value: str, language: Language) -> str:
    """'2026-03-02T15:30' as 'Monday, March 2, at 3:30 in the afternoon' or '3月2日，星期一，下午3点30分'."""
    return _day_and_time(value, language, read_date)


def read_full_date_time(value: str, language: Language) -> str:
    """'2026-03-02T15:30' as the same with the year."""
    return _day_and_time(value, language, read_full_date)


def _day_and_time(value: str, language: Language, read: Callable[[str, Language], str]) -> str:
    day, _, at = value.partition("T")
    if _day(day) is None or _time(at) is None:
        return read_time(read(value, language), language)
    joint = "，" if language is Language.MANDARIN else ", at "
    return f"{read(day, language)}{joint}{read_time(at, language)}"


def read_opening(at: datetime, today: date, language: Language) -> str:
    """When something opens, as one tells it on the day that is `today`: 'tomorrow at 8 o'clock in the morning'."""
    days, clock = (at.date() - today).days, f"{at:%H:%M}"
    if days > 6:
        return read_date_time(f"{at:%Y-%m-%dT%H:%M}", language)
    if language is Language.MANDARIN:
        named = {0: "今天", 1: "明天"}.get(days, f"星期{_CHINESE_DAYS[at.weekday()]}")
        return f"{named}{read_time(clock, language)}"
    named = {0: "today", 1: "tomorrow"}.get(days, f"on {_ENGLISH_DAYS[at.weekday()]}")
    return f"{named} at {read_time(clock, language)}"


def read_money(value: str, language: Language) -> str:
    """'12.50' as '12 dollars and 50 cents' or '12元5角', '12.50 EUR' as euros; what is no amount as it stands."""
    match = AMOUNT.fullmatch(value)
    currency = (match[2] or MONEY[language]) if match else ""
    if match is None or currency not in CHINESE_MONEY:
        return value
    whole, part = divmod(round(abs(Decimal(match[1])) * 100), 100)
    below = match[1].startswith("-") and bool(whole or part)
    if language is Language.MANDARIN:
        return ("负" if below else "") + _chinese_money(whole, part, currency)
    said = _english_money(whole, part, currency)
    return f"minus {said}" if below else said


def read_phone(value: str, language: Language) -> str:
    """'+14155552671' as 'plus 1, 4 1 5, 5 5 5, 2 6 7 1' in English; numbers of the caller's own country without it."""
    return read_phone_from(value, language, {Language.ENGLISH: "US", Language.MANDARIN: "CN"}[language])


def read_phone_from(value: str, language: Language, country: str) -> str:
    """A phone number as it is told within `country`, in the groups in which it is written there."""
    if not E164.fullmatch(value):
        return read_digits(value, language)
    import phonenumbers  # late, as everything that only some flows need

    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return read_digits(value, language)
    shapes = phonenumbers.PhoneNumberFormat
    abroad = phonenumbers.region_code_for_number(number) != country
    written = phonenumbers.format_number(number, shapes.INTERNATIONAL if abroad else shapes.NATIONAL)
    groups = [
        read_digits(group, language).replace("，", "").replace(",", "") for group in re.findall("[0-9]+", written)
    ]
    plus = {Language.ENGLISH: "plus ", Language.MANDARIN: "加"}[language] if abroad else ""
    return plus + ("，" if language is Language.MANDARIN else ", ").join(groups)


def read_yes_no(value: str, language: Language) -> str:
    """'yes' as 'yes' or '是'."""
    return {"yes": "是", "no": "不是"}.get(value, value) if language is Language.MANDARIN else value


FILTERS: Mapping[str, Callable[[str, Language], str]] = {
    "digits": read_digits,
    "spelled": read_spelled,
    "number": read_number,
    "date": read_date,
    "full_date": read_full_date,
    "time": read_time,
    "date_time": read_date_time,
    "full_date_time": read_full_date_time,
    "money": read_money,
    "phone": read_phone,
    "yes_no": read_yes_no,
}
"""What may stand behind the bar in a placeholder."""


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _time(value: str) -> time | None:
    try:
        return datetime.strptime(value, "%H:%M").time() if CLOCK.fullmatch(value) else None
    except ValueError:
        return None


def _english_time(at: time) -> str:
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "noon" if at.hour else "midnight"
    part = ("in the morning", "in the afternoon", "in the evening", "at night")[
        sum(at.hour >= end for end in (12, 18, 21))
    ]
    hour = (at.hour - 1) % 12 + 1
    return f"{hour}:{at.minute:02} {part}" if at.minute else f"{hour} o'clock {part}"


def _chinese_time(at: time) -> str:
    parts = ("凌晨", "早上", "上午", "中午", "下午", "晚上")
    part = parts[sum(at.hour >= end for end in (6, 9, 12, 13, 18))]
    hour = at.hour if at.hour < 13 else at.hour - 12
    return f"{part}{hour}点{at.minute:02}分" if at.minute else f"{part}{hour}点"


def _chinese_money(whole: int, part: int, currency: str) -> str:
    if currency != "CNY":
        return (
            f"{whole}.{part:02}".rstrip("0").rstrip(".") + CHINESE_MONEY[currency]
            if part
            else f"{whole}{CHINESE_MONEY[currency]}"
        )
    jiao, fen = divmod(part, 10)
    small = (f"{jiao}角" if jiao else "零" if whole and fen else "") + (f"{fen}分" if fen else "")
    return (f"{whole}元" if whole or not part else "") + small


def _english_money(whole: int, part: int, currency: str) -> str:
    one, many, small, smalls = ENGLISH_MONEY[currency]
    nameless = not small or (not whole and currency not in ("USD", "GBP"))  # cents alone are those of a dollar
    if nameless and part:
        return f"{_thousands(whole)}.{part:02} {many}"
    amounts = [f"{_thousands(whole)} {one if whole == 1 else many}"] if whole or not part else []
    amounts += [f"{part} {small if part == 1 else smalls}"] if part else []
    return " and ".join(amounts)
