"""What a flow file may say. Unknown keys are refused; field descriptions are the reference in the docs."""

import re
from datetime import date, datetime
from difflib import get_close_matches
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from ivr.terms import Language
from ivr.understanding.person import AGENT
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.checksum import CHECKSUMS
from ivr.understanding.slots.money import CURRENCIES
from ivr.understanding.slots.phone import countries
from ivr.understanding.spec import SlotSpec
from ivr.understanding.text import normalise

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Variants = Annotated[list[str], Field(min_length=1)]
Cost = Annotated[float, Field(gt=0, le=1000)]


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


Day = Annotated[date, BeforeValidator(_day)]
Words = Annotated[str, AfterValidator(_words)]

EVERYWHERE = ("agent", "repeat", "help", "go_back", "start_over", "goodbye")
"""Intents that work at every moment of a call without being written."""


CHANGE_NOTHING = ("repeat", "help")
"""Those after which the same question is still open."""

HAND_OVER = "hand_over"
"""Where a node may lead besides the flow's own nodes: to a person."""


OF_SOME_TYPES = (
    "length", "min_length", "max_length", "pattern", "checksum", "minimum", "maximum", "currency", "country", "when",
)  # fmt: skip
"""The fields of a slot that only some types take."""


class Part(BaseModel):
    """Base of every part of a flow file."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class HandOver(Part):
    queue: str = Field(description="Agent queue that takes callers who ask for a person, and those the line fails.")
    skills: list[str] = Field(default=[], description="Skills the agent should have.")
    say: str | None = Field(default=None, description="Said before such a transfer, instead of the house wording.")


class VoiceChoice(Part):
    name: str = Field(
        default="",
        description="Voice of the speaking program, e.g. `gmw/en` for British English; empty: the usual one.",
    )
    rate: int = Field(default=150, ge=80, le=450, description="Words a minute.")
    volume: float = Field(default=0.9, gt=0, le=1, description="0 to 1.")


class Limits(Part):
    no_input: int = Field(default=3, ge=1, le=4, description="Silences after one question before the line gives up.")
    no_match: int = Field(
        default=3, ge=1, le=4, description="Misunderstandings of one question before a person takes over."
    )
    failures: int = Field(
        default=4,
        ge=1,
        le=4,
        description="Misunderstandings and silences in one call, each, before a person takes over.",
    )
    turns: int = Field(default=40, ge=1, description="Caller turns before a person takes over.")
    on_silence: Literal["end", "hand_over"] = Field(
        default="end",
        description="What to do with a caller who was never heard: `end` the call or `hand_over`.",
    )
    abuse: int = Field(
        default=3,
        ge=1,
        le=4,
        description="Turns in one call that are an insult and nothing else; those before the last are warned.",
    )
    on_abuse: Literal["end", "hand_over"] = Field(
        default="end", description="What to do at that limit: `end` the call or `hand_over`."
    )
    on_nonsense: Literal["end", "hand_over"] = Field(
        default="hand_over",
        description="What to do with a caller of whom nothing at all was understood: `end` the call or `hand_over`.",
    )


class Costs(Part):
    """What it costs a caller when the line does this; 1 is one question that they need not have been asked."""

    wrong_route: Cost = Field(default=6, description="Acting at once on what the caller did not mean.")
    wrong_route_to: dict[str, Cost] = Field(
        default={}, description="The same for single intents, `agent` and its like among them."
    )
    taken_back: Cost = Field(
        default=4.5,
        description='Going on with what the caller did not mean, where it was named and a "no" takes it back.',
    )
    wrong_answer: Cost = Field(default=5, description="Answering a question of `knowledge` that was not asked.")
    naming: Cost = Field(default=0.3, description="Naming on the way what was understood.")
    confirm: Cost = Field(default=1, description='Asking back: "You would like to ... Is that right?"')
    choose: Cost = Field(default=1.5, description='Offering two: "Would you like to ..., or to ...?"')
    reprompt: Cost = Field(default=3, description="Having to say it again.")
    failure: Cost = Field(default=1, description="What each failure in the call adds to having to say it again.")
    hand_over: Cost = Field(
        default=5, description="Giving a caller to a person whom they did not ask for and might not have needed."
    )
    wrong_value: Cost = Field(default=2.5, description="Taking a slot's value that the caller did not say.")

    def of_acting_on(self, intent: str) -> float:
        """Of acting at once on an intent that was not meant."""
        usual = {AGENT: self.hand_over} | dict.fromkeys(CHANGE_NOTHING, self.taken_back)
        return self.wrong_route_to.get(intent, usual.get(intent, self.wrong_route))

    def of_taking_back(self, intent: str) -> float:
        """Of going on with an intent that was named and not meant; as much dearer than usual as acting on it."""
        return self.taken_back * self.wrong_route_to.get(intent, self.wrong_route) / self.wrong_route

    def reads_back(self, confidence: float) -> bool:
        """Whether it is cheaper to read a value back than to take it, heard with this confidence."""
        return (1 - confidence) * self.wrong_value > self.confirm

    def when(self, failures: int = 0, impatience: float = 1.0) -> "Costs":
        """The costs after so many failures, for a caller to whom saying it again costs `impatience` times as much.

        Whatever goes wrong makes the caller say it again, so all of it becomes dearer by that, but not a person.
        """
        more = (self.reprompt + self.failure * failures) * impatience - self.reprompt
        dearer = {
            name: getattr(self, name) + more for name in ("wrong_route", "taken_back", "wrong_answer", "reprompt")
        }
        routes = {intent: cost + more for intent, cost in self.wrong_route_to.items() if intent != AGENT}
        agent = {intent: cost for intent, cost in self.wrong_route_to.items() if intent == AGENT}
        return self.model_copy(update={**dearer, "wrong_route_to": routes | agent})


class Timing(Part):
    no_input_ms: int = Field(
        default=6000, ge=1000, le=60000, description="Silence after which nothing is expected any more."
    )
    end_silence_ms: int = Field(default=800, ge=200, le=5000, description="Pause that means the caller has finished.")
    max_ms: int = Field(default=20000, ge=1000, le=120000, description="Longest turn of a caller.")


class Intent(Part):
    means: str = Field(description='Completes "you would like to ..." when the line asks back.')
    examples: Variants = Field(description="Sentences as callers say them; `{slot}` stands where a value is said.")
    request: bool = Field(
        default=True,
        description="Whether it asks for something and may stand beside another in one sentence; a greeting does not.",
    )


class Slot(Part):
    type: str = Field(description="One of the slot types.")
    ask: str = Field(description="The question that asks for it.")
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


class Valid(Part):
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


class Lookup(Part):
    table: str = Field(description="CSV file beside the flow; its first line names the columns.")
    key: str = Field(description="The column that is searched.")
    story: dict[str, str] = Field(
        default={}, description="Columns that the agent reads, each with its label; empty: all."
    )


class LookUp(Part):
    source: str = Field(alias="from", description="One of `lookups`.")
    by: str = Field(description="The slot whose value is searched for.")
    into: Name = Field(alias="as", description="Name under which prompts speak of the row: `{order.status}`.")
    on_missing: str = Field(description="Node for a value that is not there.")
    on_failure: str = Field(
        default=HAND_OVER, description="Node when the look-up itself fails; `hand_over` is a person."
    )


class Transfer(Part):
    queue: str = Field(description="Agent queue.")
    skills: list[str] = Field(default=[], description="Skills the agent should have.")
    priority: Literal["low", "normal", "high"] = Field(default="normal", description="Place in the queue.")
    say: str | None = Field(default=None, description="Said before the transfer.")


class ListenTo(Part):
    to: Literal["any"] | list[str] = Field(default="any", description="`any` intent of the flow, or a list of them.")


class Node(Part):
    say: str | list[str] | None = Field(
        default=None,
        description="What the line says here; of several variants each is used once before any is again.",
    )
    collect: list[str] = Field(default=[], description="Slots that must be known before the node goes on.")
    look_up: LookUp | None = Field(default=None, description="Look something up, after collecting and before saying.")
    listen: ListenTo | None = Field(default=None, description="Wait for the caller.")
    go: str | dict[str, str] | None = Field(
        default=None, description="Where to go on: a node, or by intent (`yes`, `no` and `else` too)."
    )
    transfer: Transfer | None = Field(default=None, description="Hand the caller to an agent queue.")
    end: bool = Field(default=False, description="End the call here.")
    forget: list[str] = Field(default=[], description="Slots to ask anew when this node is entered.")
    barge_in: Literal["never", "speech"] = Field(
        default="speech", description="Whether the caller may speak over the prompt."
    )
    help: str | None = Field(default=None, description="Said when the caller asks for help here.")
    timing: Timing | None = Field(default=None, description="Patience of this node.")

    @model_validator(mode="after")
    def _goes_on_one_way(self) -> "Node":
        if self.listen is None and isinstance(self.go, dict):
            raise ValueError("`go` with several ways needs a `listen`")
        ways = [self.listen is not None or self.go is not None, self.transfer is not None, self.end]
        if sum(ways) != 1:
            raise ValueError("a node needs just one way on: `listen` or `go`, `transfer`, or `end`")
        return self


class Flow(Part):
    flow: Name = Field(description="Name of the line.")
    language: Language = Field(description="`en` or `zh`.")
    about: str = Field(default="", description="One sentence for people who look for a line.")
    start: str = Field(description="First node of a call.")
    hand_over: HandOver = Field(description="Where `agent` and giving up lead.")
    voice: VoiceChoice = Field(default=VoiceChoice(), description="How the line speaks.")
    limits: Limits = Field(default=Limits(), description="When to stop trying.")
    costs: Costs = Field(default=Costs(), description="What going wrong and asking cost, by which the line decides.")
    timing: Timing = Field(default=Timing(), description="Patience, in ms of audio.")
    intents: dict[Name, Intent] = Field(
        description="What callers want; or the name of a file beside the flow that holds them."
    )
    when_done: str = Field(
        default="",
        description="Node that asks what else there is to do. Where a caller has said two wishes in one sentence, "
        "the line goes from the first to the second instead of there. An answer from `knowledge` leads there too.",
    )
    knowledge: dict[Name, Entry] = Field(
        default={},
        description="Questions with their answers; or the name of a file beside the flow that holds them.",
    )
    routes: dict[str, str] = Field(default={}, description="Node for each intent, unless a node's `go` says otherwise.")
    slots: dict[Name, Slot] = Field(default={}, description="What callers tell.")
    lookups: dict[Name, Lookup] = Field(default={}, description="Where answers are looked up.")
    wording: dict[str, str | Variants] = Field(default={}, description="House wording, replaced.")
    nodes: dict[Name, Node] = Field(min_length=1, description="The steps of the flow.")

    def said_at(self, node: str) -> tuple[str, ...]:
        """The prompt variants of a node."""
        say = self.nodes[node].say
        return (say,) if isinstance(say, str) else tuple(say or ())

    def in_force(self, day: date | None) -> frozenset[str]:
        """The entries of `knowledge` that hold on a day."""
        return frozenset(name for name, entry in self.knowledge.items() if entry.valid.on(day))

    def after_answers(self) -> frozenset[str]:
        """The nodes at which a call may go on after an answer from `knowledge`."""
        named = {entry.go for entry in self.knowledge.values()} | ({self.when_done} if self.knowledge else set())
        return frozenset(node for node in named if node)

    def ways(self, node: str) -> dict[str, str]:
        """Where each route key leads from a node: its own `go` over the flow's `routes`."""
        here = self.nodes[node]
        if isinstance(here.go, str):
            return {"": here.go}
        own = dict(here.go or {})
        if here.listen is None:
            return own
        wanted = self.intents if here.listen.to == "any" else here.listen.to
        return {intent: target for intent, target in self.routes.items() if intent in wanted} | own


def describe(part: type[BaseModel]) -> dict[str, Any]:
    """The keys of one part and what each means, for the reference and its test."""
    return {field.alias or name: field.description for name, field in part.model_fields.items()}
