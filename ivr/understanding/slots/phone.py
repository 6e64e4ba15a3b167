"""A phone number, read out in digits: "four one five, double five five ...", "plus four four ...", 幺三八..."""

import re
from collections.abc import Sequence

from ivr.terms import Language
from ivr.understanding.slots.digits import DigitsSlot, digit_runs
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec

USUAL_COUNTRY = {Language.ENGLISH: "US", Language.MANDARIN: "CN"}
"""Whose numbers are said without a country code, where the slot does not say."""

FEWEST = 7
"""Digits of the shortest number with an area code; fewer are something else when nobody asked."""

_PLUS = {
    Language.ENGLISH: re.compile(r"(?<!\w)plus(?: sign)? $"),
    Language.MANDARIN: re.compile("加号?$"),
}


class PhoneSlot:
    """A number that exists in the numbering plan of its `country` (or, said with "plus", of any), as `+14155552671`."""

    takes = frozenset({"country"})

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        country = spec.country or USUAL_COUNTRY[moment.language]
        found = []
        for run in digit_runs(text, moment.language):
            if len(run.value) < FEWEST and not moment.asked:
                continue
            plus = _PLUS[moment.language].search(text, 0, run.span[0])
            span = (plus.start(), run.span[1]) if plus else run.span
            number = _international("+" + run.value if plus else run.value, country)
            found.append(Found(number, span) if number else Found(run.value, span, "wrong_phone"))
        return sorted(found, key=lambda one: (one.problem != "", -len(one.value)))

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        return (*DigitsSlot().phrases(spec, language), "加 八 六" if language is Language.MANDARIN else "plus one")


def _international(digits: str, country: str) -> str:
    """The number as E.164, empty when there is none such."""
    import phonenumbers  # late, as everything that only some flows need

    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def lacks_digits(digits: str, country: str) -> bool:
    """Whether digits are too few for any number of a country (empty: for any number at all)."""
    import phonenumbers

    try:
        number = phonenumbers.parse(digits, country or "ZZ")
    except phonenumbers.NumberParseException as error:
        return int(error.error_type) == phonenumbers.NumberParseException.TOO_SHORT_NSN or len(digits) < FEWEST
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(
        reason in (phonenumbers.ValidationResult.TOO_SHORT, phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY)
    )


def is_phone(number: str) -> bool:
    """Whether an international number exists in the numbering plan."""
    return _international(number, "ZZ") == number


def countries() -> frozenset[str]:
    """What `country:` may name."""
    import phonenumbers

    return frozenset(phonenumbers.SUPPORTED_REGIONS)
