"""An understanding that is asked the same only once."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from ivr.flowtest.remembering import Remembering
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.knowledge import Match

HEARD = Transcript.typed("我要退款", Language.MANDARIN)


class Counted:
    """An understanding that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def interpret(
        self,
        transcript: Transcript,
        asked: str = "",
        today: date | None = None,
        told: Mapping[str, Sequence[str]] | None = None,
    ) -> Interpretation:
        self.asked.append((transcript.text, asked, today, dict(told or {})))
        return Interpretation(transcript.text, confidence=len(self.asked))

    def with_knowledge(self, heard: Interpretation, entries: Set[str]) -> Interpretation:
        self.asked.append((heard.text, entries))
        return Interpretation(heard.text, knowledge=tuple(Match(entry, "", 1.0) for entry in sorted(entries)))

    def expectation(
        self, intents: Sequence[str], asked: str = "", *, yes_no: bool = False, most: int | None = None
    ) -> Expectation:
        return Expectation()


def test_the_same_words_in_the_same_place_are_understood_once() -> None:
    """Another question, another day and other values told before are another place."""
    inner = Counted()
    remembering = Remembering(inner)
    places: list[tuple[str, date | None, dict[str, tuple[str, ...]]]] = [
        ("", None, {}),
        ("order", None, {}),
        ("", date(2026, 3, 2), {}),
        ("", None, {"order": ("1234",)}),
    ]
    first, again = ([remembering.interpret(HEARD, *place) for place in places] for _ in range(2))

    assert first == again
    assert inner.asked == [("我要退款", *place) for place in places]


def test_knowledge_is_searched_once_for_the_same_entries() -> None:
    """The rest of the interpretation stays what it was."""
    inner = Counted()
    remembering = Remembering(inner)
    heard = Interpretation("我要退款", confidence=0.5)
    for _ in range(2):
        found = remembering.with_knowledge(heard, {"returns"})
        assert (found.confidence, [match.entry for match in found.knowledge]) == (0.5, ["returns"])
    remembering.with_knowledge(heard, {"returns", "hours"})

    assert inner.asked == [("我要退款", {"returns"}), ("我要退款", {"returns", "hours"})]
