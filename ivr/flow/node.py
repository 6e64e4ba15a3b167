"""The steps of a flow: what the line says, collects and looks up, and where it goes on."""

from typing import Literal

from pydantic import Field, field_serializer, model_validator

from ivr.flow.branch import Branch
from ivr.flow.names import HAND_OVER
from ivr.flow.part import Name, Part, Target
from ivr.speech.endpointer import COMPLETE_MS, CONFIDENT_MS, INTER_DIGIT_MS, UNFINISHED_MS
from ivr.terms import BargeIn


class Timing(Part):
    """Patience, in ms of audio."""

    no_input_ms: int = Field(
        default=6000, ge=1000, le=60000, description="Silence after which nothing is expected any more."
    )
    end_silence_ms: int = Field(
        default=600,
        ge=200,
        le=5000,
        description="Pause that means the caller has finished, when nothing tells what may follow.",
    )
    complete_ms: int = Field(
        default=COMPLETE_MS,
        ge=100,
        le=5000,
        description="The same when nothing can follow: the last digit of a number was said, or yes.",
    )
    confident_ms: int = Field(
        default=CONFIDENT_MS,
        ge=100,
        le=5000,
        description="The same after a wish that is understood, or no, or a choice.",
    )
    unfinished_ms: int = Field(
        default=UNFINISHED_MS,
        ge=200,
        le=10000,
        description="The same when more must follow: digits are missing, or the last word was *and* or *um*.",
    )
    inter_digit_ms: int = Field(
        default=INTER_DIGIT_MS,
        ge=500,
        le=15000,
        description="Pause after a key that means no more follow; `#` ends at once.",
    )
    max_ms: int = Field(default=20000, ge=1000, le=120000, description="Longest turn of a caller.")

    def but(self, own: "Timing | None") -> "Timing":
        """The same, with what a node says for itself."""
        return self.model_copy(update=own.model_dump(exclude_unset=True)) if own else self


class LookUp(Part):
    """What a node looks up, and where it goes when that finds nothing."""

    source: str = Field(alias="from", description="One of `lookups`.")
    by: str = Field(description="The slot whose value is searched for.")
    into: Name = Field(alias="as", description="Name under which prompts speak of the row: `{order.status}`.")
    on_missing: Target = Field(description="Node for a value that is not there.")
    on_failure: Target = Field(
        default=HAND_OVER, description="Node when the look-up itself fails; `hand_over` is a person."
    )


class Unattended(Part):
    """A queue that is not always attended: whoever comes out of hours is told so, and never just left in it."""

    hours: str | None = Field(default=None, description="One of `hours`: when somebody attends to the queue.")
    out_of_hours: Target | None = Field(
        default=None, description="Node that a caller is led to while nobody does: told when it opens, or called back."
    )

    @model_validator(mode="after")
    def _tells_what_else(self) -> "Unattended":
        if (self.hours is None) != (self.out_of_hours is None):
            raise ValueError("`hours` and `out_of_hours` go together: a caller must be told that nobody is there")
        return self


class Transfer(Unattended):
    """Handing the caller to an agent queue."""

    queue: str = Field(description="Agent queue.")
    skills: list[str] = Field(default=[], description="Skills the agent should have.")
    priority: Literal["low", "normal", "high"] = Field(default="normal", description="Place in the queue.")
    say: str | None = Field(default=None, description="Said before the transfer.")


class Callback(Part):
    """A promise to call the caller back: a ticket with the number, for whoever has time later."""

    queue: str = Field(description="Agent queue whose people call back.")
    number: str = Field(description="The slot of type `phone` that holds the number; it must be known here.")
    skills: list[str] = Field(default=[], description="Skills the agent should have.")
    priority: Literal["low", "normal", "high"] = Field(default="normal", description="Place in the queue.")
    say: str | None = Field(default=None, description="Said before the promise, which reads the number back.")

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said here, and the number: all of it must be known."""
        return (self.say or "", f"{{slot.{self.number}}}")


class Survey(Part):
    """A question on leaving, which nobody has to answer: asked once in a call, and never again."""

    slot: str = Field(description="The slot that is asked for, of type `number` or `choice`; it is not read back.")
    thanks: str | None = Field(default=None, description="Said after an answer, instead of the house wording.")


class Tries(Part):
    """When to stop trying at one node; what is not said here is as in the flow's `limits`."""

    no_input: int | None = Field(default=None, ge=1, le=4, description="Silences after one question.")
    no_match: int | None = Field(default=None, ge=1, le=4, description="Misunderstandings of one question.")


class ListenTo(Part):
    """What a node waits to hear."""

    to: Literal["any"] | list[str] = Field(default="any", description="`any` intent of the flow, or a list of them.")


class Node(Part):
    """One step of a call."""

    say: str | list[str] | None = Field(
        default=None,
        description="What the line says here; of several variants each is used once before any is again.",
    )
    collect: list[str] = Field(default=[], description="Slots that must be known before the node goes on.")
    look_up: LookUp | None = Field(default=None, description="Look something up, after collecting and before saying.")
    survey: Survey | None = Field(
        default=None, description="Ask once, and go on whatever is answered, before branching and saying."
    )
    branch: list[Branch] = Field(
        default=[],
        description="Ways on by a value, tried in order after looking up and before saying; when none holds, the node "
        "says what it says and goes on as it does otherwise.",
    )
    listen: ListenTo | None = Field(default=None, description="Wait for the caller.")
    go: Target | dict[str, Target] | None = Field(
        default=None, description="Where to go on: a node, or by intent (`yes`, `no` and `else` too)."
    )
    run: str = Field(
        default="", description="One of `subflows`: its nodes come here, and `on` says where each exit leads."
    )
    on: dict[str, Target] = Field(default={}, description="Node for each exit of the sub-flow that is run.")
    transfer: Transfer | None = Field(default=None, description="Hand the caller to an agent queue.")
    callback: Callback | None = Field(default=None, description="Promise to call back, and end the call.")
    end: bool = Field(default=False, description="End the call here.")
    forget: list[str] = Field(default=[], description="Slots to ask anew when this node is entered.")
    barge_in: BargeIn = Field(
        default=BargeIn.SPEECH, strict=False, description="What stops the prompt: nothing, keys, or speech and keys."
    )
    help: str | None = Field(default=None, description="Said when the caller asks for help here.")
    timing: Timing | None = Field(
        default=None, description="Patience of this node; what is not said here is as in the flow's `timing`."
    )
    limits: Tries | None = Field(default=None, description="When to stop trying at this node.")

    @field_serializer("timing", "limits")
    def _only_what_is_said(self, own: Timing | Tries | None) -> dict[str, int] | None:
        return own.model_dump(exclude_unset=True) if own else None

    @model_validator(mode="after")
    def _goes_on_one_way(self) -> "Node":
        if self.listen is None and isinstance(self.go, dict):
            raise ValueError("`go` with several ways needs a `listen`")
        if self.on and not self.run:
            raise ValueError("`on` needs a `run`")
        if self.survey is not None and (self.listen is not None or not (self.end or isinstance(self.go, str))):
            raise ValueError("a survey goes on by itself: with `go` to one node, or with `end`")
        to_person = [self.transfer is not None, self.callback is not None]
        if sum([self.listen is not None or self.go is not None, bool(self.run), *to_person, self.end]) != 1:
            raise ValueError("a node needs just one way on: `listen` or `go`, `run`, `transfer`, `callback`, or `end`")
        return self
