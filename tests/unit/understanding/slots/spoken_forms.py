"""Values and the ways they are said: a small grammar that goes the other way than the parsers.

Number words come from inflect and cn2an, so that a mistake of the parsers is not made here too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

import cn2an
import inflect

from ivr.terms import Language

TODAY = date(2026, 3, 4)
WORDS = inflect.engine()
DIGITS = "zero one two three four five six seven eight nine".split()
HAN = "零一二三四五六七八九"
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
HAN_DAYS = "一二三四五六日"
QUANTITIES: tuple[int, ...] = (
    0,
    1,
    2,
    7,
    10,
    11,
    12,
    13,
    15,
    19,
    20,
    21,
    30,
    42,
    55,
    68,
    77,
    80,
    99,
    100,
    101,
    110,
    115,
    120,
    199,
    200,
)
QUANTITIES += (
    222,
    305,
    350,
    444,
    500,
    678,
    999,
    1000,
    1001,
    1010,
    1100,
    1234,
    2000,
    2026,
    5000,
    9999,
    10000,
    12345,
    50000,
)
AMOUNTS: tuple[tuple[int, int], ...] = (
    (0, 5),
    (0, 50),
    (0, 99),
    (1, 0),
    (1, 1),
    (2, 50),
    (5, 25),
    (9, 99),
    (12, 0),
    (12, 50),
    (19, 95),
    (20, 0),
    (45, 10),
)
AMOUNTS += ((99, 90), (100, 0), (123, 50), (150, 5), (200, 0), (399, 0), (1000, 0), (1250, 0), (2500, 75))
CODES = ("123", "0042", "5567", "80017", "99123", "700700", "314159", "2718281", "10203040", "55512129", "86753090")
ORDERS = ("A1", "B12", "AB123", "K99", "X7Z", "M1N2", "RT42", "W5000", "C0D3", "ZZ99", "Q8Q8", "HJ1002")
PHONES = {
    Language.ENGLISH: ("4155552671", "2025550143", "6175551234", "2125550149", "3125559876", "7025551212"),
    Language.MANDARIN: ("13812345678", "13900001111", "18688812345", "15912340567", "17700998877", "13355667788"),
}


@dataclass(frozen=True, slots=True)
class Form:
    """A slot type, what is said, and the value it has."""

    type: str
    said: str
    value: str


def generated(language: Language) -> list[Form]:
    """Every value in every way the grammar knows."""
    rules = _mandarin() if language is Language.MANDARIN else _english()
    return list(dict.fromkeys(rules))


def number_words(number: int) -> str:
    """ "one hundred and twenty three", as the British say it."""
    return str(WORDS.number_to_words(str(number))).replace(",", "").replace("-", " ")


def ordinal(number: int) -> str:
    """ "twenty first"."""
    return WORDS.ordinal(number_words(number))


def han_number(number: int) -> str:
    """一百二十三."""
    return str(cn2an.an2cn(number))


def _days() -> Iterator[date]:
    return (
        TODAY + timedelta(days) for days in (0, 1, 2, 5, 9, 17, 26, 33, 48, 59, 80, 101, 133, 170, 201, 244, 280, 299)
    )


# --- English ---


def _english() -> Iterator[Form]:
    yield from _english_digits()
    for number in QUANTITIES:
        said = number_words(number)
        yield Form("number", said, str(number))
        yield Form("number", f"about {said.replace(' and ', ' ')} please", str(number))
        yield Form("number", f"{said} point five", f"{number}.5")
    for dollars, cents in AMOUNTS:
        yield from (Form("money", said, f"{dollars}.{cents:02} USD") for said in _dollars(dollars, cents))
    for day in _days():
        yield from (Form("date", said, day.isoformat()) for said in _english_day(day))
    for minutes in range(7 * 60, 19 * 60, 35):
        hour, minute = divmod(minutes, 60)
        for said in _english_time(hour, minute):
            yield Form("time", said, f"{hour:02}:{minute:02}")
    for day, minutes in zip(_days(), cycle((7 * 60, 9 * 60 + 30, 15 * 60 + 15, 18 * 60)), strict=False):
        hour, minute = divmod(minutes, 60)
        days, times = list(_english_day(day)), list(_english_time(hour, minute))
        said = f"{days[0]} at {times[-1]}"
        yield Form("date_time", said, f"{day}T{hour:02}:{minute:02}")
        yield Form("date_time", f"{times[0]} on {days[-1]}", f"{day}T{hour:02}:{minute:02}")


def _english_digits() -> Iterator[Form]:
    for code in CODES:
        plain = " ".join(DIGITS[int(digit)] for digit in code)
        yield Form("digits", plain, code)
        yield Form("digits", f"it is um {plain.replace('zero', 'oh')} thanks", code)
    for order in ORDERS:
        parts = [character if character.isalpha() else DIGITS[int(character)] for character in order]
        yield Form("order_number", " ".join(parts).lower(), order)
        spelled = [f"{part} for {SPELLED[part]}" if part.isupper() else part for part in parts]
        yield Form("order_number", f"it's {' '.join(spelled)}".lower(), order)
    for phone in PHONES[Language.ENGLISH]:
        plain = " ".join(DIGITS[int(digit)] for digit in phone)
        yield Form("phone", plain, f"+1{phone}")
        yield Form("phone", f"my number is one {plain.replace('zero', 'oh')}", f"+1{phone}")


SPELLED = dict(
    zip(
        "ABCDHJKMNQRTWXZ",
        "apple bob charlie dog house john kilo mary nancy queen robert tom william xylophone zoo".split(),
        strict=True,
    )
)


def _dollars(dollars: int, cents: int) -> Iterator[str]:
    large = f"{number_words(dollars)} dollar{'' if dollars == 1 else 's'}"
    small = f"{number_words(cents)} cent{'' if cents == 1 else 's'}"
    if not cents:
        yield large
        yield f"{number_words(dollars)} bucks"
    elif not dollars:
        yield small
    else:
        yield f"{large} and {small}"
        yield f"it was {large} {small}"


def _english_day(day: date) -> Iterator[str]:
    month, number = MONTHS[day.month - 1], ordinal(day.day)
    yield f"{month} {number}"
    yield f"the {number} of {month}"
    yield f"{WEEKDAYS[day.weekday()]} {month} the {number}"
    yield f"{number} {month} twenty {number_words(day.year % 100)}"
    distance = (day - TODAY).days
    if distance > 1:
        yield f"in {number_words(distance)} days"
    if 0 < distance < 7:
        yield f"on {WEEKDAYS[day.weekday()]}"
    yield f"{month} {day.day}"


def _english_time(hour: int, minute: int) -> Iterator[str]:
    twelve = number_words((hour - 1) % 12 + 1)
    part = "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
    if not minute:
        yield f"{twelve} o'clock"
        yield f"{twelve} {'a m' if hour < 12 else 'p m'}"
    else:
        said = f"oh {number_words(minute)}" if minute < 10 else number_words(minute)
        yield f"{twelve} {said}"
        yield f"{twelve} {said} {part}"
    if minute == 30:
        yield f"half past {twelve}"
    if minute == 15:
        yield f"a quarter past {twelve}"
    if minute in (5, 10, 20, 25):
        yield f"{number_words(minute)} past {twelve}"
    if minute > 30:
        following = number_words(hour % 12 + 1)
        yield f"{number_words(60 - minute)} minutes to {following} {part}"


# --- Mandarin ---


def _mandarin() -> Iterator[Form]:
    yield from _mandarin_digits()
    for number in QUANTITIES:
        said = han_number(number)
        yield Form("number", said, str(number))
        yield Form("number", f"大概{said.replace('二百', '两百').replace('二千', '两千')}个", str(number))
        yield Form("number", f"{said}点五", f"{number}.5")
    for yuan, fen in AMOUNTS:
        yield from (Form("money", said, f"{yuan}.{fen:02} CNY") for said in _yuan(yuan, fen))
    for day in _days():
        yield from (Form("date", said, day.isoformat()) for said in _mandarin_day(day))
    for minutes in range(7 * 60, 19 * 60, 35):
        hour, minute = divmod(minutes, 60)
        for said in _mandarin_time(hour, minute):
            yield Form("time", said, f"{hour:02}:{minute:02}")
    for day, minutes in zip(_days(), cycle((7 * 60, 9 * 60 + 30, 15 * 60 + 15, 18 * 60)), strict=False):
        hour, minute = divmod(minutes, 60)
        days, times = list(_mandarin_day(day)), list(_mandarin_time(hour, minute))
        for said in (f"{days[0]}{times[0]}", f"{days[-1]}的{times[-1]}"):
            yield Form("date_time", said, f"{day}T{hour:02}:{minute:02}")


def _mandarin_digits() -> Iterator[Form]:
    for code in CODES:
        plain = "".join(HAN[int(digit)] for digit in code)
        yield Form("digits", plain, code)
        yield Form("digits", f"号码是{plain.replace('一', '幺')}谢谢", code)
    for order in ORDERS:
        plain = "".join(character if character.isalpha() else HAN[int(character)] for character in order)
        yield Form("order_number", plain, order)
        yield Form("order_number", "".join(f"字母{part}" if part.isascii() else part for part in plain), order)
    for phone in PHONES[Language.MANDARIN]:
        plain = "".join(HAN[int(digit)] for digit in phone)
        yield Form("phone", plain, f"+86{phone}")
        yield Form("phone", f"我的手机号是{plain.replace('一', '幺')}", f"+86{phone}")


def _yuan(yuan: int, fen: int) -> Iterator[str]:
    jiao, rest = divmod(fen, 10)
    small = (f"{HAN[jiao]}毛" if jiao else "零" if yuan and rest else "") + (f"{HAN[rest]}分" if rest else "")
    large = f"{han_number(yuan)}块" if yuan else ""
    if not fen:
        yield f"{large}钱"
        yield f"{han_number(yuan)}元"
    elif yuan or jiao:
        yield large + small
        yield f"一共{large}{small.removesuffix('分') if jiao else small}"
    if jiao and not rest and yuan:
        yield f"{large}{HAN[jiao]}"


def _mandarin_day(day: date) -> Iterator[str]:
    month, number = han_number(day.month), han_number(day.day)
    yield f"{month}月{number}号"
    yield f"{month}月{number}日星期{HAN_DAYS[day.weekday()]}"
    yield f"{''.join(HAN[int(digit)] for digit in str(day.year))}年{month}月{number}日"
    distance = (day - TODAY).days
    if distance:
        yield f"{han_number(distance).replace('二', '两') if distance == 2 else han_number(distance)}天以后"
    if 0 < distance < 7:
        yield f"周{HAN_DAYS[day.weekday()]}"
    yield f"{day.month}月{day.day}号"


def _mandarin_time(hour: int, minute: int) -> Iterator[str]:
    part = "早上" if hour < 9 else "上午" if hour < 12 else "中午" if hour == 12 else "下午"
    twelve = "两" if hour in (2, 14) else han_number((hour - 1) % 12 + 1)
    if not minute:
        yield f"{twelve}点钟"
        yield f"{part}{twelve}点"
    else:
        said = f"零{HAN[minute]}" if minute < 10 else han_number(minute)
        yield f"{twelve}点{said}"
        yield f"{part}{twelve}点{said}分"
    if minute == 30:
        yield f"{part}{twelve}点半"
    if minute in (15, 45):
        yield f"{twelve}点{'一' if minute == 15 else '三'}刻"
    if minute > 45:
        following = "两" if hour in (1, 13) else han_number(hour % 12 + 1)
        yield f"差{han_number(60 - minute)}分{following}点"
