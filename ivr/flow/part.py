"""What every part of a flow file shares: how it is read, and the shapes of names, texts and days."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _day(value: object) -> date:
    """A day as YAML reads it, or as it is quoted; pydantic alone would take numbers for seconds since 1970."""
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("this is no day; write it as 2026-12-24")
    return value


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
    """Base of every part of a flow file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
