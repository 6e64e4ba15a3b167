"""What a file of cases may say: calls, turn by turn, and what is expected of the line."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from ivr.dialogue.policy import Kind
from ivr.flow.part import Day, Part
from ivr.terms import Disposition, EndReason

OUTCOMES = ("found", "missing", "failed")


def _moment(value: object) -> datetime:
    """A day with a time, as it is written."""
    try:
        if isinstance(value, str) and len(value) > len("2026-12-24"):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("this is no moment; write it as 2026-12-24 14:30")


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _said(value: object) -> object:
    """A sentence alone is what the caller says."""
    return {"say": value} if isinstance(value, str) else value


def _contained(value: object) -> object:
    """Words alone, or a list of them, are to be contained."""
    return {"contains": value} if isinstance(value, str | list) else value


def _of_outcome(value: object) -> object:
    """A word alone is how the look-up went."""
    return {"outcome": value} if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_listed)]
Row = dict[str, str]
Answers = Annotated[list[str | Row], BeforeValidator(_listed), Field(min_length=1)]
"""What a stubbed look-up answers, one after the other; the last one again and again."""


class Wording(Part):
    """What a text must be like. Words alone are to be contained, whatever their capitals."""

    contains: Texts = Field(default=[], description="Texts that are in it, whatever their capitals.")
    lacks: Texts = Field(default=[], description="Texts that are not in it.")
    exact: str | None = Field(default=None, alias="is", description="All of it, to the letter.")
    matches: str | None = Field(default=None, description="A regular expression that is found in it.")

    @field_validator("matches")
    @classmethod
    def _is_an_expression(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"this is no regular expression: {error.msg}") from error
        return pattern


class LookedUp(Part):
    """A look-up that is expected. A word alone is its outcome."""

    outcome: Literal["found", "missing", "failed", "none"] | None = Field(
        default=None, description="`found`, `missing` or `failed`; `none`: nothing is looked up."
    )
    source: str | None = Field(default=None, alias="from", description="One of the flow's `lookups`.")
    key: str | None = Field(default=None, description="What is searched for.")


Wanted = Annotated[Wording, BeforeValidator(_contained)]


class Turn(Part):
    """What the caller does, and what is expected then. A text alone is what the caller says."""

    say: str | None = Field(default=None, description="Words of the caller, taken as heard clearly.")
    hear: str | None = Field(
        default=None, description="A sound file beside the cases, heard by the real recogniser as one turn."
    )
    keys: str | None = Field(
        default=None,
        pattern=r"^[0-9*]*[0-9*#]$",
        description='Keys that the caller presses, `#` last or left out: "4471#".',
    )
    silence: Literal[True] | None = Field(default=None, description="`true`: the caller says nothing.")
    hang_up: Literal[True] | None = Field(default=None, description="`true`: the caller leaves.")
    intent: str | list[str] | None = Field(
        default=None,
        description="The intent that is acted on or offered, `yes` or `no`; a list: several wishes in one sentence.",
    )
    answer: str | None = Field(default=None, description="The entry of `knowledge` that is answered or offered.")
    decision: Annotated[Kind, Field(strict=False)] | None = Field(
        default=None, description=f"What is decided: {', '.join(f'`{kind}`' for kind in Kind)}."
    )
    slots: dict[str, str | None] = Field(
        default={}, description="Values that are known after the turn; an empty one: not known."
    )
    lookup: Annotated[LookedUp, BeforeValidator(_of_outcome)] | None = Field(
        default=None, description="The last look-up of the turn, by its outcome or by its parts."
    )
    node: str | None = Field(default=None, description="Where the call is after the turn.")
    prompt: Wanted | None = Field(default=None, description="What the line says in answer.")
    reply_within_ms: int | None = Field(
        default=None, ge=0, description="Audio time from the end of the caller's speech to the answer (with `hear`)."
    )

    @property
    def acts(self) -> bool:
        """Whether the caller does anything."""
        return any(did is not None for did in (self.say, self.hear, self.keys, self.silence, self.hang_up))

    @model_validator(mode="after")
    def _does_one_thing(self) -> "Turn":
        if sum(did is not None for did in (self.say, self.hear, self.keys, self.silence, self.hang_up)) > 1:
            raise ValueError("a caller does one thing a turn: `say`, `hear`, `keys`, `silence` or `hang_up`")
        if self.reply_within_ms is not None and self.hear is None:
            raise ValueError("`reply_within_ms` goes with `hear`: typed words take no time")
        return self


class Case(Part):
    """One call, and how it is expected to end."""

    today: Day | None = Field(default=None, description="Day of the call; else that of the file, else nobody knows.")
    now: Annotated[datetime, BeforeValidator(_moment)] | None = Field(
        default=None, description="Moment of the call, as `2026-12-24 14:30`; else noon of that day."
    )
    lookups: dict[str, Answers] = Field(
        default={},
        description="What look-ups answer instead of the real ones: a row, `missing`, `failed`, or a list of these.",
    )
    turns: list[Annotated[Turn, BeforeValidator(_said)]] = Field(
        min_length=1, description="The turns; a first one in which the caller does nothing is the line's greeting."
    )
    queue: str | None = Field(default=None, description="Agent queue to which the caller goes; `none`: to no person.")
    callback: str | None = Field(
        default=None, description="Number on which the caller is called back, as `+14155552671`."
    )
    priority: Literal["low", "normal", "high"] | None = Field(default=None, description="Place in that queue.")
    skills: list[str] | None = Field(default=None, description="Skills that the agent should have.")
    summary: Wanted | None = Field(default=None, description="What the agent reads.")
    disposition: Annotated[Disposition, Field(strict=False)] | None = Field(
        default=None, description=f"How the call went: {', '.join(f'`{one}`' for one in Disposition)}."
    )
    end: Annotated[EndReason, Field(strict=False)] | None = Field(
        default=None, description=f"What ended it: {', '.join(f'`{one}`' for one in EndReason)}."
    )
    turns_at_most: int | None = Field(default=None, ge=0, description="Most turns that the caller needs.")

    @field_validator("lookups")
    @classmethod
    def _are_answers(cls, lookups: Mapping[str, list[str | Row]]) -> Mapping[str, list[str | Row]]:
        for answers in lookups.values():
            for answer in answers:
                if isinstance(answer, str) and answer not in OUTCOMES[1:]:
                    raise ValueError(f"'{answer}' is no answer; a look-up gives a row, `missing` or `failed`")
        return lookups

    @model_validator(mode="after")
    def _goes_on(self) -> "Case":
        if any(not turn.acts for turn in self.turns[1:]):
            raise ValueError("each turn but the first needs `say`, `hear`, `keys`, `silence` or `hang_up`")
        return self


class Cases(Part):
    """A file of cases."""

    today: Day | None = Field(default=None, description="Day of all calls that name none of their own.")
    cases: dict[str, Case] = Field(min_length=1, description="The cases by their names, in words.")
