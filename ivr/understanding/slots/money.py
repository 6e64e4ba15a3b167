"""An amount of money: "a hundred and twenty three dollars and fifty cents", "twelve fifty", 一百二十三块五, 九毛九."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from ivr.prompts.spoken_values import MONEY
from ivr.terms import Language
from ivr.understanding.slots.number import spoken_numbers
from ivr.understanding.slots.numerals import MARK, Shadow, numerals
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.slots.validation import OF_AMOUNTS, problem_of_amount
from ivr.understanding.spec import SlotSpec

NAMES: Mapping[str, str] = {
    **dict.fromkeys(("us dollars", "us dollar", "dollars", "dollar", "bucks", "buck", "usd", "$", "美元", "美金", "美刀"), "USD"),
    **dict.fromkeys(("euros", "euro", "eur", "€", "欧元", "欧"), "EUR"),
    **dict.fromkeys(("pounds sterling", "pounds", "pound", "quid", "gbp", "£", "英镑", "镑"), "GBP"),
    **dict.fromkeys(("yuan", "renminbi", "rmb", "cny", "人民币", "块钱", "元钱", "块", "元", "圆"), "CNY"),
    **dict.fromkeys(("yen", "jpy", "日元", "日圆"), "JPY"),
    **dict.fromkeys(("hong kong dollars", "hong kong dollar", "hkd", "港币", "港元"), "HKD"),
    **dict.fromkeys(("swiss francs", "swiss franc", "francs", "franc", "chf", "瑞士法郎"), "CHF"),
    **dict.fromkeys(("canadian dollars", "canadian dollar", "cad", "加元"), "CAD"),
    **dict.fromkeys(("australian dollars", "australian dollar", "aud", "澳元"), "AUD"),
}  # fmt: skip
SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY"}
CURRENCIES = frozenset(NAMES.values())
"""What `currency:` may name."""

CENT = Decimal("0.01")
_NAME = "|".join(sorted((re.escape(name) for name in NAMES if name not in SYMBOLS), key=len, reverse=True))
_ENGLISH = re.compile(
    rf"(?:([$€£¥]) ?({MARK})"
    rf"|({MARK}|(?<![\w'])an?) ({_NAME})(?![\w']))"
    rf"(?:(?: and)? ({MARK})(?: (?:cents?|pence|penny|p)(?![\w']))?)?"
)
_ENGLISH_CENTS = re.compile(rf"({MARK}|(?<![\w'])a) (cents?|pence|penny)(?![\w'])")
_NOT_COUNTED = "(?![个件年月天号点日台双只本次位])"
_CHINESE = re.compile(
    rf"(?:人民币)?({MARK})({_NAME})"
    rf"(?:({MARK})[毛角]钱?(?:({MARK})分?钱?)?|({MARK})分钱?|({MARK}){_NOT_COUNTED}|(半))?"
)
_CHINESE_SIGN = re.compile(rf"(?:人民币|([$€£¥])) ?({MARK})")
_CHINESE_SMALL = re.compile(rf"({MARK})[毛角]钱?(?:({MARK})分?钱?)?|({MARK})分钱?")
_BARE_PAIR = re.compile(rf"({MARK}) ({MARK})(?! ?{MARK})")


class MoneySlot:
    """An amount and its currency (`12.50 USD`), with `min`, `max` and the only `currency` that is taken."""

    takes = OF_AMOUNTS | {"currency"}

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        shadow = Shadow(text, numerals(text, moment.language))
        usual = spec.currency or MONEY[moment.language]
        read = _chinese if moment.language is Language.MANDARIN else _english
        amounts = list(read(shadow, usual))
        if not amounts and moment.asked:
            amounts = list(_bare(shadow, usual, moment.language))
        found = [
            Found(f"{amount.quantize(CENT)} {currency}", span, _problem(amount, currency, spec))
            for amount, currency, span in amounts
            if abs(amount) < 10**12
        ]
        return sorted(found, key=lambda one: one.problem != "")

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Numbers, and the name of the money behind each kind of them."""
        currency = spec.currency or MONEY[language]
        if language is Language.MANDARIN:
            names = ["块", "块 钱", "元", "毛", "分"] if currency == "CNY" else [_spoken_name(currency, language)]
            behind = [f"{last} {name}" for last in "一二两三四五六七八九十百千万" for name in names]
            onward = [f"块 {digit}" for digit in "一二三四五六七八九"] if currency == "CNY" else []
            return (*spoken_numbers(language), *behind, *onward, "块 零", "块 半")
        name = _spoken_name(currency, language)
        lasts = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split()
        behind = [f"{last} {coin}" for last in lasts for coin in (name, "cents")]
        onward = [f"{name} and {ten}" for ten in lasts[11:19]]
        return (*spoken_numbers(language), *behind, *onward, f"one {name.removesuffix('s')}", "one cent")


Amount: TypeAlias = tuple[Decimal, str, tuple[int, int]]


def _english(shadow: Shadow, usual: str) -> Iterator[Amount]:
    end = 0
    for match in _ENGLISH.finditer(shadow.text):
        sign, signed, whole, name, small = match.groups()
        amount = shadow.number(signed) if sign else Decimal(1) if whole.startswith("a") else shadow.number(whole)
        if small:
            cents = shadow.number(small) * (100 if shadow.number(small) < 1 else 1)  # a dollar and a half
            if not (0 < cents < 100 and cents == int(cents) and amount == int(amount)):
                continue
            amount += cents * CENT * (-1 if amount < 0 else 1)
        end = match.end()
        yield amount, SYMBOLS[sign] if sign else NAMES[name], shadow.span(match)
    for match in _ENGLISH_CENTS.finditer(shadow.text, end):
        small, name = match.groups()
        amount = (Decimal(1) if small == "a" else shadow.number(small)) * CENT
        yield amount, usual if name.startswith("cent") else "GBP", shadow.span(match)


def _chinese(shadow: Shadow, usual: str) -> Iterator[Amount]:
    end = 0
    for match in _CHINESE.finditer(shadow.text):
        whole, name, jiao, fen, only_fen, rest, half = match.groups()
        amount = shadow.number(whole) + (Decimal("0.5") if half else 0)
        amount += _small(shadow, jiao, fen or only_fen)
        if rest:
            part = shadow.number(rest)
            amount += part / 10 if part < 10 else part / 100
        end = match.end()
        yield amount, NAMES[name], shadow.span(match)
    for match in _CHINESE_SIGN.finditer(shadow.text, end):
        yield shadow.number(match[2]), SYMBOLS.get(match[1] or "", "CNY"), shadow.span(match)
    for match in _CHINESE_SMALL.finditer(shadow.text, end):
        jiao, fen, only_fen = match.groups()
        if jiao or match[0].endswith("钱"):
            yield _small(shadow, jiao, fen or only_fen), usual, shadow.span(match)


def _small(shadow: Shadow, jiao: str | None, fen: str | None) -> Decimal:
    tens, ones = (shadow.number(mark) if mark else Decimal(0) for mark in (jiao, fen))
    return tens / 10 + ones / 100


def _bare(shadow: Shadow, usual: str, language: Language) -> Iterator[Amount]:
    """Numbers alone, where an amount was asked for; "twelve fifty" is twelve dollars fifty."""
    for match in _BARE_PAIR.finditer(shadow.text) if language is Language.ENGLISH else ():
        whole, cents = (shadow.number(mark) for mark in match.groups())
        if 10 <= cents < 100 and whole == int(whole) and cents == int(cents):
            yield whole + cents * CENT, usual, shadow.span(match)
            return
    for match in re.finditer(MARK, shadow.text):
        if not shadow.is_ordinal(match[0]):
            unit = CENT if shadow.text.startswith("分", match.end()) else 1
            yield shadow.number(match[0]) * unit, usual, shadow.span(match)


def _problem(amount: Decimal, currency: str, spec: SlotSpec) -> str:
    if spec.currency and currency != spec.currency:
        return "wrong_currency"
    return problem_of_amount(amount, spec)


def _spoken_name(currency: str, language: Language) -> str:
    """The first name of a currency that is a word of this language."""
    names = [name for name, code in NAMES.items() if code == currency and name not in SYMBOLS]
    if language is Language.MANDARIN:
        return next((name for name in names if not name.isascii()), currency)
    return next(name for name in names if name.isascii() and name != "us dollars")
