"""Ways on that are taken by a value: each with one condition, compared as what the value is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from ivr.flow.part import Part, Target
from ivr.prompts.spoken_values import CLOCK
from ivr.prompts.wording import fill, placeholders
from ivr.terms import Language

Comparable: TypeAlias = Decimal | date | time | datetime

CONDITIONS = ("is", "is_not", "one_of", "above", "below", "at_least", "at_most", "known")
AMOUNT = re.compile(r"([+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?)(?: ([A-Z]{3}))?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, an amount with its currency, a day, a time of day, or a day with a time."""

    value: Comparable
    currency: str = ""

    def beside(self, other: "Quantity") -> tuple[Comparable, Comparable] | None:
        """Both in a form in which one is before or after the other; None where neither is.

        Of a day with a time beside a day the day counts; amounts are compared within one currency, and with numbers.
        """
        if self.currency and other.currency and self.currency != other.currency:
            return None
        pair = [self.value, other.value]
        if {type(one) for one in pair} == {date, datetime}:
            pair = [one.date() if isinstance(one, datetime) else one for one in pair]
        return (pair[0], pair[1]) if type(pair[0]) is type(pair[1]) else None


def quantity(text: str) -> Quantity | None:
    """What a value is, where it can be more or less than another: "12.50 EUR", "2026-12-24", "15:30"."""
    if match := AMOUNT.fullmatch(text):
        return Quantity(Decimal(match[1]), match[2] or "")
    try:
        if CLOCK.fullmatch(text):
            return Quantity(time.fromisoformat(text))
        if len(text) == 10 and text[4] == text[7] == "-":
            return Quantity(date.fromisoformat(text))
        if len(text) == 16 and text[10] == "T":
            return Quantity(datetime.fromisoformat(text))
    except ValueError:
        pass
    return None


def _limit(value: object) -> str:
    """A limit as text: YAML gives numbers as such."""
    text = str(value)
    if isinstance(value, bool) or not (quantity(text) or placeholders(text)):
        raise ValueError("this is no number, day or time; write 1000, 12.50, 2026-12-24 or '15:30'")
    return text


Limit = Annotated[str, BeforeValidator(_limit), WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]})]


class Branch(Part):
    """A way on for a value."""

    value: str = Field(description="What is looked at: `slot.NAME`, `ROW.column` or `hours.NAME`.")
    is_: str | None = Field(default=None, alias="is", description="The value is just this text.")
    is_not: str | None = Field(default=None, description="The value is known, and another text than this.")
    one_of: list[str] | None = Field(default=None, min_length=1, description="The value is one of these texts.")
    above: Limit | None = Field(default=None, description="The value is more, or later, than this.")
    below: Limit | None = Field(default=None, description="The value is less, or earlier, than this.")
    at_least: Limit | None = Field(default=None, description="The value is this or more.")
    at_most: Limit | None = Field(default=None, description="The value is this or less.")
    known: bool | None = Field(default=None, description="Whether the value is known at all.")
    go: Target = Field(description="Where to go on then: a node or `hand_over`.")

    @model_validator(mode="after")
    def _has_one_condition(self) -> "Branch":
        if len(self._conditions()) != 1:
            raise ValueError(f"a branch needs just one of: {', '.join(CONDITIONS)}")
        return self

    @property
    def condition(self) -> str:
        """Which of `CONDITIONS` it has."""
        return self._conditions()[0]

    @property
    def operands(self) -> tuple[str, ...]:
        """The texts that the value is compared with."""
        given = getattr(self, _field(self.condition))
        return tuple(given) if isinstance(given, list) else () if self.condition == "known" else (given,)

    @property
    def names(self) -> tuple[str, ...]:
        """The values that it looks at."""
        return (self.value, *(name for text in self.operands for name, _ in placeholders(text)))

    def holds(self, values: Mapping[str, str], language: Language) -> tuple[bool, str]:
        """Whether the branch is taken, and why or why not, in words; of a value that is not known only `known` can."""
        if self.condition == "known":
            there = self.value in values
            return there is self.known, f"{self.value} is {'' if there else 'not '}known"
        for name in self.names:
            if name not in values:
                return False, f"{name} is not known"
        operands = tuple(fill(text, values, language) for text in self.operands)
        return _TESTS[self.condition](self, values[self.value], operands)

    def _conditions(self) -> list[str]:
        return [name for name in CONDITIONS if getattr(self, _field(name)) is not None]

    def _equal(self, value: str, operands: Sequence[str]) -> tuple[bool, str]:
        same = value in operands
        told = " or ".join(f"'{text}'" for text in self.operands)
        return same is not (self.condition == "is_not"), f"{self.value} is {'' if same else 'not '}{told}"

    def _ordered(self, value: str, operands: Sequence[str]) -> tuple[bool, str]:
        found, limit = quantity(value), quantity(operands[0])
        pair = found.beside(limit) if found and limit else None
        words = f"{self.condition.replace('_', ' ')} {self.operands[0]}"
        if pair is None:
            return False, f"{self.value} is nothing that can be {words}"
        holds = ORDERS[self.condition](*pair)
        return holds, f"{self.value} is {'' if holds else 'not '}{words}"


def taken(branches: Sequence[Branch], values: Mapping[str, str], language: Language) -> tuple[Branch | None, str]:
    """The first branch that holds, or None, and why in words that tell no value."""
    against = []
    for branch in branches:
        holds, words = branch.holds(values, language)
        if holds:
            return branch, f"{words}: on to {branch.go}"
        against.append(words)
    return None, f"no branch holds: {'; '.join(dict.fromkeys(against))}"


def _field(condition: str) -> str:
    return "is_" if condition == "is" else condition


ORDERS: Mapping[str, Callable[[Comparable, Comparable], bool]] = {
    "above": lambda value, limit: value > limit,  # type: ignore[operator]  # both are of one kind
    "below": lambda value, limit: value < limit,  # type: ignore[operator]
    "at_least": lambda value, limit: value >= limit,  # type: ignore[operator]
    "at_most": lambda value, limit: value <= limit,  # type: ignore[operator]
}
_TESTS: Mapping[str, Callable[[Branch, str, Sequence[str]], tuple[bool, str]]] = {
    **dict.fromkeys(("is", "is_not", "one_of"), Branch._equal),
    **dict.fromkeys(ORDERS, Branch._ordered),
}
