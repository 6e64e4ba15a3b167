"""How whole the caller's turn is, in the light of what was asked: it sets how long a pause means "finished"."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from ivr.dialogue.aside import Listener
from ivr.dialogue.keys import takes_digits
from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.walk import Walk
from ivr.speech.endpointer import Outlook
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.completeness import READ_OUT, Completeness, completeness, is_one_off, without_digits
from ivr.understanding.interpretation import Interpretation, SlotValue
from ivr.understanding.reading import Timed, is_fluent, split_digits
from ivr.understanding.text import normalise, units
from ivr.understanding.unfinished import promises_more
from ivr.understanding.yes_no import is_bare_answer

Outlooks: TypeAlias = Callable[[Transcript, int], Outlook]
"""Tells what may follow on what was said so far; the number is for how many ms it was said over a prompt, if at all."""

CLEARLY_HEARD = 0.6
"""Confidence from which "yes" ends the turn at once: a noise may resemble a syllable."""

CLEAR_DIGIT = 0.5
"""Confidence of its least sure digit from which a whole number ends the turn at once: the digit may be none."""

MAY_LACK = 0.35
"""Share of the hypotheses that lack a digit up to which it does."""

LIKELY_MORE = 0.3
"""Probability from which the last words are taken to promise more: "um" and "the" are short, and a "where is" that was
cut off costs more than a pause that is longer than need be. Of one word alone it must be likelier than not."""

MISHEARD = 2
"""So many words that mean nothing may be the first digits of a number ("six six": "that that")."""

SURELY_A_WORD = 0.9
"""Confidence from which one short word is no misheard digit, where digits were asked for."""

OF_VALUES = {
    Completeness.WHOLE: Outlook.COMPLETE,
    Completeness.GOOD: Outlook.CONFIDENT,
    Completeness.OPEN: Outlook.OPEN,
    Completeness.PART: Outlook.UNFINISHED,
}


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

    def outlook(self, transcript: Transcript, *, over_prompt_ms: int) -> Outlook:
        """What may follow on what was said so far."""
        if not transcript.text:
            return Outlook.UNFINISHED if self._reads_out else Outlook.OPEN
        heard = self._interpret(replace(transcript, alternatives=()))
        if transcript.keys:
            return self._of_keys(heard, transcript)
        outlook = self._of(heard, transcript)
        if over_prompt_ms and Listener(self._walk).says_aside(heard, outlook, over_prompt_ms):
            return Outlook.ASIDE
        return outlook

    def _of(self, heard: Interpretation, transcript: Transcript) -> Outlook:
        if self._walk.reader.asks_yes_or_no and is_bare_answer(heard.text, self._language):
            if heard.confidence < CLEARLY_HEARD:
                return Outlook.OPEN
            return Outlook.COMPLETE if heard.answer else Outlook.CONFIDENT
        if value := heard.slot(self._walk.state.asked.slot):
            return self._of_value(value, heard, transcript)
        return self._of_words(heard, transcript)

    @property
    def _language(self) -> Language:
        return self._walk.flow.language

    def _of_keys(self, heard: Interpretation, transcript: Transcript) -> Outlook:
        """Nothing follows on the last digit, and on 1 or 2 only where they are no digits of a value."""
        asked = self._walk.state.asked.slot
        if heard.answer is not None and not takes_digits(self._walk.flow.slots.get(asked)):
            return Outlook.COMPLETE
        value = heard.slot(asked)
        return self._of_value(value, heard, transcript) if value else Outlook.OPEN

    def _of_value(self, value: SlotValue, heard: Interpretation, transcript: Transcript) -> Outlook:
        """What matters is not which digits were said, but how many."""
        spec = self._walk.flow.slots[value.name].spec(value.name)
        said = without_digits(value, self._split_digits(transcript), spec)
        outlook = OF_VALUES[completeness(said, spec)]
        if outlook is Outlook.COMPLETE:
            doubtful = said != value or value.confidence < CLEAR_DIGIT or self._lacking(value, transcript) > MAY_LACK
            return Outlook.OPEN if doubtful else outlook
        if outlook is Outlook.UNFINISHED and is_one_off(said, spec) and is_fluent(_timed(transcript)):
            return Outlook.OPEN
        if outlook is Outlook.OPEN and value.problem:
            return self._of_words(heard, transcript)
        return outlook

    def _split_digits(self, transcript: Transcript) -> int:
        """How many digits were probably heard as two."""
        return split_digits(_timed(transcript), transcript.language) if self._reads_out else 0

    def _lacking(self, value: SlotValue, transcript: Transcript) -> float:
        """The share of those hypotheses by which fewer digits were said."""
        lacking = math.fsum(other.share for other in transcript.alternatives if self._is_shorter(other, value))
        return lacking / (transcript.share + math.fsum(other.share for other in transcript.alternatives))

    def _is_shorter(self, other: Transcript, value: SlotValue) -> bool:
        instead = self._interpret(other).slot(value.name)
        return instead is None or len(instead.value) < len(value.value)

    def _of_words(self, heard: Interpretation, transcript: Transcript) -> Outlook:
        if self._may_go_on(heard, transcript):
            return Outlook.UNFINISHED
        decision = self._decide(heard)
        understood = decision.acts or decision.kind is Kind.ANSWER
        if self._may_be_digits(heard, understood):
            return Outlook.OPEN if understood and heard.confidence >= SURELY_A_WORD else Outlook.UNFINISHED
        return Outlook.CONFIDENT if understood else Outlook.OPEN

    def _may_go_on(self, heard: Interpretation, transcript: Transcript) -> bool:
        """Whether it is likely enough, by all hypotheses, that the last words promise more."""
        said = [(heard.text, transcript.share), *((normalise(one.text), one.share) for one in transcript.alternatives)]
        promising = sum(share for text, share in said if promises_more(text, self._language))
        enough = LIKELY_MORE if len(units(heard.text)) > 1 else 0.5
        return promising >= enough * sum(share for _, share in said)

    @property
    def _reads_out(self) -> bool:
        """Whether a number was asked for that is read out digit by digit."""
        slot = self._walk.flow.slots.get(self._walk.state.asked.slot)
        return slot is not None and slot.type in READ_OUT

    def _may_be_digits(self, heard: Interpretation, understood: bool) -> bool:
        """Whether a number was asked for and its first digits may have been misheard: as one short word, or as two that
        mean nothing here."""
        words = len(units(heard.text))
        return self._reads_out and (words == 1 or (words == MISHEARD and not understood))


def _timed(transcript: Transcript) -> Timed:
    return [(word.text, word.start_ms, word.end_ms) for word in transcript.words]
