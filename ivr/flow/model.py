"""What a flow file may say. Unknown keys are refused; field descriptions are the reference in the docs."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from ivr.flow.costs import Costs
from ivr.flow.entry import Entry
from ivr.flow.hours import Hours
from ivr.flow.lookup import Lookup
from ivr.flow.node import Node, Timing, Unattended
from ivr.flow.part import Name, Part, Target, Variants
from ivr.flow.slot import Slot
from ivr.terms import Language


class HandOver(Unattended):
    """Where callers go who ask for a person, or whom the line fails."""

    queue: str = Field(description="Agent queue that takes callers who ask for a person, and those the line fails.")
    skills: list[str] = Field(default=[], description="Skills the agent should have.")
    say: str | None = Field(default=None, description="Said before such a transfer, instead of the house wording.")


class VoiceChoice(Part):
    """How the line speaks."""

    name: str = Field(
        default="",
        description="[Voice](voices.md): `gmw/en` for British English, `en_US-lessac-medium` for a file of Piper; "
        "empty: the usual one of the machine.",
    )
    rate: int = Field(default=150, ge=80, le=450, description="Words a minute.")
    volume: float = Field(default=0.9, gt=0, le=1, description="0 to 1.")


class Limits(Part):
    """When to stop trying."""

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
    prompt_seconds: int = Field(
        default=20,
        ge=3,
        le=300,
        description="Seconds that a prompt should take at most; the checker warns of longer ones.",
    )
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


class UnderstandingChoice(Part):
    """How sentences are told apart."""

    embeddings: bool = Field(
        default=False,
        description="Whether to look at what sentences mean, besides their words: English only; each machine that "
        "takes calls needs the extra `embeddings` and its weights.",
    )


class Intent(Part):
    """What callers want, in their own words."""

    means: str = Field(description='Completes "you would like to ..." when the line asks back.')
    examples: Variants = Field(description="Sentences as callers say them; `{slot}` stands where a value is said.")
    request: bool = Field(
        default=True,
        description="Whether it asks for something and may stand beside another in one sentence; a greeting does not.",
    )


class Flow(Part):
    """One line in one language."""

    flow: Name = Field(description="Name of the line.")
    language: Language = Field(strict=False, description="`en` or `zh`.")
    about: str = Field(default="", description="One sentence for people who look for a line.")
    start: str = Field(description="First node of a call.")
    hand_over: HandOver = Field(description="Where `agent` and giving up lead.")
    voice: VoiceChoice = Field(default=VoiceChoice(), description="How the line speaks.")
    limits: Limits = Field(default=Limits(), description="When to stop trying.")
    costs: Costs = Field(default=Costs(), description="What going wrong and asking cost, by which the line decides.")
    timing: Timing = Field(default=Timing(), description="Patience, in ms of audio.")
    understanding: UnderstandingChoice = Field(
        default=UnderstandingChoice(), description="How sentences are told apart."
    )
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
    caller: str = Field(
        default="",
        description="Slot that tells who calls, a customer number for example: tickets know a returning caller by it, "
        "as a word that does not tell the value. Empty: a phone number that the caller told.",
    )
    hours: dict[Name, Hours] = Field(default={}, description="When somebody is there; holidays are in it.")
    lookups: dict[Name, Lookup] = Field(default={}, description="Where answers are looked up.")
    differs: list[str] = Field(
        default=[],
        description="Parts that this flow and that of the same line in another language may have otherwise, or not at "
        "all: `nodes.greeting`, `knowledge` ([more](lines.md#two-languages)).",
    )
    subflows: dict[Name, str] = Field(
        default={}, description="Files of [sub-flows](lines.md#sub-flows), from the folder of this one."
    )
    wording: dict[str, str | Variants] = Field(default={}, description="House wording, replaced.")
    nodes: dict[Name, Node] = Field(min_length=1, description="The steps of the flow.")

    def said_at(self, node: str) -> tuple[str, ...]:
        """The prompt variants of a node."""
        say = self.nodes[node].say
        return (say,) if isinstance(say, str) else tuple(say or ())

    def in_force(self, day: date | None) -> frozenset[str]:
        """The entries of `knowledge` that hold on a day."""
        return frozenset(name for name, entry in self.knowledge.items() if entry.valid.on(day))

    def told_by_the_clock(self) -> frozenset[str]:
        """The values that a call has of its opening hours."""
        return frozenset(f"hours.{name}{what}" for name in self.hours for what in ("", ".opens"))

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


class SubFlow(Part):
    """Steps that several lines share, in one language."""

    subflow: Name = Field(description="Name of the sub-flow.")
    language: Language = Field(strict=False, description="`en` or `zh`, as the flows that run it.")
    about: str = Field(default="", description="One sentence for people who look for a sub-flow.")
    start: Target = Field(description="First node.")
    exits: list[Name] = Field(
        min_length=1, description="Ways out, each with a name that its nodes lead to as to a node."
    )
    intents: dict[Name, Intent] = Field(
        default={}, description="Intents that it adds to the flow; or the name of a file beside it that holds them."
    )
    slots: dict[Name, Slot] = Field(default={}, description="Slots that it adds to the flow.")
    lookups: dict[Name, Lookup] = Field(default={}, description="Look-ups that it adds; tables stand beside this file.")
    subflows: dict[Name, str] = Field(default={}, description="Sub-flows that it runs itself.")
    nodes: dict[Name, Node] = Field(min_length=1, description="The steps.")


def describe(part: type[BaseModel]) -> dict[str, Any]:
    """The keys of one part and what each means, for the reference and its test."""
    return {field.alias or name: field.description for name, field in part.model_fields.items()}
