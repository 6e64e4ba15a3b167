"""The words of a prompt: templates, and values as people say them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import cast

from ruamel.yaml import YAML

from ivr.errors import ContractError
from ivr.terms import Language

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.]*)(?:\|([A-Za-z_]\w*))?\}")

_ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_CHINESE_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_CHINESE_DAYS = "一二三四五六日"
AMOUNT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
GROUP = 4
"""Digits are read in groups of four, as on a parcel label: a listener who writes them down keeps up."""


def placeholders(template: str) -> list[tuple[str, str]]:
    """The (name, filter) pairs of a template, the filter empty where there is none."""
    return [(match[1], match[2] or "") for match in PLACEHOLDER.finditer(template)]


def fill(template: str, values: Mapping[str, str], language: Language) -> str:
    """The template with `{name}` and `{name|filter}` replaced. Raises ContractError on a name without a value."""

    def spoken(match: re.Match[str]) -> str:
        name, shape = match[1], match[2]
        if name not in values:
            raise ContractError(f"a prompt speaks of '{name}', which has no value here")
        return FILTERS[shape](values[name], language) if shape else values[name]

    return PLACEHOLDER.sub(spoken, template)


def read_digits(value: str, language: Language) -> str:
    """'12345678' as '1 2 3 4, 5 6 7 8' or '一二三四，五六七八'."""
    groups = [value[start : start + GROUP] for start in range(0, len(value), GROUP)]
    if language is Language.MANDARIN:
        return "，".join("".join(_CHINESE_DIGITS.get(digit, digit) for digit in group) for group in groups)
    return ", ".join(" ".join(group) for group in groups)


def read_date(value: str, language: Language) -> str:
    """'2026-03-02' as 'Monday, March 2' or '3月2日，星期一'; what is no ISO date is read as it stands."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    if language is Language.MANDARIN:
        return f"{day.month}月{day.day}日，星期{_CHINESE_DAYS[day.weekday()]}"
    return f"{_ENGLISH_DAYS[day.weekday()]}, {_ENGLISH_MONTHS[day.month - 1]} {day.day}"


def read_money(value: str, language: Language) -> str:
    """'12.50' as '12 dollars and 50 cents' or '12元5角'; what is no amount is read as it stands."""
    if not AMOUNT.fullmatch(value):
        return value
    whole, part = divmod(round(abs(Decimal(value)) * 100), 100)
    below = value.startswith("-") and bool(whole or part)
    if language is Language.MANDARIN:
        jiao, fen = divmod(part, 10)
        small = (f"{jiao}角" if jiao else "零" if whole and fen else "") + (f"{fen}分" if fen else "")
        return ("负" if below else "") + (f"{whole}元" if whole or not part else "") + small
    amounts = [(whole, "dollar")] if whole or not part else []
    amounts += [(part, "cent")] if part else []
    said = " and ".join(f"{count} {coin}{'' if count == 1 else 's'}" for count, coin in amounts)
    return f"minus {said}" if below else said


FILTERS: Mapping[str, Callable[[str, Language], str]] = {
    "digits": read_digits,
    "date": read_date,
    "money": read_money,
}
"""What may stand behind the bar in a placeholder."""


@cache
def house_wording(language: Language) -> Mapping[str, tuple[str, ...]]:
    """What the line says of its own accord in `language`: by key, the variants in the order they are used up."""
    text = (files("ivr.prompts") / f"wording.{language}.yaml").read_text("utf-8")
    raw = cast(dict[str, str | list[str]], YAML(typ="safe", pure=True).load(text))
    return {key: (value,) if isinstance(value, str) else tuple(value) for key, value in raw.items()}
