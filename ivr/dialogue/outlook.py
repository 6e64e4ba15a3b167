"""How whole the caller's turn is, in the light of what was asked: it sets how long a pause means "finished"."""

from collections.abc import Callable
from typing import TypeAlias

from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.state import Question
from ivr.dialogue.walk import Walk
from ivr.speech.endpointer import Outlook
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.back_channel import is_assent, is_sound
from ivr.understanding.completeness import Completeness, completeness
from ivr.understanding.interpretation import Interpretation, SlotValue
from ivr.understanding.unfinished import promises_more
from ivr.understanding.yes_no import is_bare_answer

Outlooks: TypeAlias = Callable[[Transcript, bool], Outlook]
"""Tells what may follow on what was said so far; the flag says that a prompt was playing."""

CLEARLY_HEARD = 0.5
"""Confidence from which a value that is whole ends the turn at once: of another a digit may have been misheard."""

OF_VALUES = {
    Completeness.WHOLE: Outlook.COMPLETE,
    Completeness.GOOD: Outlook.CONFIDENT,
    Completeness.OPEN: Outlook.OPEN,
    Completeness.PART: Outlook.UNFINISHED,
}

YES_OR_NO = (Question.CONFIRM_SLOT, Question.CONFIRM_INTENT, Question.CONFIRM_ENTRY, Question.CHOOSE)


class Prospect:
    """Looks at a turn that is not over. Changes nothing of the call."""

    def __init__(
        self,
        walk: Walk,
        interpret: Callable[[Transcript], Interpretation],
        decide: Callable[[Interpretation], Decision],
    ) -> None:
        """`interpret` and `decide` as of a turn that is over."""
        self._walk = walk
        self._interpret = interpret
        self._decide = decide

    def outlook(self, transcript: Transcript, *, over_prompt: bool) -> Outlook:
        """What may follow on what was said so far."""
        if not transcript.text:
            return Outlook.OPEN
        heard = self._interpret(transcript)
        if over_prompt and self._is_aside(heard):
            return Outlook.ASIDE
        if self._asks_yes_or_no and is_bare_answer(heard.text, self._language):
            return Outlook.COMPLETE if heard.answer else Outlook.CONFIDENT
        if value := heard.slot(self._walk.state.asked.slot):
            return self._of_value(value, heard)
        return self._of_words(heard)

    @property
    def _language(self) -> Language:
        return self._walk.flow.language

    @property
    def _asks_yes_or_no(self) -> bool:
        asked, ways = self._walk.state.asked, self._walk.cursor
        slot = self._walk.flow.slots.get(asked.slot)
        in_node = asked.kind is Question.OPEN and (ways.leads_by("yes") or ways.leads_by("no"))
        return asked.kind in YES_OR_NO or in_node or (slot is not None and slot.type == "yes_no")

    def _is_aside(self, heard: Interpretation) -> bool:
        """Whether the caller only shows that they listen; "yes" is more than that where yes or no is asked."""
        if self._asks_yes_or_no:
            return is_sound(heard.text, self._language)
        return is_assent(heard.text, self._language)

    def _of_value(self, value: SlotValue, heard: Interpretation) -> Outlook:
        spec = self._walk.flow.slots[value.name].spec(value.name)
        outlook = OF_VALUES[completeness(value, spec)]
        if outlook is Outlook.COMPLETE and value.confidence < CLEARLY_HEARD:
            return Outlook.OPEN
        if outlook is Outlook.OPEN and value.problem:
            return self._of_words(heard)
        return outlook

    def _of_words(self, heard: Interpretation) -> Outlook:
        if promises_more(heard.text, self._language):
            return Outlook.UNFINISHED
        decision = self._decide(heard)
        return Outlook.CONFIDENT if decision.acts or decision.kind is Kind.ANSWER else Outlook.OPEN
