"""What the dialogue remembers of a call."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ivr.dialogue.actions import Play
from ivr.understanding.interpretation import Request, SlotValue
from ivr.understanding.mood import Mood


class Turn(StrEnum):
    """Whose move it is; an event from anybody else is a broken contract."""

    START = "start"
    CALLER = "caller"
    LOOKUP = "lookup"
    TRANSFER = "transfer"
    WAITING = "waiting"
    CONNECTED = "connected"
    OVER = "over"


class Question(StrEnum):
    """What the caller was asked last."""

    OPEN = "open"
    CONFIRM_INTENT = "confirm_intent"
    CHOOSE = "choose"
    SLOT = "slot"
    CONFIRM_SLOT = "confirm_slot"
    CONFIRM_ENTRY = "confirm_entry"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class Asked:
    """The open question; `intents` are those a confirmation or a choice is about, `entry` is one of the knowledge."""

    kind: Question = Question.OPEN
    slot: str = ""
    intents: tuple[str, ...] = ()
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Implied:
    """An intent that was named and acted on, and where the caller was before: "no" leads back there."""

    intent: str
    node: str
    asked: Asked
    refused: frozenset[str]


@dataclass(slots=True)
class CallState:
    """Changed by the dialogue alone."""

    turn: Turn = Turn.START
    today: date | None = None  # the day of the call, where it is known
    asked: Asked = field(default_factory=Asked)
    asked_at: str = ""  # the node at which it was asked
    slots: dict[str, str] = field(default_factory=dict)  # what is known for sure
    unsure: dict[str, SlotValue] = field(default_factory=dict)  # heard, to be read back first
    flawed: dict[str, SlotValue] = field(default_factory=dict)  # heard last, and no good
    history: dict[str, list[str]] = field(default_factory=dict)  # every good value of each slot, the last one last
    entered: list[str] = field(default_factory=list)  # the nodes of the call, in order
    rows: dict[str, str] = field(default_factory=dict)  # "order.status": what was looked up
    found_by: dict[str, str] = field(default_factory=dict)  # "order": what its row was searched by
    searches: list[tuple[str, str, str]] = field(default_factory=list)  # where was looked up what, and what came of it
    hours: dict[str, str] = field(default_factory=dict)  # "hours.shop": whether it is open, as the call began
    surveyed: set[str] = field(default_factory=set)  # slots that a survey has asked for
    calling_back: bool = False  # a ticket with the caller's number is being written
    met_agent: bool = False  # an agent has talked to the caller
    told_closed: bool = False  # the caller has been told that nobody is there
    row_of: str = ""  # the node whose look-up is done
    wants: list[str] = field(default_factory=list)  # accepted intents, in order
    agenda: list[Request] = field(default_factory=list)  # wishes said in one sentence with the last, yet to be done
    refused: set[str] = field(default_factory=set)  # offered and refused since the last accepted intent
    implied: Implied | None = None  # while the question that followed it is open
    entries: list[str] = field(default_factory=list)  # of the knowledge, answered
    refused_entries: set[str] = field(default_factory=set)  # offered and refused since the last answer
    interrupted: Asked = field(default_factory=Asked)  # what had been asked when an entry was offered
    wish: str = ""  # the words in which the last wish was said
    said: list[str] = field(default_factory=list)  # what the caller said, in order
    trail: list[str] = field(default_factory=list)  # nodes at which the caller had a turn
    used: Counter[str] = field(default_factory=Counter)  # how many variants of a wording are used up
    misses: Counter[str] = field(default_factory=Counter)  # "no_match", "no_input" since the question was asked
    failures: Counter[str] = field(default_factory=Counter)  # the same over the call
    insults: int = 0  # turns that were an insult and nothing else
    made_sense: bool = False  # something was said that was understood, or nearly
    mood: Mood = field(default_factory=Mood)
    turns: int = 0
    answered: bool = False  # an answer that was asked for has been given
    may_have_answered: str = ""  # the node that gave one and asks whether it is enough
    spoken: list[str] = field(default_factory=list)  # the texts of the last time that the line spoke
    last_said: list[Play] = field(default_factory=list)

    def ask(self, asked: Asked, node: str) -> None:
        """Open a question; asking the same one again keeps count of its misses."""
        if (asked, node) != (self.asked, self.asked_at):
            self.misses.clear()
            self.implied = None
        self.asked, self.asked_at = asked, node

    def learn(self, value: SlotValue, *, sure: bool) -> None:
        """Take a good value: for sure, or to be read back first."""
        name = value.name
        self.flawed.pop(name, None)
        before = [one for one in self.history.pop(name, []) if one != value.value]
        self.history[name] = [*before, value.value]
        if sure:
            self.unsure.pop(name, None)
            self.slots[name] = value.value
        else:
            self.unsure[name] = value

    def keep_row(self, name: str, key: str, row: Mapping[str, str]) -> None:
        """Take what was looked up by a key; nothing is left of an earlier row of that name."""
        others = {known: value for known, value in self.rows.items() if not known.startswith(f"{name}.")}
        self.rows = others | {f"{name}.{column}": value for column, value in row.items()}
        self.found_by[name] = key

    def told(self) -> dict[str, list[str]]:
        """Every value of each slot that the caller may now correct: those of before, and the flawed one just heard."""
        flawed = {name: [*self.history.get(name, ()), value.value] for name, value in self.flawed.items()}
        return self.history | flawed

    def known(self) -> dict[str, str]:
        """The value of each slot that was told, whether it was read back or not."""
        return self.slots | {name: value.value for name, value in self.unsure.items()}

    def values(self) -> dict[str, str]:
        """Everything a prompt may speak of."""
        return self.hours | self.rows | {f"slot.{name}": value for name, value in self.slots.items()}
