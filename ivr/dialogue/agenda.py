"""Several wishes in one sentence: the first is done, and the line comes back to the others by itself."""

from collections.abc import Callable, Collection, Sequence

from ivr.dialogue.actions import Action
from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.reading import recoverable
from ivr.dialogue.state import Asked, Implied
from ivr.dialogue.story import WORDS
from ivr.dialogue.walk import Walk
from ivr.understanding.interpretation import Interpretation, Request
from ivr.understanding.person import AGENT

CLEARLY_HEARD = 0.5
"""Word confidence from which a sentence is trusted to hold two wishes."""

Keep = Callable[[Interpretation, Collection[str]], None]


class Agenda:
    """Takes the wishes of one sentence, and takes up the next where one is done."""

    def __init__(self, walk: Walk, keep: Keep) -> None:
        """`keep` takes the values that were heard with a wish."""
        self._walk = walk
        self._state = walk.state
        self._keep = keep

    def several(self, heard: Interpretation, decision: Decision) -> tuple[Request, ...]:
        """The wishes in a sentence that can all be seen to from here; none where it is one wish, or an answer."""
        asked = self._state.asked
        told_a_story = asked.slot and self._walk.flow.slots[asked.slot].type == "free_text"
        gave_a_value = asked.slot and decision.kind is Kind.ACCEPT and not decision.intent
        if told_a_story or gave_a_value or heard.confidence < CLEARLY_HEARD:
            return ()
        possible = {AGENT, *self._possible()}
        return heard.requests if all(request.intent in possible for request in heard.requests) else ()

    def note(self, heard: Interpretation) -> None:
        """Take what was wished beside the value that was asked for, unless it is what is being done."""
        if heard.confidence >= CLEARLY_HEARD:
            known = {*self._state.wants[-1:], *(request.intent for request in self._state.agenda)}
            possible = set(self._possible()) - known
            self._state.agenda += [request for request in heard.beside if request.intent in possible]

    def _possible(self) -> list[str]:
        return [intent for intent in self._walk.reader.open_intents() if intent in self._walk.flow.routes]

    def decided(self, requests: Sequence[Request]) -> Decision:
        """What is done with them: the first at once, but a person before anything else."""
        first = next((request for request in requests if request.intent == AGENT), requests[0])
        told = ", ".join(f"{request.intent} at {request.score:.2f}" for request in requests)
        return Decision(Kind.ACCEPT, f"{len(requests)} wishes in one sentence: {told}", first.intent, first.score)

    def take(self, requests: Sequence[Request], heard: Interpretation) -> list[Action]:
        """Go to the first and note the others."""
        state, walk = self._state, self._walk
        wishes = [request for request in requests if request.intent != AGENT]
        state.refused.clear()
        state.wish = heard.text
        if len(wishes) < len(requests):
            state.agenda = [*wishes, *state.agenda]
            return []
        first, *state.agenda = wishes
        joint = WORDS[walk.flow.language]["and"]
        told = walk.phrasing.say("several", wishes=joint.join(walk.reader.means(one.intent) for one in wishes))
        return [walk.play(told), *self._go(first)]

    def next(self) -> list[Action]:
        """Take up the next wish, where one is done."""
        request = self._state.agenda.pop(0)
        self._state.asked = Asked()
        told = self._walk.phrasing.say("next_wish", means=self._walk.reader.means(request.intent))
        return [self._walk.play(told), *self._go(request)]

    def _go(self, request: Request) -> list[Action]:
        """Go to a wish; a "no" that can only mean this leads back."""
        state, walk = self._state, self._walk
        part = Interpretation(request.text, slots=request.slots)
        implied = Implied(request.intent, walk.node, state.asked, frozenset(state.refused))
        may_be_taken_back = request.intent in recoverable(walk.flow, part, state.slots)
        state.wants.append(request.intent)
        node = walk.cursor.jump(walk.flow.routes[request.intent], request.intent)
        self._keep(part, walk.reader.slots_of(request.intent, node))
        actions = walk.enter(node)
        if may_be_taken_back:
            state.implied = implied
        return actions
