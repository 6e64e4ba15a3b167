"""What is said over a prompt, but not to the line: "uh-huh", and short sounds that mean nothing."""

from ivr.dialogue.reading import ANYTHING_GOES
from ivr.dialogue.walk import Walk
from ivr.speech.endpointer import Outlook
from ivr.terms import Language
from ivr.understanding.back_channel import is_assent, is_sound
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.text import normalise, units

A_SYLLABLE_MS = 120
"""A sound over a prompt that is shorter is nobody's word, whatever it resembles."""

SHORT_MS = 600
"""A sound that is shorter ..."""

WORDS = 2
"""... or of fewer words (in Mandarin: characters) than this, and means nothing, is not answered: a noise resembles some
short word."""

MEANT = 0.65
"""Nor is one that would mean something, and was heard less clearly than this."""

A_WORD = {Language.ENGLISH: 1, Language.MANDARIN: 2}
"""Units of a word."""

OF_WORDS = 0.25
"""Share of single words in the ways to say what is expected from which one word is what may well be said."""

A_WORD_MS = 240
"""Where one word is expected, a sound as long as a word is answered, even if it was misheard ..."""

MEANT_AS_EXPECTED = 0.4
"""... and a shorter one that would mean something, where it was heard so clearly: a cough is shorter, too."""


class Listener:
    """Tells of what somebody says over a prompt whether they only listen. Changes nothing of the call."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._language = walk.flow.language

    def says_aside(self, heard: Interpretation, outlook: Outlook, lasted_ms: int) -> bool:
        """Whether they only show that they listen, or make a short sound that means nothing here."""
        if self._shows(heard.text) or lasted_ms < A_SYLLABLE_MS:
            return True
        understood = heard.confidence if outlook in (Outlook.COMPLETE, Outlook.CONFIDENT) else 0.0
        if self._awaits_a_word:
            return lasted_ms < A_WORD_MS and understood < MEANT_AS_EXPECTED
        return understood < MEANT and (lasted_ms < SHORT_MS or len(units(heard.text)) < WORDS)

    def _shows(self, text: str) -> bool:
        """ "Yes" is an answer where yes or no is asked, and "right" where it is a way to go."""
        if self._walk.reader.asks_yes_or_no:
            return is_sound(text, self._language)
        return is_assent(text, self._language) and text not in self._expected

    @property
    def _awaits_a_word(self) -> bool:
        """Whether one word answers what was asked: yes, a digit, a choice, a command, but no story, which a cough
        could pass for."""
        if self._walk.reader.asks_yes_or_no:
            return True
        if slot := self._walk.flow.slots.get(self._walk.state.asked.slot):
            return slot.type not in ANYTHING_GOES
        single = sum(len(units(one)) <= A_WORD[self._language] for one in self._expected)
        return single >= OF_WORDS * max(1, len(self._expected))

    @property
    def _expected(self) -> list[str]:
        """The author's own words for what leads on from here."""
        intents = self._walk.flow.intents
        names = self._walk.reader.open_intents()
        return [normalise(one) for name in names if name in intents for one in intents[name].examples]
