"""Calls that come to nothing: silence, insults, nonsense. Ended politely, or given to a person, as the flow says.

A person is always one sentence away: whoever asks for one gets one, whatever was said before.
"""

from ivr.dialogue.actions import Action, EndCall
from ivr.dialogue.answers import LOST
from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.reading import ANYTHING_GOES
from ivr.dialogue.state import Question
from ivr.dialogue.story import Why
from ivr.dialogue.walk import Walk
from ivr.terms import Disposition, EndReason
from ivr.understanding.abuse import is_nothing_but_abuse
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.person import AGENT
from ivr.understanding.text import normalise

STRANGE = 0.7
"""Probability of being out of scope from which words that were not understood count as nonsense."""


class Endings:
    """Warns who insults the line, and stops a call where the limits of its flow are reached."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._state = walk.state

    def is_abuse(self, heard: Interpretation, decision: Decision) -> bool:
        """Whether a turn is to be taken as an insult and nothing else.

        Not where it asks for a person, is what the caller thinks of the line and was asked for, or its words are what
        the author expects: an example, or a value ("The Idiot" is a book, too). A classifier that has never seen
        insults is not asked what they mean.
        """
        if self._state.asked.kind is Question.SURVEY or not is_nothing_but_abuse(heard.text):
            return False
        if not decision.acts:
            return True
        if decision.intent:
            return decision.intent != AGENT and not self._is_example(heard.text, decision.intent)
        asked = self._state.asked.slot
        return asked in self._walk.flow.slots and self._walk.flow.slots[asked].type in ANYTHING_GOES

    def _is_example(self, text: str, intent: str) -> bool:
        written = self._walk.flow.intents
        return intent in written and text in map(normalise, written[intent].examples)

    def abused(self, heard: Interpretation) -> list[Action]:
        """Ask to go on without insults; stop at the flow's limit."""
        walk, state, limits = self._walk, self._state, self._walk.flow.limits
        state.insults += 1
        explained: list[Action] = [walk.explain(Decision(Kind.REPROMPT, "an insult and nothing else"), heard)]
        if state.insults >= limits.abuse:
            if limits.on_abuse == "hand_over":
                return [*explained, *walk.hand_over(Why.ABUSE)]
            so_far = walk.so_far()
            return [*explained, *self._end("abuse_end", "insulted too often", so_far, EndReason.ABUSE)]
        told = walk.phrasing.say("abuse_warning")
        if state.asked.kind is Question.SLOT:
            again = walk.ask(state.asked, walk.phrasing.ask(state.asked.slot))
            return [*explained, *walk.preceded(told, again)]
        return [*explained, *walk.ask(state.asked, told)]

    def take_note(self, heard: Interpretation, decision: Decision) -> None:
        """Remember whether anything in this call has made sense: an intent, a value, an answer, words that are near."""
        near = bool(heard.text) and (not heard.ranked or heard.out_of_scope < STRANGE)
        value = any(not value.problem for value in heard.slots)
        self._state.made_sense = self._state.made_sense or decision.kind not in LOST or near or value

    def give_up(self, kind: str) -> list[Action]:
        """Stop asking after too many turns of this `kind`, "no_match" or "no_input"."""
        limits, said = self._walk.flow.limits, bool(self._state.said)
        if kind == "no_input":
            if not said and limits.on_silence == "end":
                gone = Disposition.ABANDONED
                return self._end("silence_end", "the caller was never heard", gone, EndReason.SILENCE)
            return self._walk.hand_over(Why.NOT_HEARD)
        if said and not self._state.made_sense and limits.on_nonsense == "end":
            return self._end(
                "nonsense_end", "nothing that was said made sense", Disposition.ABANDONED, EndReason.NONSENSE
            )
        return self._walk.hand_over(Why.NOT_UNDERSTOOD)

    def _end(self, key: str, why: str, disposition: Disposition, reason: EndReason) -> list[Action]:
        told = self._walk.play(self._walk.phrasing.say(key), barge_in=False)
        return [*self._walk.explained(Kind.END, why), told, EndCall(disposition, reason)]
