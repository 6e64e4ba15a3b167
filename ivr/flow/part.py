"""What every part of a flow file shares: how it is read, and the shapes of names, texts and days."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _day(value: object) -> date:
    """A day as it is written, with or without quotes."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value) == len("2026-12-24"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("this is no day; write it as 2026-12-24")


def _words(value: str) -> str:
    if not value.strip():
        raise ValueError("this is empty")
    return value


LEADS = "leads"
"""Marks texts that name a node, where a call goes on; `ivr.flow.targets` finds them by it."""

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Variants = Annotated[list[str], Field(min_length=1)]
Cost = Annotated[float, Field(gt=0, le=1000)]
Day = Annotated[date, BeforeValidator(_day)]
Words = Annotated[str, AfterValidator(_words)]
Target = Annotated[str, LEADS]


class Part(BaseModel):
    """Base of every part of a flow file. What is written is never taken for a value of another kind."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, strict=True, allow_inf_nan=False)
