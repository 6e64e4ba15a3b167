"""Questions that a line answers from its knowledge, and the days on which each answer holds."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from ivr.flow.part import Day, Part, Words


class Valid(Part):
    """The days on which an answer holds."""

    since: Day | None = Field(default=None, alias="from", description="First day, as 2026-11-01.")
    until: Day | None = Field(default=None, description="Last day.")

    @model_validator(mode="after")
    def _ordered(self) -> "Valid":
        if self.since and self.until and self.since > self.until:
            raise ValueError("`until` is before `from`")
        return self

    def on(self, day: date | None) -> bool:
        """Whether this holds on a day; on a day that nobody knows only what always holds does."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since or day) <= day <= (self.until or day)

    def overlaps(self, other: "Valid") -> bool:
        """Whether both hold on some day."""
        return (self.since or date.min) <= (other.until or date.max) and (other.since or date.min) <= (
            self.until or date.max
        )


class Entry(Part):
    """A question that callers ask, and its answer."""

    questions: Annotated[list[Words], Field(min_length=1)] = Field(
        description="Ways in which callers ask; the first one is read back when the line is not sure."
    )
    answer: Words = Field(description="What the line answers.")
    valid: Valid = Field(default=Valid(), description="Days on which the answer holds.")
    source: str = Field(default="", description="Where the answer comes from; for the agent and the records.")
    go: str | None = Field(
        default=None, description="Node to go on at; empty: the question that was open, or `when_done`."
    )

    def own_values(self) -> dict[str, str]:
        """What the answer may speak of besides the values of the call."""
        days = {"valid.from": self.valid.since, "valid.until": self.valid.until}
        return {name: day.isoformat() for name, day in days.items() if day}
