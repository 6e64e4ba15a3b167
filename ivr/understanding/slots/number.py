"""A quantity: "a hundred and twenty", "two and a half", "a dozen", 一百二十, 两个半, 三百五."""

from collections.abc import Sequence
from decimal import Decimal

from ivr.terms import Language
from ivr.understanding.slots.numerals import numerals
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.slots.validation import OF_AMOUNTS, problem_of_amount
from ivr.understanding.spec import SlotSpec

PRONOUNS = {Language.ENGLISH: {"one"}, Language.MANDARIN: {"一", "两"}}
"""What is a number only where one was asked for: "the big one", 等一下."""

ENGLISH_ONES = "zero one two three four five six seven eight nine ten".split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
TEENS = "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
CHINESE_ONES = "零一二两三四五六七八九"
CHINESE_UNITS = "十百千万"


class NumberSlot:
    """How many or how much, with `min` and `max` where the author says so; the value is written in figures."""

    takes = OF_AMOUNTS

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        heard = [
            numeral
            for numeral in numerals(text, moment.language)
            if not numeral.ordinal and (moment.asked or text[slice(*numeral.span)] not in PRONOUNS[moment.language])
        ]
        found = [Found(plain(numeral.value), numeral.span, problem_of_amount(numeral.value, spec)) for numeral in heard]
        return sorted(found, key=lambda one: one.problem != "")

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Every number word beside the words it may stand by, so that a grammar of pairs hears any number."""
        if language is Language.MANDARIN:
            return (*spoken_numbers(language), "一半", "两 个 半", "半")
        return (*spoken_numbers(language), "half", "a dozen", "half a dozen", "and a half", "minus", "point five")


def spoken_numbers(language: Language) -> list[str]:
    """Phrases whose pairs of neighbours make up every number under a million."""
    if language is Language.MANDARIN:
        digits = list(CHINESE_ONES)
        counted = [f"{digit} {unit}" for unit in CHINESE_UNITS for digit in digits[1:]]
        onward = [f"{unit} {digit}" for unit in CHINESE_UNITS for digit in digits]
        return [*digits, "十", *counted, *onward, "百 零", "千 零", "万 零"]
    ones, tens = ENGLISH_ONES[1:10], ENGLISH_TENS
    pairs = [f"{ten} {one}" for ten in tens for one in ones]
    large = [f"{word} {size}" for size in ("hundred", "thousand") for word in ("a", *ones, "ten", *TEENS, *tens)]
    onward = [f"hundred and {word}" for word in (*ones, "ten", *TEENS, *tens)]
    onward += [f"{size} {word}" for size in ("hundred", "thousand") for word in (*ones, "ten", *TEENS, *tens)]
    return [*ENGLISH_ONES, *TEENS, *tens, *pairs, *large, *onward, "hundred thousand"]


def plain(value: Decimal) -> str:
    """A number in figures, without an exponent or idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
