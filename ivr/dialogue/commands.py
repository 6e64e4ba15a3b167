"""What callers may say at every moment: agent, repeat, help, go back, start over, goodbye."""

from ivr.dialogue.actions import Action, EndCall
from ivr.dialogue.story import Why
from ivr.dialogue.walk import Walk
from ivr.terms import EndReason


class Commands:
    """Does what the caller commands."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._state = walk.state

    def obey(self, intent: str) -> list[Action]:
        if intent == "agent":
            return self._walk.hand_over(Why.ASKED)
        if intent == "repeat":
            return [
                *(self._state.last_said or [self._walk.play(self._walk.phrasing.say("nothing_to_repeat"))]),
                self._walk.listen(),
            ]
        if intent == "help":
            return self._walk.ask(self._state.asked, self._help())
        if intent == "goodbye":
            told = self._walk.play(self._walk.phrasing.say("goodbye"), barge_in=False)
            return [told, EndCall(self._walk.left(), EndReason.GOODBYE)]
        if intent == "start_over":
            self._state.slots.clear()
            self._state.unsure.clear()
            self._state.flawed.clear()
            self._state.trail.clear()
            self._state.agenda.clear()
            return self._walk.enter(self._walk.flow.start)
        return self._go_back()

    def _go_back(self) -> list[Action]:
        trail = self._state.trail
        while trail and trail[-1] == self._walk.node:
            trail.pop()
        target = trail.pop() if trail else self._walk.flow.start
        for slot in self._walk.flow.nodes[target].collect:
            self._state.slots.pop(slot, None)
            self._state.unsure.pop(slot, None)
        return self._walk.enter(target)

    def _help(self) -> str:
        walk, phrasing, asked = self._walk, self._walk.phrasing, self._state.asked
        node = walk.flow.nodes[walk.node]
        if asked.slot:
            slot = walk.flow.slots[asked.slot]
            own = slot.help or phrasing.say("help_slot", ask=phrasing.ask(asked.slot))
        elif node.help and not phrasing.lacks(node.help):
            own = phrasing.of_node(node.help)
        else:
            own = phrasing.say("help_open", examples=phrasing.examples(walk.reader.open_intents()))
        return phrasing.say("help", help=own)
