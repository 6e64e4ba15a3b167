"""What callers tell: a slot of a flow, with the checks of its type."""

import re
from difflib import get_close_matches
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from ivr.flow.part import Part, Variants
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.checksum import CHECKSUMS
from ivr.understanding.slots.money import CURRENCIES
from ivr.understanding.slots.phone import countries
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise

OF_SOME_TYPES = (
    "length", "min_length", "max_length", "pattern", "checksum", "minimum", "maximum", "currency", "country", "when",
)  # fmt: skip
"""The fields of a slot that only some types take."""


class Slot(Part):
    """What callers tell, how it is asked for and what it must look like."""

    type: str = Field(description="One of the slot types.")
    ask: str | Variants = Field(
        description="The question that asks for it; of several variants each is used once before any is again."
    )
    label: str = Field(default="", description="What the agent reads beside the value; empty: the slot's name.")
    length: int | None = Field(default=None, ge=1, le=40, description="Number of digits (or letters and digits).")
    min_length: int | None = Field(default=None, ge=1, le=40, description="Fewest digits (or letters and digits).")
    max_length: int | None = Field(default=None, ge=1, le=40, description="Most digits (or letters and digits).")
    pattern: str = Field(
        default="",
        description="Regular expression that the whole value fits; letters are capitals: `[A-Z]{2}[0-9]{6}`.",
    )
    checksum: str = Field(default="", description=f"Check digit: {', '.join(f'`{name}`' for name in CHECKSUMS)}.")
    minimum: float | None = Field(
        default=None, alias="min", description="Least number or amount; earliest hour (`9.5`)."
    )
    maximum: float | None = Field(
        default=None, alias="max", description="Greatest number or amount; latest hour (`17`)."
    )
    currency: str = Field(
        default="", description="The only currency that is taken, and what an amount without one is in: `EUR`."
    )
    country: str = Field(default="", description="Whose phone numbers are said without a country code: `GB`.")
    when: Literal["past", "future"] | None = Field(
        default=None, description="Take only such days; today is one of both."
    )
    choices: dict[str, Variants] | None = Field(
        default=None, description="Values of a `choice` slot, each with the ways it is said."
    )
    confirm: Literal["always", "when_unsure", "never"] = Field(
        default="when_unsure", description="Whether it is read back."
    )
    help: str | None = Field(default=None, description="Said when the caller asks for help here.")
    end_silence_ms: int | None = Field(
        default=None, ge=200, le=5000, description="Pause that means finished, for this slot."
    )

    @property
    def asks(self) -> tuple[str, ...]:
        """The variants of its question."""
        return (self.ask,) if isinstance(self.ask, str) else tuple(self.ask)

    @model_validator(mode="after")
    def _of_its_type(self) -> "Slot":
        if self.type not in SLOT_TYPES:
            raise ValueError(f"no slot type '{self.type}'; there is: {', '.join(SLOT_TYPES)}")
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("`choices` belongs to slots of type choice, and to each of them")
        for least, most, low, high in (
            ("min_length", "max_length", self.min_length, self.max_length),
            ("min", "max", self.minimum, self.maximum),
        ):
            if low is not None and high is not None and low > high:
                raise ValueError(f"`{least}` must not be above `{most}`")
        return self

    @field_validator(*OF_SOME_TYPES)
    @classmethod
    def _for_its_type(cls, value: object, info: ValidationInfo) -> object:
        key = cls.model_fields[info.field_name or ""].alias or info.field_name or ""
        theirs = [name for name, one in SLOT_TYPES.items() if key in one.takes]
        if info.data.get("type", theirs[0]) not in theirs:
            raise ValueError(f"`{key}` belongs to slots of type {', '.join(theirs)}")
        return value

    @field_validator("pattern")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"this is no regular expression: {error.msg}") from error
        return pattern

    @field_validator("checksum", "currency", "country")
    @classmethod
    def _is_known(cls, value: str, info: ValidationInfo) -> str:
        if info.field_name == "country":
            if value not in countries():
                raise ValueError(f"no country '{value}'; write its two letters, like GB or CN")
            return value
        there = sorted(CHECKSUMS if info.field_name == "checksum" else CURRENCIES)
        if value not in there:
            near = get_close_matches(value, there, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there is: {', '.join(there)}"
            raise ValueError(f"no {info.field_name} '{value}'; {hint}")
        return value

    def spec(self, name: str) -> SlotSpec:
        """The slot as understanding needs it."""
        ways = ((value, tuple(map(normalise, said))) for value, said in (self.choices or {}).items())
        return SlotSpec(
            name, self.type, self.length, tuple(ways), self.min_length, self.max_length, self.minimum, self.maximum,
            self.pattern, self.checksum, self.country, self.currency, self.when or "",
        )  # fmt: skip
