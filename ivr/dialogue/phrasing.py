"""The dialogue's own sentences: house wording with the flow's replacements, each variant used once."""

from collections.abc import Sequence
from datetime import date

from ivr.dialogue.state import CallState
from ivr.flow.entry import Entry
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.flow.slot import Slot
from ivr.prompts.spoken_values import CHINESE_MONEY, ENGLISH_MONEY, FILTERS, read_phone_from
from ivr.prompts.wording import fill, fill_known, house_wording, placeholders
from ivr.terms import Language
from ivr.understanding.interpretation import SlotValue
from ivr.understanding.spec import SLOT_MARK

READ_BACK = {
    "digits": "digits",
    "order_number": "spelled",
    "number": "number",
    "money": "money",
    "date": "date",
    "time": "time",
    "date_time": "date_time",
    "phone": "phone",
    "yes_no": "yes_no",
}
"""How the values of each slot type are read out; of the others as they stand."""

NEAR_DAYS = 300
"""A day that comes sooner is named without its year."""

SHORT = "_short"
"""What ends the key of a wording's short form."""


class Phrasing:
    """Picks and fills wordings for one call."""

    def __init__(self, flow: Flow, state: CallState) -> None:
        own = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in flow.wording.items()}
        house = {key: said for key, said in house_wording(flow.language).items() if key.removesuffix(SHORT) not in own}
        self._wording = {**house, **own}
        self._flow = flow
        self._state = state

    def has_fresh(self, key: str) -> bool:
        """Whether a variant of this wording has not been said in this call."""
        key = self._key(key)
        return self._state.used[key] < len(self._wording[key])

    def say(self, key: str, **values: str) -> str:
        """The next variant of a wording, filled."""
        key = self._key(key)
        return self._next(key, self._wording[key], values)

    def variants(self, key: str) -> tuple[str, ...]:
        """All variants of a wording, for whoever may or may not say them."""
        return self._wording[self._key(key)]

    def ask(self, slot: str) -> str:
        """The next variant of a slot's question."""
        return self._next(f"slots.{slot}", self._flow.slots[slot].asks, {})

    def at_node(self, node: str) -> str:
        """What a node says, filled with all that is known; empty when it says nothing."""
        variants = self._flow.said_at(node)
        return self._next(f"nodes.{node}", variants, self._state.values()) if variants else ""

    def foreseen_at(self, node: str) -> str:
        """What a node would say next, with placeholders for what is not known yet."""
        variants = self._flow.said_at(node)
        template = variants[self._state.used[f"nodes.{node}"] % len(variants)] if variants else ""
        return fill_known(template, self._state.values(), self._flow.language)

    def unknown(self, node: str) -> list[str]:
        """The values that a node would speak of and that are not known."""
        transfer = self._flow.nodes[node].transfer
        callback = self._flow.nodes[node].callback
        texts = (
            *self._flow.said_at(node),
            (transfer.say or "") if transfer else "",
            *(callback.texts if callback else ()),
        )
        return [name for text in texts for name in self.lacks(text)]

    def lacks(self, template: str) -> list[str]:
        """The values that a text speaks of and that are not known."""
        known = self._state.values()
        return [name for name, _ in placeholders(template) if name not in known]

    def of_node(self, template: str) -> str:
        """Another text of a flow's author, filled with all that is known."""
        return fill(template, self._state.values(), self._flow.language)

    def can_answer(self, entry: Entry) -> bool:
        """Whether all that an answer speaks of is known."""
        known = self._state.values() | entry.own_values()
        return all(name in known for name, _ in placeholders(entry.answer))

    def answer(self, entry: Entry) -> str:
        """The answer of an entry of the knowledge."""
        return fill(entry.answer, self._state.values() | entry.own_values(), self._flow.language)

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

    def called_back(self, slot: str) -> str:
        """The promise to call back, on the number in a slot."""
        value = SlotValue(slot, self._state.slots[slot], "", (0, 0), 1.0)
        return self.say("callback_noted", number=self.read_back(value))

    def read_back(self, value: SlotValue) -> str:
        """A slot value as it is read to the caller."""
        slot, language = self._flow.slots[value.name], self._flow.language
        if slot.choices:
            return slot.choices[value.value][0]
        if slot.type == "phone" and slot.country:
            return read_phone_from(value.value, language, slot.country)
        shape = READ_BACK.get(slot.type)
        if shape in ("date", "date_time") and not self._is_near(value.value):
            shape = f"full_{shape}"
        return FILTERS[shape](value.value, language) if shape else value.value

    def problem(self, value: SlotValue) -> str:
        """What is wrong with a value that was heard."""
        slot = self._flow.slots[value.name]
        return self.say(
            value.problem,
            count=str(len(value.value)),
            value=self.read_back(value),
            length=self._length(slot),
            least=self._limit(slot, slot.minimum),
            most=self._limit(slot, slot.maximum),
            currency=self._money(slot.currency),
        )

    def _is_near(self, value: str) -> bool:
        """Whether the day of a value is told apart without its year: it comes within ten months."""
        today, day = self._state.today, value.partition("T")[0]
        return today is not None and "-" in day and 0 <= (date.fromisoformat(day) - today).days < NEAR_DAYS

    def _length(self, slot: Slot) -> str:
        if slot.length is not None or slot.min_length is None or slot.max_length is None:
            return str(slot.length or slot.min_length or slot.max_length or 0)
        joint = "到" if self._flow.language is Language.MANDARIN else " to "
        return f"{slot.min_length}{joint}{slot.max_length}"

    def _limit(self, slot: Slot, limit: float | None) -> str:
        if limit is None:
            return ""
        if slot.type in ("time", "date_time"):
            hour, minute = divmod(round(limit * 60), 60)
            return FILTERS["time"](f"{hour:02}:{minute:02}", self._flow.language)
        if slot.type == "money":
            currency = f" {slot.currency}" if slot.currency else ""
            return FILTERS["money"](f"{limit:.2f}{currency}", self._flow.language)
        return FILTERS["number"](f"{limit:.15g}", self._flow.language)

    def _money(self, currency: str) -> str:
        if not currency:
            return ""
        return CHINESE_MONEY[currency] if self._flow.language is Language.MANDARIN else ENGLISH_MONEY[currency][1]

    def _key(self, key: str) -> str:
        """The key of a wording, or of its short form for a caller who has had enough of words."""
        short = f"{key}{SHORT}"
        return short if self._state.mood.annoyed and short in self._wording else key

    def _next(self, key: str, variants: Sequence[str], values: dict[str, str]) -> str:
        template = variants[self._state.used[key] % len(variants)]
        self._state.used[key] += 1
        return fill(template, values, self._flow.language)
