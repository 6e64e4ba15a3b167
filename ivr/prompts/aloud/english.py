"""Written English as it is said."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from ivr.pinyin import syllables
from ivr.prompts.spoken_values import ENGLISH_MONTHS, read_digits, read_money
from ivr.terms import Language

MONTH = "|".join(ENGLISH_MONTHS)
SHORT_MONTHS = {name[:3]: name for name in ENGLISH_MONTHS if name != "May"} | {"Sept": "September"}
ANY_MONTH = rf"(?:{MONTH}|(?:{'|'.join(sorted(SHORT_MONTHS, reverse=True))})\b\.?)"
SHORT_DAYS = dict(
    zip(
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)
DAY = "|".join(SHORT_DAYS)
NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
DASH = r" ?[-–—] ?"
CLOCK = r"[0-2]?[0-9]:[0-5][0-9](?![0-9:])(?: ?[AaPp]\.?[Mm]\b\.?)?"
CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "HK$": "HKD", "C$": "CAD", "A$": "AUD"}
UNITS = {
    "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"), "km": ("kilometer", "kilometers"),
    "cm": ("centimeter", "centimeters"), "mm": ("millimeter", "millimeters"), "m": ("meter", "meters"),
    "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "ft": ("foot", "feet"),
    "l": ("liter", "liters"), "ml": ("milliliter", "milliliters"), "kWh": ("kilowatt hour", "kilowatt hours"),
    "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
    "h": ("hour", "hours"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "km/h": ("kilometer an hour", "kilometers an hour"), "mph": ("mile an hour", "miles an hour"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
}  # fmt: skip
FRACTIONS = {"1/2": "one half", "1/3": "one third", "2/3": "two thirds", "1/4": "one quarter", "3/4": "three quarters"}
WORDS = {
    "Mr.": "Mister", "Mrs.": "Missis", "Ms.": "Miz", "Ms": "Miz", "e.g.": "for example", "i.e.": "that is",
    "vs.": "versus", "approx.": "approximately", "No.": "number", "Tel.": "telephone", "24/7": "24 7", "*": "star",
    "w/o": "without", "Ave.": "Avenue", "Co.": "company", "N/A": "not available",
}  # fmt: skip
"""Short forms which a voice would stumble over, or take for the end of a sentence."""

SPELLED = frozenset("VIP FAQ ETA VAT OTP DOB APR POS LED UPS EMS EAN URI ACH CVC IBAN IMEI ISP SLA KYC BIC NFC".split())
"""Short forms that are told letter by letter, though some voice might read them as a word."""

LETTER_A = "eh"
"""The letter; as a word of its own, voices take A for the article."""

_PATTERNS: Mapping[str, str] = {
    "address": r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:https?://)?(?:www\.[\w-]+|[\w-]+(?=\.(?:com|org|net)\b))"
    r"(?:\.[\w-]+)+(?:/[\w/.-]*\w)?",
    "iso_day": r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2})?\b",
    "numeric_day": r"\b[0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2}\b",
    "day": rf"\b{ANY_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?(?:{DASH}[0-9]{{1,2}})?\b(?:,? (?:19|20)[0-9]{{2}}\b)?"
    rf"|\b[0-9]{{1,2}} {ANY_MONTH}(?: (?:19|20)[0-9]{{2}}\b)?",
    "weekdays": rf"\b(?:{DAY}){DASH}(?:{DAY})\b",
    "amount": rf"(?:US|HK|C|A)?[$€£¥] ?(?:{NUMBER})(?:{DASH}(?:{NUMBER}))?(?: (?:million|billion)\b)?"
    rf"|\b(?:{NUMBER}) (?:USD|EUR|GBP|HKD|CAD|AUD|CHF|CNY|JPY)\b",
    "clock": rf"\b{CLOCK}(?:{DASH}{CLOCK})?",
    "fraction": r"(?<![\w/.])(?:[0-9]+ )?(?:1/2|1/3|2/3|1/4|3/4)(?![\w/])",
    "phone": r"(?<![\w+-])(?:\+[0-9]{1,3}(?:[ -]?\(?[0-9]{1,4}\)?){2,6}"
    r"|\([0-9]{2,4}\)[ -]?[0-9]{3,4}[ -]?[0-9]{3,4}|[0-9]{1,4}(?:-[0-9]{2,4}){2,}|[0-9]{3,4}(?: [0-9]{3,4}){2,}"
    r"|0[0-9]{2,4}[ -][0-9]{3,8}|[0-9]{3}-[0-9]{4})(?![\w-])",
    "share": rf"(?<![\w.])(?:{NUMBER})%?{DASH}(?:{NUMBER})(?:%|(?![\w-]))",
    "measure": rf"(?<![\w.])(?:{NUMBER}) ?(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})(?![\w/])",
    "decade": r"\b(?:19|20)[0-9]0s\b",
    "year": r"\b(?:[Ii]n|[Ss]ince|until|till|before|after|of|by|from|©) (?:19|20)[0-9]{2}\b(?![,.]?[0-9]| [a-z]+s\b)"
    r"|^(?:19|20)[0-9]{2}(?=\W*$)",
    "code": r"\b(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*[0-9]{2})(?:[A-Z]{2,}[0-9]+|[A-Z][0-9]{3,}|[0-9]+[A-Z]+[0-9]+"
    r"|[A-Z]+[0-9]+[A-Z]+)[A-Z0-9]*\b",
    "serial": r"(?<![\w.,/+-])(?:0[0-9]+|[0-9]{7,}|[0-9]{3,4}(?!00)[0-9]{2}(?! (?:[a-z]+s|people)\b))"
    r"(?![\w/,-]*[0-9]|\.[0-9])(?!\w)",
    "thousands": r"\b[1-9][0-9]{0,2}(?: 000)+\b",
    "minus": r"(?<![\w)])[-−](?=[0-9])",
    "number_sign": r"#(?=[0-9])",
    "short": r"(?<![\w.])(?:" + "|".join(re.escape(word) for word in sorted(WORDS, reverse=True)) + r")(?!\w)",
    "letters": r"\b[A-Z]{2,5}\b",
    "letter": r"\bA(?= as in\b| [0-9A-Z]\b)",
    "hanzi": "[\u4e00-\u9fff]+",
}
"""What is not said as it is written, the more specific before the more general."""

WRITTEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))


def aloud(text: str) -> str:
    """Written English as it is said: "March 2, 2026" as "March 2nd, 20 26". Plain numbers any voice can read."""
    return WRITTEN.sub(_said, text)


def _said(match: re.Match[str]) -> str:
    return _READ[match.lastgroup or ""](match[0])


def _address(text: str) -> str:
    text = text.removeprefix("https://").removeprefix("http://")
    signs = {"@": "at", ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "+": "plus", "www": "W W W"}
    parts = re.findall(r"www(?=\.)|[A-Za-z]+|[0-9]+|[@./_+-]", text)
    return " ".join(
        signs.get(part) or (" ".join(part) if part.isdigit() else _spelled(part.upper()) if len(part) == 1 else part)
        for part in parts
    )


def _fraction(text: str) -> str:
    *whole, part = text.split()
    return " and ".join((*whole, FRACTIONS[part]))


def _year(text: str) -> str:
    """A year, with the word before it where there is one: "in 1905" as "in 19 oh 5", "2026" as "20 26"."""
    before, hundreds, rest = text[:-4], text[-4:-2], text[-2:]
    if hundreds == "20" and rest[0] == "0":
        return text
    said = "hundred" if rest == "00" else f"oh {rest[1]}" if rest[0] == "0" else rest
    return f"{before}{hundreds} {said}"


def ordinal(number: int) -> str:
    """2 as '2nd'."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _iso_day(text: str) -> str:
    written, _, clock = text.partition("T")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        said = ", ".join(" ".join(part) for part in written.split("-"))
    else:
        said = f"{ENGLISH_MONTHS[day.month - 1]} {ordinal(day.day)}, {_year(f'{day.year:04}')}"
    return f"{said}, at {_clock(clock)}" if clock else said


def _numeric_day(text: str) -> str:
    """The numbers one by one: which of them is the month depends on who wrote them."""
    *first, year = text.split("/")
    return ", ".join((*(re.sub("^0", "oh ", number) for number in first), _year(year)))


def _day(text: str) -> str:
    month = re.search("[A-Za-z]{3,}", text)
    assert month is not None
    name = SHORT_MONTHS.get(month[0], month[0])
    numbers = re.findall("[0-9]+", text)
    year = numbers.pop() if len(numbers[-1]) == 4 else ""
    days = " to ".join(ordinal(int(number)) for number in numbers)
    said = f"{name} {days}" if text[0].isalpha() else f"{days} of {name}"
    return f"{said}, {_year(year)}" if year else said


def _weekdays(text: str) -> str:
    return " to ".join(SHORT_DAYS[day] for day in re.findall(DAY, text))


def _amount(text: str) -> str:
    sign = re.match(r"[A-Z]*[$€£¥]", text)
    numbers = [number.replace(",", "") for number in re.findall(NUMBER, text)]
    currency = CURRENCIES[sign[0]] if sign else text[-3:]
    scale = re.search("million|billion", text)
    *first, last = numbers
    if scale:
        said = f"{last} {scale[0]} {read_money(f'2 {currency}', Language.ENGLISH).partition(' ')[2]}"
    else:
        said = read_money(f"{last} {currency}", Language.ENGLISH)
    return " to ".join((*first, said))


def _clock(text: str) -> str:
    return " to ".join(_time(time) for time in re.split(DASH, text))


def _time(text: str) -> str:
    match = re.match(r"([0-9]+):([0-9]+) ?([AaPp]?)", text)
    assert match is not None
    hour, minute, half = int(match[1]), match[2], match[3].lower()
    if not half and (hour > 12 or match[1].startswith("0")):
        half = "p" if hour >= 12 else "a"
    said = str((hour - 1) % 12 + 1)
    if minute != "00":
        said += f" oh {minute[1]}" if minute[0] == "0" else f" {minute}"
    elif not half:
        said += " o'clock"
    return f"{said} {half}.m." if half else said


def _phone(text: str) -> str:
    plus = "plus " if text.startswith("+") else ""
    return plus + ", ".join(" ".join(group) for group in re.findall("[0-9]+", text))


def _share(text: str) -> str:
    ends = re.split(DASH, text)
    return " to ".join(_year(end) if re.fullmatch("(?:19|20)[0-9]{2}", end) else end for end in ends)


def _measure(text: str) -> str:
    match = re.match(NUMBER, text)
    assert match is not None
    one, many = UNITS[text[match.end() :].strip()]
    return f"{match[0]} {one if match[0] == '1' else many}"


def _code(text: str) -> str:
    parts = re.findall("[A-Z]+|[0-9]+", text)
    return ", ".join(_spelled(part) if part.isalpha() else read_digits(part, Language.ENGLISH) for part in parts)


def _spelled(text: str) -> str:
    return " ".join(LETTER_A if letter == "A" else letter for letter in text)


_READ: Mapping[str, Callable[[str], str]] = {
    "address": _address,
    "iso_day": _iso_day,
    "numeric_day": _numeric_day,
    "day": _day,
    "weekdays": _weekdays,
    "amount": _amount,
    "clock": _clock,
    "fraction": _fraction,
    "phone": _phone,
    "share": _share,
    "measure": _measure,
    "decade": lambda text: f"{text[:2]} {text[2:]}",
    "year": _year,
    "code": _code,
    "serial": lambda text: read_digits(text, Language.ENGLISH),
    "thousands": lambda text: text.replace(" ", ","),
    "minus": lambda _: "minus ",
    "number_sign": lambda _: "number ",
    "short": lambda text: WORDS[text],
    "letters": lambda text: _spelled(text) if text in SPELLED else text,
    "letter": lambda _: LETTER_A,
    "hanzi": lambda text: " ".join(syllables(text)).title(),
}
