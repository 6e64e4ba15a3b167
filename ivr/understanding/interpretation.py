"""What an utterance may mean."""

from dataclasses import dataclass, field

from ivr.understanding.knowledge import Match
from ivr.understanding.mood import Sign


@dataclass(frozen=True, slots=True)
class SlotValue:
    """A value heard: `span` counts characters of the interpreted text; confidence 0..1."""

    name: str
    value: str
    raw: str
    span: tuple[int, int]
    confidence: float
    problem: str = ""  # empty: the value is good; else what is wrong with it (too_short, in_the_past)
    corrected: bool = False  # it changes a value that was told before


@dataclass(frozen=True, slots=True)
class Request:
    """A wish in a sentence that holds more than that, with the values said in its part; `span` as of a value."""

    intent: str
    score: float
    text: str
    span: tuple[int, int]
    slots: tuple[SlotValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Meanings from the likeliest down. `out_of_scope` is the probability that it is none of them."""

    text: str
    ranked: tuple[tuple[str, float], ...] = ()
    slots: tuple[SlotValue, ...] = field(default=())
    answer: bool | None = None  # yes, no, or neither was said
    out_of_scope: float = 0.0
    confidence: float = 1.0  # how sure the recogniser was of the words
    share: float = 1.0  # how probable these very words are among the recogniser's hypotheses
    instead: bool = False  # it takes back the last wish; `ranked` is what is meant instead
    requests: tuple[Request, ...] = ()  # two or more wishes in the order in which they were said, or none
    beside: tuple[Request, ...] = ()  # wishes said beside the value that was asked for
    hypothesis: int = 1  # which of the recogniser's hypotheses this is, 1 the likeliest
    hypotheses: int = 1  # how many were weighed for it
    knowledge: tuple[Match, ...] = ()  # answered questions that it may be, from the likeliest down
    signs: tuple[Sign, ...] = ()  # of frustration in the words

    def score(self, intent: str) -> float:
        """The probability of `intent`, 0 when it is not among the ranked."""
        return dict(self.ranked).get(intent, 0.0)

    def slot(self, name: str) -> SlotValue | None:
        """The value heard for the slot called `name`."""
        return next((value for value in self.slots if value.name == name), None)
