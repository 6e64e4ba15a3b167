"""The caller's turn: what is done with what was heard, or with silence."""

from collections.abc import Collection

from ivr.dialogue.actions import Action
from ivr.dialogue.agenda import Agenda
from ivr.dialogue.answers import Answers
from ivr.dialogue.commands import Commands
from ivr.dialogue.endings import Endings
from ivr.dialogue.events import Heard
from ivr.dialogue.keys import can_be_pressed
from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.state import Asked, Implied, Question
from ivr.dialogue.story import Why
from ivr.dialogue.walk import Walk
from ivr.flow.names import EVERYWHERE
from ivr.speech.keypad import only_keys
from ivr.understanding.completeness import HALVES
from ivr.understanding.interpretation import Interpretation, SlotValue
from ivr.understanding.slot_filling import UNMISTAKABLE

OFFERS = (Question.CONFIRM_SLOT, Question.CONFIRM_INTENT, Question.CHOOSE, Question.CONFIRM_ENTRY)
"""Questions to which "no" means that it was not that."""

UNANSWERED = ("no", "goodbye")
"""What callers say to a survey that they would rather not answer."""


class CallerTurn:
    """Takes each turn of the caller's to the next move of the line."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._state = walk.state
        self._commands = Commands(walk)
        self._agenda = Agenda(walk, self.keep)
        walk.take_up = self._agenda.next
        self._answers = Answers(walk)
        self._endings = Endings(walk)

    def decide(self, heard: Interpretation) -> Decision:
        """What would be done about this, were the turn over; changes nothing."""
        return self._answers.instead(heard, self._walk.reader.decide(heard))

    def heard(self, heard: Interpretation, turn: Heard) -> list[Action]:
        """The caller has had a turn."""
        self._state.turns += 1
        if heard.text:
            self._state.said.append(heard.text)
        self._sense(heard, turn)
        if self._state.turns > self._walk.flow.limits.turns:
            return self._walk.hand_over(Why.LONG)
        decision = self._walk.reader.decide(heard)
        if self._endings.is_abuse(heard, decision):
            return self._endings.abused(heard)
        if requests := self._agenda.several(heard, decision):
            decision = self._agenda.decided(requests)
            self._endings.take_note(heard, decision)
            explain = self._walk.explain(decision, heard)
            begun = self._agenda.take(requests, heard)
            return [explain, *(begun or self._walk.hand_over(Why.ASKED))]
        decision = self._answers.instead(heard, decision)
        self._endings.take_note(heard, decision)
        if decision.intent in self._walk.flow.intents and decision.intent not in self._state.asked.intents:
            self._state.wish = heard.text
        explained: list[Action] = [self._walk.explain(decision, heard)]
        if decision.entry:
            return [*explained, *self._answers.act(decision)]
        if decision.kind is Kind.REPROMPT:
            return self.missed("no_match", explained, heard, turn)
        return [*explained, *self._decided(decision, heard)]

    def silent(self) -> list[Action]:
        """The caller said nothing."""
        surveyed = self._state.asked.kind is Question.SURVEY
        explained = self._walk.explained(Kind.GO_ON if surveyed else Kind.REPROMPT, "nothing was said")
        return [*explained, *self._walk.surveyed("")] if surveyed else self.missed("no_input", explained)

    def _sense(self, heard: Interpretation, turn: Heard) -> None:
        """Take the caller's mood from this turn."""
        state = self._state
        state.mood = state.mood.after(
            heard.signs,
            failures=state.failures["no_match"],
            corrected=heard.instead or any(value.corrected for value in heard.slots),
            level_dbfs=turn.level_dbfs if heard.text else None,
            over_prompt=turn.over_prompt,
        )

    def _decided(self, decision: Decision, heard: Interpretation) -> list[Action]:
        if (answer := self._surveyed(decision, heard)) is not None:
            return self._walk.surveyed(answer)
        match decision.kind:
            case Kind.HAND_OVER:
                self._state.failures["no_match"] += 1
                return self._endings.give_up("no_match")
            case Kind.CONFIRM | Kind.DISAMBIGUATE:
                return self._offer(decision.alternatives or (decision.intent,), heard)
            case Kind.IMPLICIT:
                return self._imply(decision, heard)
            case _:
                return self._accept(decision, heard)

    def _surveyed(self, decision: Decision, heard: Interpretation) -> str | None:
        """What a survey is answered with; empty where the caller does not say, None where they want something else."""
        asked = self._state.asked
        if asked.kind is not Question.SURVEY:
            return None
        if decision.kind is Kind.GO_ON or decision.intent in UNANSWERED:
            return ""
        value = heard.slot(asked.slot)
        return value.value if value and not value.problem and not decision.intent else None

    def _offer(self, intents: tuple[str, ...], heard: Interpretation) -> list[Action]:
        """Ask whether it is this one, or which of two."""
        reader, phrasing = self._walk.reader, self._walk.phrasing
        self.keep(heard, {slot for intent in intents for slot in reader.slots_of(intent)})
        means = [reader.means(intent) for intent in intents]
        if len(intents) == 1:
            told = phrasing.say("confirm_intent", means=means[0])
            return self._walk.ask(Asked(Question.CONFIRM_INTENT, intents=intents), told)
        told = phrasing.say("choose", first=means[0], second=means[1])
        return self._walk.ask(Asked(Question.CHOOSE, intents=intents), told)

    def _imply(self, decision: Decision, heard: Interpretation) -> list[Action]:
        """Name what was understood and go on; "no" to that leads back here."""
        state = self._state
        implied = Implied(decision.intent, self._walk.node, state.asked, frozenset(state.refused))
        named = self._walk.phrasing.say("implied_intent", means=self._walk.reader.means(decision.intent))
        actions = self._accept(decision, heard)
        state.implied = implied
        return self._walk.preceded(named, actions)

    def _accept(self, decision: Decision, heard: Interpretation) -> list[Action]:
        asked, state = self._state.asked, self._state
        if heard.answer is False and state.implied:
            if decision.intent == "no":
                return self._taken_back(state.implied)
            if state.wants and decision.intent in self._walk.flow.intents:
                state.wants.pop()
        elif heard.instead and asked.kind not in (Question.CONFIRM_INTENT, Question.CHOOSE):
            self._retract(decision.intent)
        if decision.intent == "no" and asked.kind in OFFERS:
            return self._refused(asked)
        if decision.intent == "yes" and asked.kind is Question.CONFIRM_SLOT:
            state.slots[asked.slot] = state.unsure.pop(asked.slot).value
            return self._walk.go_on()
        if not decision.intent:  # a value that was asked for
            corrected = {value.name for value in heard.slots if value.corrected}
            self.keep(heard, {asked.slot, *corrected})
            self._agenda.note(heard)
            return self._walk.go_on_with(corrected - {asked.slot})
        if decision.intent in EVERYWHERE and not self._walk.cursor.leads_by(decision.intent):
            return self._commands.obey(decision.intent)
        if decision.intent in self._walk.flow.intents:
            state.wants.append(decision.intent)
            state.agenda = [request for request in state.agenda if request.intent != decision.intent]
            state.refused.clear()
            state.implied = None
        node = self._walk.reader.follow(decision.intent)
        self.keep(heard, self._walk.reader.slots_of(decision.intent, node))
        return self._walk.enter(node)

    def _retract(self, meant: str) -> None:
        """The last wish was none: it is taken off the story, and what was to come after it with it."""
        if self._state.wants and meant in self._walk.flow.intents and meant != self._state.wants[-1]:
            self._state.wants.pop()
            self._state.agenda.clear()

    def _refused(self, asked: Asked) -> list[Action]:
        """What was read back or offered is not what the caller meant: ours to try again, and only so often."""
        state = self._state
        state.failures["no_match"] += 1
        state.refused.update(asked.intents)
        asked = self._answers.taken_back(asked)
        key = "slot_again" if asked.slot else "not_that"
        if state.failures["no_match"] > self._walk.flow.limits.failures or not self._walk.phrasing.has_fresh(key):
            return self._endings.give_up("no_match")
        if asked.slot:
            state.unsure.pop(asked.slot, None)
            again = self._walk.phrasing.say(key, ask=self._walk.phrasing.ask(asked.slot))
            return self._walk.ask(Asked(Question.SLOT, asked.slot), again)
        state.unsure.clear()
        return self._walk.ask(Asked(), self._walk.phrasing.say(key))

    def _taken_back(self, implied: Implied) -> list[Action]:
        """What was named is not what the caller meant. No failure of theirs: they are back where they were."""
        state, done = self._state, implied.node == self._walk.flow.when_done or implied.asked.kind is Question.SURVEY
        key = "dropped" if done else "slot_again" if implied.asked.slot else "not_that"
        if not self._walk.phrasing.has_fresh(key):
            return self._endings.give_up("no_match")
        while state.trail and state.trail[-1] != implied.node:
            state.trail.pop()
        self._walk.cursor.jump(implied.node)
        state.wants.remove(implied.intent)
        state.refused = {*implied.refused, implied.intent}
        if done:
            return self._walk.preceded(self._walk.phrasing.say(key), self._walk.enter(implied.node))
        state.agenda.clear()
        if not implied.asked.slot:
            return self._walk.ask(Asked(), self._walk.phrasing.say(key))
        again = self._walk.phrasing.say(key, ask=self._walk.phrasing.ask(implied.asked.slot))
        return self._walk.ask(Asked(Question.SLOT, implied.asked.slot), again)

    def missed(
        self, kind: str, explained: list[Action], heard: Interpretation | None = None, turn: Heard | None = None
    ) -> list[Action]:
        """Nothing usable came: ask again in other words, or stop trying."""
        state, limits = self._state, self._walk.limits
        state.misses[kind] += 1
        state.failures[kind] += 1
        value = heard.slot(state.asked.slot) if heard else None
        if value and value.problem:
            state.flawed[value.name] = value
        key = value.problem if value and value.problem else f"slot_{kind}" if state.asked.slot else kind
        limit = limits.no_input if kind == "no_input" else limits.no_match
        over = state.misses[kind] >= limit or state.failures[kind] > limits.failures
        if over or not self._walk.phrasing.has_fresh(key):
            return [*explained, *self._endings.give_up(kind)]
        if self._walk.cursor.leads_by("else") and kind == "no_match" and state.asked.kind is Question.OPEN:
            if heard:
                self.keep(heard, set())
            return [*explained, *self._walk.enter(self._walk.cursor.follow("else"))]
        return [*explained, *self._walk.ask(state.asked, self._other_words(kind, key, value, turn))]

    def _other_words(self, kind: str, key: str, value: SlotValue | None, turn: Heard | None) -> str:
        """How a missed question is asked again: shorter, with examples, and with keys where digits are asked for."""
        state, phrasing = self._state, self._walk.phrasing
        slot = self._walk.flow.slots.get(state.asked.slot)
        if turn and only_keys(turn.transcript) and not value and phrasing.has_fresh("no_keys"):
            return phrasing.say("no_keys")
        if can_be_pressed(slot) and state.misses[kind] > 1 and phrasing.has_fresh("offer_keys"):
            return phrasing.say("offer_keys")
        if value and value.problem:
            return phrasing.problem(value)
        ask = phrasing.ask(state.asked.slot) if slot else ""
        if turn and turn.endless and phrasing.has_fresh("noisy"):
            return phrasing.say("noisy", ask=ask).rstrip()
        if slot:
            return phrasing.say(key, ask=ask)
        return phrasing.say(key, examples=phrasing.examples(self._walk.reader.open_intents()))

    def keep(self, heard: Interpretation, wanted: Collection[str]) -> None:
        """Take the good values that were heard; unsure ones are read back when they are needed.

        Numbers that cannot be anything else are taken whenever they are said; other values only when they are `wanted`.
        What was corrected is read back: it was misheard before.
        """
        for value in heard.slots:
            slot = self._walk.flow.slots[value.name]
            if value.problem in HALVES and value.name in wanted:
                self._state.flawed[value.name] = value
            if value.problem or (slot.type not in UNMISTAKABLE and value.name not in wanted):
                continue
            half = self._state.flawed.get(value.name)
            changed = value.corrected and not (half and half.problem in HALVES)
            uncertain = changed or self._walk.flow.costs.reads_back(value.confidence)
            doubtful = slot.confirm == "when_unsure" and uncertain
            self._state.learn(value, sure=slot.type == "free_text" or not (slot.confirm == "always" or doubtful))
