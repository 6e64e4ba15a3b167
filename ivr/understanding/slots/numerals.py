"""Numbers inside a text, as words or figures: "a hundred and twenty three", "two and a half", 一百二十三, 两千五.

text2num and cn2an read the words; halves, dozens, "a hundred" and figures, which they leave, are read here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ivr.terms import Language

MARK = "[\ue000-\uf8ff]"
"""A pattern for one numeral in the `Shadow` of a text."""


LARGEST_WHOLE = 1_000_000


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and the characters it was read from; `ordinal` for "third" and 第三."""

    value: Decimal
    span: tuple[int, int]
    ordinal: bool = False


class Shadow:
    """A text in which each numeral is one private character, so that patterns can speak of numbers."""

    def __init__(self, text: str, numerals: Sequence[Numeral]) -> None:
        """Numerals in the order of the text, none over another."""
        pieces: list[str] = []
        self._starts: list[int] = []
        self._numerals: dict[str, Numeral] = {}
        at = 0
        for place, numeral in enumerate(numerals[:1000]):
            start, end = numeral.span
            mark = chr(0xE000 + place)
            self._numerals[mark] = numeral
            self._starts += [*range(at, start), start]
            pieces += [text[at:start], mark]
            at = end
        self._starts += range(at, len(text) + 1)
        self.text = "".join(pieces) + text[at:]

    def number(self, mark: str) -> Decimal:
        """The number that a mark stands for."""
        return self._numerals[mark].value

    def whole(self, mark: str | None) -> int | None:
        """The same as a whole number; None for a fraction, what is larger than any day or hour, or no mark."""
        numeral = self._numerals.get(mark or "")
        if numeral is None or abs(numeral.value) > LARGEST_WHOLE or numeral.value != int(numeral.value):
            return None
        return int(numeral.value)

    def is_ordinal(self, mark: str) -> bool:
        """Whether it was said as "third"."""
        return self._numerals[mark].ordinal

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """The characters of the text that a match in the shadow stands for, spaces at its ends left out."""
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        last = match.end() - (len(match[0]) - len(match[0].rstrip()))
        before = self.text[last - 1]
        end = self._numerals[before].span[1] if before in self._numerals else self._starts[last - 1] + 1
        return self._starts[start], end


def numerals(text: str, language: Language, *, decimals: bool = True) -> list[Numeral]:
    """Every number in a normalised text. Without `decimals` 三点五 is two numbers, as in a time of day."""
    found = _chinese(text, decimals) if language is Language.MANDARIN else _english(text)
    return sorted(found, key=lambda numeral: numeral.span)


# --- English ---

_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:st|nd|rd|th)?|[^\W\d_]+(?:'[^\W\d_]+)?")
_FIGURES = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)(st|nd|rd|th)?")
_LARGE = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_BEFORE = re.compile(r"(?<![\w'])(?:(minus|negative) )?(?:a )?$")
_ARTICLE = re.compile(r"hundred|thousand|million|billion")
_BEHIND = re.compile(
    r"(?: and (a half|half a|a quarter|three quarters))?(?: (hundred|thousand|grand|million|billion))?(?![\w'])"
)
_AND_PARTS: Mapping[str, Decimal] = {
    "a half": Decimal("0.5"),
    "half a": Decimal("0.5"),
    "a quarter": Decimal("0.25"),
    "three quarters": Decimal("0.75"),
}
_SOME: Mapping[str, Decimal] = {
    "half a dozen": Decimal(6),
    "a dozen": Decimal(12),
    "a couple of": Decimal(2),
    "a couple": Decimal(2),
    "half a million": Decimal(500_000),
    "half a thousand": Decimal(500),
    "half a": Decimal("0.5"),
    "a half": Decimal("0.5"),
    "one half": Decimal("0.5"),
    "three quarters": Decimal("0.75"),
}
_SOMES = re.compile(rf"(?<![\w'])(?:{'|'.join(_SOME)})(?![\w'])")


class _Word:
    """A token as text2num wants it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def text(self) -> str:
        return self._text

    def text_lowercase(self) -> str:
        return self._text

    def nt_separated(self, _before: object) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _english(text: str) -> Iterator[Numeral]:
    tokens = list(_TOKEN.finditer(text))
    some = [Numeral(_SOME[match[0]], match.span()) for match in _SOMES.finditer(text)]
    plain = sorted([*_english_words(tokens), *_english_figures(tokens)], key=lambda numeral: numeral.span)
    end = 0
    for numeral in sorted([*(_grown(text, numeral) for numeral in plain), *some], key=_longest_first):
        if numeral.span[0] >= end:
            end = numeral.span[1]
            yield numeral


def _longest_first(numeral: Numeral) -> tuple[int, int]:
    return numeral.span[0], -numeral.span[1]


def _english_words(tokens: Sequence[re.Match[str]]) -> Iterator[Numeral]:
    from text_to_num import find_numbers  # late, as everything that only some flows need

    words = [_Word(token[0] if token[0].isascii() else "-") for token in tokens]
    for found in find_numbers(words, "en", 0.0):
        span = (tokens[found.start].start(), tokens[found.end - 1].end())
        yield Numeral(Decimal(re.sub(r"[^0-9.]", "", found.text)), span, found.is_ordinal)


def _english_figures(tokens: Sequence[re.Match[str]]) -> Iterator[Numeral]:
    for token in tokens:
        match = _FIGURES.fullmatch(token[0])
        if match is not None:
            yield Numeral(Decimal(match[1]), token.span(), match[2] is not None)


def _grown(text: str, numeral: Numeral) -> Numeral:
    """With a sign and the "a" of "a hundred" before it, and with "and a half" and "thousand" behind."""
    (start, end), value = numeral.span, numeral.value
    behind = _BEHIND.match(text, end)
    if behind is not None and not numeral.ordinal:
        value = (value + _AND_PARTS.get(behind[1] or "", 0)) * _LARGE.get(behind[2] or "", 1)
        end = behind.end()
    before = _BEFORE.search(text, 0, start)
    if before is not None and (before[1] or _ARTICLE.match(text, start)):
        start, value = before.start(), -value if before[1] else value
    return Numeral(value, (start, end), numeral.ordinal)


# --- Mandarin ---

_DIGITS = "零〇幺一二两三四五六七八九"
_UNITS = "十百千万亿"
_WEEKDAY = r"(?:周|星期|礼拜)[一二三四五六日天]"
_NUMBER = rf"[{_DIGITS}{_UNITS}]+(?![0-9])|零?[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?(?:[{_UNITS}]+[0-9]?)?"
_NO_ONE = "一[共直定般起下样些旦切律]"
_WHOLE = re.compile(rf"{_WEEKDAY}|{_NO_ONE}|(第)?(负)?({_NUMBER})")
_WITH_POINT = re.compile(
    rf"{_WEEKDAY}|{_NO_ONE}|一半|(第)?(负)?((?:{_NUMBER})(?:点[{_DIGITS}]+(?![{_UNITS}]?[分刻])[万亿]?)?)(?:个?(半))?"
)
_HALF = re.compile(r"一半|(?<![个点块])半(?=[个年天斤])")


def _chinese(text: str, decimals: bool) -> Iterator[Numeral]:
    for match in (_WITH_POINT if decimals else _WHOLE).finditer(text):
        if match[3] is None:
            continue  # 周三: its number is not read together with what follows
        value = chinese_number(match[3])
        if value is None:
            continue
        value += Decimal("0.5") if decimals and match[4] else 0
        start, end = match.span()
        if text.startswith("打", end):
            value, end = 12 * value, end + 1
        yield Numeral(-value if match[2] else value, (start, end), match[1] is not None)
    if decimals:
        yield from (Numeral(Decimal("0.5"), match.span()) for match in _HALF.finditer(text))


def chinese_number(said: str) -> Decimal | None:
    """The value of 一百二十三, 两千五, 3万 or 二零二六; None when it is no number."""
    from cn2an import cn2an  # late, as everything that only some flows need

    try:
        return Decimal(
            str(
                cn2an(said.lstrip("零" if said[-1:].isascii() else "").replace("〇", "零").replace("幺", "一"), "smart")
            )
        )
    except ValueError:
        return None
