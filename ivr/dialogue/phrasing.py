"""The dialogue's own sentences: house wording with the flow's replacements, each variant used once."""

from collections.abc import Sequence

from ivr.dialogue.state import CallState
from ivr.flow.model import EVERYWHERE, Flow
from ivr.prompts.wording import FILTERS, fill, house_wording, placeholders
from ivr.understanding.interpretation import SlotValue
from ivr.understanding.spec import SLOT_MARK


class Phrasing:
    """Picks and fills wordings for one call."""

    def __init__(self, flow: Flow, state: CallState) -> None:
        own = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in flow.wording.items()}
        self._wording = {**house_wording(flow.language), **own}
        self._flow = flow
        self._state = state

    def has_fresh(self, key: str) -> bool:
        """Whether a variant of this wording has not been said in this call."""
        return self._state.used[key] < len(self._wording[key])

    def say(self, key: str, **values: str) -> str:
        """The next variant of a wording, filled."""
        return self._next(f"{key}", self._wording[key], values)

    def at_node(self, node: str) -> str:
        """What a node says, filled with all that is known; empty when it says nothing."""
        variants = self._flow.said_at(node)
        return self._next(f"nodes.{node}", variants, self._state.values()) if variants else ""

    def unknown(self, node: str) -> list[str]:
        """The values that a node would speak of and that are not known."""
        transfer = self._flow.nodes[node].transfer
        texts = (*self._flow.said_at(node), (transfer.say or "") if transfer else "")
        return [name for text in texts for name in self.lacks(text)]

    def lacks(self, template: str) -> list[str]:
        """The values that a text speaks of and that are not known."""
        known = self._state.values()
        return [name for name, _ in placeholders(template) if name not in known]

    def of_node(self, template: str) -> str:
        """Another text of a flow's author, filled with all that is known."""
        return fill(template, self._state.values(), self._flow.language)

    def examples(self, intents: Sequence[str]) -> str:
        """ "You can say ...", with the first sentences of two of these intents, other ones each time."""
        sentences = [
            next((text for text in self._flow.intents[name].examples if not SLOT_MARK.search(text)), "")
            for name in intents
            if name not in EVERYWHERE
        ]
        sentences = [sentence for sentence in sentences if sentence]
        if not sentences:
            return ""
        at = 2 * self._state.used["examples"]
        first, second = (sentences[(at + step) % len(sentences)] for step in (0, 1))
        return self.say("examples", first=first, second=second)

    def read_back(self, value: SlotValue) -> str:
        """A slot value as it is read to the caller."""
        slot = self._flow.slots[value.name]
        if slot.type == "digits":
            return FILTERS["digits"](value.value, self._flow.language)
        return slot.choices[value.value][0] if slot.choices else value.value

    def problem(self, value: SlotValue) -> str:
        """What is wrong with a value that was heard."""
        length = self._flow.slots[value.name].length or 0
        return self.say(value.problem, count=str(len(value.value)), value=self.read_back(value), length=str(length))

    def _next(self, key: str, variants: Sequence[str], values: dict[str, str]) -> str:
        template = variants[self._state.used[key] % len(variants)]
        self._state.used[key] += 1
        return fill(template, values, self._flow.language)
