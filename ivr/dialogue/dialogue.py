"""The dialogue core: `handle(event) -> actions`. Knows no sound, clock, database or thread."""

from collections.abc import Collection

from ivr.dialogue.actions import Action, EndCall, Explain, Listen, LookUp, Play, TransferTo
from ivr.dialogue.cursor import ON, Cursor
from ivr.dialogue.events import (
    CallStarted,
    Event,
    Heard,
    HungUp,
    LookupReturned,
    NoInput,
    RecognitionFailed,
    RecordsFailed,
    TransferFailed,
    TransferQueued,
)
from ivr.dialogue.phrasing import Phrasing
from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.reading import Reader
from ivr.dialogue.state import Asked, CallState, Question, Turn
from ivr.dialogue.story import REASONS, Why, tell
from ivr.errors import ContractError
from ivr.flow.model import EVERYWHERE, HAND_OVER, Flow
from ivr.terms import Disposition, EndReason, Language
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import Interpreter

EXPECTED_BY = {
    Turn.START: (CallStarted,),
    Turn.CALLER: (Heard, NoInput, RecognitionFailed, HungUp),
    Turn.LOOKUP: (LookupReturned, HungUp),
    Turn.TRANSFER: (TransferQueued, TransferFailed, HungUp),
    Turn.OVER: (HungUp,),
}


class Dialogue:
    """One call's conversation over one flow."""

    def __init__(self, flow: Flow, interpreter: Interpreter) -> None:
        self._flow = flow
        self._interpreter = interpreter
        self._cursor = Cursor(flow)
        self._state = CallState()
        self._phrasing = Phrasing(flow, self._state)
        self._reader = Reader(flow, self._state, self._cursor)

    @property
    def node(self) -> str:
        """The node the call is at."""
        return self._cursor.node

    def handle(self, event: Event) -> list[Action]:
        """What to do now that this happened. Raises ContractError, and changes nothing, when it cannot happen now."""
        if not isinstance(event, (*EXPECTED_BY[self._state.turn], RecordsFailed)):
            raise ContractError(f"{type(event).__name__} cannot happen while it is the turn of: {self._state.turn}")
        actions = self._respond(event)
        self._remember(actions)
        return actions

    def _respond(self, event: Event) -> list[Action]:
        match event:
            case CallStarted():
                return self._enter(self._flow.start)
            case Heard(transcript):
                return self._heard(self._interpreter.interpret(transcript, self._state.asked.slot))
            case NoInput():
                return self._missed("no_input", self._explained(Kind.REPROMPT, "nothing was said"))
            case LookupReturned():
                return self._looked_up(event)
            case TransferQueued(position):
                key = {None: "queued_somewhere", 1: "queued_first"}.get(position, "queued")
                told = self._phrasing.say(key, position=str(position))
                return [
                    self._play(told, barge_in=False),
                    EndCall(Disposition.TRANSFERRED, EndReason.HANDED_OVER),
                ]
            case TransferFailed():
                told = self._phrasing.say("transfer_failed")
                return [self._play(told, barge_in=False), EndCall(Disposition.FAILED, EndReason.FAILURE)]
            case RecognitionFailed():
                return self._hand_over(Why.DEAF)
            case RecordsFailed():
                told = self._phrasing.say("transfer_failed")
                return [self._play(told, barge_in=False), EndCall(Disposition.FAILED, EndReason.FAILURE)]
            case HungUp():
                if self._state.turn is Turn.OVER:
                    return []
                return [EndCall(self._so_far(), EndReason.HUNG_UP)]

    # --- the caller's turn ---

    def _heard(self, heard: Interpretation) -> list[Action]:
        self._state.turns += 1
        if heard.text:
            self._state.said.append(heard.text)
        if self._state.turns > self._flow.limits.turns:
            return self._hand_over(Why.LONG)
        decision = self._reader.decide(heard)
        if decision.intent in self._flow.intents and decision.intent not in self._state.asked.intents:
            self._state.wish = heard.text
        explained: list[Action] = [Explain(self.node, decision, heard)]
        if decision.kind is Kind.REPROMPT:
            return self._missed("no_match", explained, heard)
        if decision.kind is Kind.CONFIRM:
            means = self._reader.means(decision.intent)
            self._keep(heard, self._reader.slots_of(decision.intent))
            told = self._phrasing.say("confirm_intent", means=means)
            return [*explained, *self._ask(Asked(Question.CONFIRM_INTENT, intents=(decision.intent,)), told)]
        if decision.kind is Kind.DISAMBIGUATE:
            first, second = (self._reader.means(intent) for intent in decision.alternatives)
            self._keep(heard, {slot for intent in decision.alternatives for slot in self._reader.slots_of(intent)})
            told = self._phrasing.say("choose", first=first, second=second)
            return [*explained, *self._ask(Asked(Question.CHOOSE, intents=decision.alternatives), told)]
        return [*explained, *self._accept(decision, heard)]

    def _accept(self, decision: Decision, heard: Interpretation) -> list[Action]:
        asked, state = self._state.asked, self._state
        if decision.intent == "no" and asked.kind in (Question.CONFIRM_SLOT, Question.CONFIRM_INTENT, Question.CHOOSE):
            return self._refused(asked)
        if decision.intent == "yes" and asked.kind is Question.CONFIRM_SLOT:
            state.slots[asked.slot] = state.unsure.pop(asked.slot).value
            return self._go_on()
        if not decision.intent:  # a value that was asked for
            self._keep(heard, {asked.slot})
            return self._go_on()
        if decision.intent in EVERYWHERE and not self._cursor.leads_by(decision.intent):
            return self._everywhere(decision.intent)
        if decision.intent in self._flow.intents:
            state.wants.append(decision.intent)
            state.refused.clear()
        node = self._reader.follow(decision.intent)
        self._keep(heard, self._reader.slots_of(decision.intent, node))
        return self._enter(node)

    def _refused(self, asked: Asked) -> list[Action]:
        """What was read back or offered is not what the caller meant: ours to try again, and only so often."""
        state = self._state
        state.failures["no_match"] += 1
        state.refused.update(asked.intents)
        key = "slot_again" if asked.slot else "not_that"
        if state.failures["no_match"] > self._flow.limits.failures or not self._phrasing.has_fresh(key):
            return self._give_up("no_match")
        if asked.slot:
            state.unsure.pop(asked.slot, None)
            again = self._phrasing.say(key, ask=self._flow.slots[asked.slot].ask)
            return self._ask(Asked(Question.SLOT, asked.slot), again)
        state.unsure.clear()
        return self._ask(Asked(), self._phrasing.say(key))

    def _everywhere(self, intent: str) -> list[Action]:
        if intent == "agent":
            return self._hand_over(Why.ASKED)
        if intent == "repeat":
            return [*(self._state.last_said or [self._play(self._phrasing.say("nothing_to_repeat"))]), self._listen()]
        if intent == "help":
            return self._ask(self._state.asked, self._help())
        if intent == "goodbye":
            told = self._play(self._phrasing.say("goodbye"), barge_in=False)
            return [told, EndCall(self._so_far(), EndReason.GOODBYE)]
        if intent == "start_over":
            self._state.slots.clear()
            self._state.unsure.clear()
            self._state.trail.clear()
            return self._enter(self._flow.start)
        return self._go_back()

    def _go_back(self) -> list[Action]:
        trail = self._state.trail
        while trail and trail[-1] == self.node:
            trail.pop()
        target = trail.pop() if trail else self._flow.start
        for slot in self._flow.nodes[target].collect:
            self._state.slots.pop(slot, None)
            self._state.unsure.pop(slot, None)
        return self._enter(target)

    def _help(self) -> str:
        asked, node = self._state.asked, self._flow.nodes[self.node]
        if asked.slot:
            slot = self._flow.slots[asked.slot]
            own = slot.help or self._phrasing.say("help_slot", ask=slot.ask)
        elif node.help and not self._phrasing.lacks(node.help):
            own = self._phrasing.of_node(node.help)
        else:
            own = self._phrasing.say("help_open", examples=self._phrasing.examples(self._reader.open_intents()))
        return self._phrasing.say("help", help=own)

    def _missed(self, kind: str, explained: list[Action], heard: Interpretation | None = None) -> list[Action]:
        """Nothing usable came: ask again in other words, or stop trying."""
        state, limits = self._state, self._flow.limits
        state.misses[kind] += 1
        state.failures[kind] += 1
        value = heard.slot(state.asked.slot) if heard else None
        key = value.problem if value and value.problem else f"slot_{kind}" if state.asked.slot else kind
        limit = limits.no_input if kind == "no_input" else limits.no_match
        over = state.misses[kind] >= limit or state.failures[kind] > limits.failures
        if over or not self._phrasing.has_fresh(key):
            return [*explained, *self._give_up(kind)]
        if self._cursor.leads_by("else") and kind == "no_match" and state.asked.kind is Question.OPEN:
            if heard:
                self._keep(heard, set())
            return [*explained, *self._enter(self._cursor.follow("else"))]
        if value and value.problem:
            told = self._phrasing.problem(value)
        elif state.asked.slot:
            told = self._phrasing.say(key, ask=self._flow.slots[state.asked.slot].ask)
        else:
            told = self._phrasing.say(key, examples=self._phrasing.examples(self._reader.open_intents()))
        return [*explained, *self._ask(state.asked, told)]

    def _give_up(self, kind: str) -> list[Action]:
        never_heard = kind == "no_input" and not self._state.said
        if never_heard and self._flow.limits.on_silence == "end":
            told = self._play(self._phrasing.say("silence_end"), barge_in=False)
            return [
                *self._explained(Kind.END, "the caller was never heard"),
                told,
                EndCall(Disposition.ABANDONED, EndReason.SILENCE),
            ]
        return self._hand_over(Why.NOT_UNDERSTOOD if kind == "no_match" else Why.NOT_HEARD)

    # --- nodes ---

    def _enter(self, node: str) -> list[Action]:
        """Come to a node (by a way already gone, or by a jump)."""
        if node == HAND_OVER:
            return self._hand_over(Why.FLOW)
        if self._cursor.node != node:
            self._cursor.jump(node)
            self._state.refused.clear()
        for slot in self._flow.nodes[node].forget:
            self._state.slots.pop(slot, None)
        self._state.row_of = ""
        return self._go_on()

    def _go_on(self) -> list[Action]:
        """Do what the node still has to do, up to the next move of somebody else."""
        node, state = self._flow.nodes[self.node], self._state
        unknown = self._phrasing.unknown(self.node) if node.look_up is None or state.row_of == self.node else []
        if any(not name.startswith("slot.") for name in unknown):  # the checker promises that there are none
            return self._hand_over(Why.LOOKUP)
        for slot in (*node.collect, *(name.removeprefix("slot.") for name in unknown)):
            if slot in state.unsure:
                value = self._phrasing.read_back(state.unsure[slot])
                return self._ask(Asked(Question.CONFIRM_SLOT, slot), self._phrasing.say("confirm_slot", value=value))
            if slot not in state.slots:
                return self._ask_for(slot)
        if node.look_up is not None and state.row_of != self.node:
            state.turn = Turn.LOOKUP
            return [LookUp(self.node, node.look_up.source, state.slots.get(node.look_up.by, ""))]
        told = self._phrasing.at_node(self.node)
        actions: list[Action] = [self._play(told)] if told else []
        if node.end:
            return [*actions, EndCall(Disposition.CONTAINED, EndReason.GOODBYE)]
        if node.transfer is not None:
            return actions + self._transfer()
        answers = node.listen is None or node.look_up is not None
        state.answered = state.answered or bool(told and state.wants and answers)
        if node.listen is not None:
            return actions + self._ask(Asked(), "")
        return actions + self._enter(self._cursor.follow(ON))

    def _looked_up(self, returned: LookupReturned) -> list[Action]:
        look_up = self._flow.nodes[self.node].look_up
        assert look_up is not None
        self._state.row_of = self.node
        if returned.failed:
            return self._enter_instead(look_up.on_failure)
        if returned.row is None:
            return self._enter_instead(look_up.on_missing)
        self._state.rows |= {f"{look_up.into}.{column}": value for column, value in returned.row.items()}
        return self._go_on()

    def _enter_instead(self, node: str) -> list[Action]:
        return self._hand_over(Why.LOOKUP) if node == HAND_OVER else self._enter(node)

    def _transfer(self) -> list[Action]:
        transfer = self._flow.nodes[self.node].transfer
        assert transfer is not None
        actions: list[Action] = (
            [self._play(self._phrasing.of_node(transfer.say), barge_in=False)] if transfer.say else []
        )
        return [*actions, self._to_queue(transfer.queue, transfer.skills, transfer.priority, Why.FLOW)]

    def _hand_over(self, why: Why) -> list[Action]:
        """To a person; at once, and with priority, when it is the line that failed."""
        desk, ours = self._flow.hand_over, why not in (Why.ASKED, Why.FLOW)
        if why is Why.LONG:
            told = self._phrasing.say("too_many_turns")
        elif ours:
            told = self._phrasing.say("hand_over_after_trouble")
        else:
            told = desk.say or self._phrasing.say("hand_over")
        explained = [] if why is Why.ASKED else self._explained(Kind.HAND_OVER, REASONS[Language.ENGLISH][why])
        queue = self._to_queue(desk.queue, desk.skills, "high" if ours else "normal", why)
        return [*explained, self._play(told, barge_in=False), queue]

    def _to_queue(self, queue: str, skills: list[str], priority: str, why: Why) -> TransferTo:
        self._state.turn = Turn.TRANSFER
        reason = REASONS[self._flow.language][why]
        summary = tell(self._flow, self._state, reason)
        known = self._state.slots | {name: value.value for name, value in self._state.unsure.items()}
        return TransferTo(self.node, queue, tuple(skills), priority, reason, summary, known)

    # --- small moves ---

    def _ask(self, asked: Asked, told: str) -> list[Action]:
        self._state.ask(asked, self.node)
        return [self._play(told), self._listen()] if told else [self._listen()]

    def _ask_for(self, slot: str) -> list[Action]:
        return self._ask(Asked(Question.SLOT, slot), self._flow.slots[slot].ask)

    def _listen(self) -> Listen:
        asked, node = self._state.asked, self._flow.nodes[self.node]
        self._state.turn = Turn.CALLER
        if not self._state.trail or self._state.trail[-1] != self.node:
            self._state.trail.append(self.node)
        timing = node.timing or self._flow.timing
        slot = self._flow.slots.get(asked.slot)
        pause = (slot.end_silence_ms if slot and asked.kind is Question.SLOT else None) or timing.end_silence_ms
        return Listen(self.node, self._reader.expectation(self._interpreter), timing.no_input_ms, pause, timing.max_ms)

    def _play(self, text: str, *, barge_in: bool = True) -> Play:
        allowed = self._flow.nodes[self.node].barge_in == "speech" if self.node in self._flow.nodes else True
        return Play(text, self.node, barge_in and allowed)

    def _keep(self, heard: Interpretation, wanted: Collection[str]) -> None:
        """Take the good values that were heard; unsure ones are read back when they are needed.

        Digits of the right length are taken whenever they are said; a choice only when it is `wanted`, since its words
        ("monday") stand in many sentences that are about something else.
        """
        for value in heard.slots:
            slot = self._flow.slots[value.name]
            if value.problem or (slot.type != "digits" and value.name not in wanted):
                continue
            doubtful = slot.confirm == "when_unsure" and value.confidence < self._flow.certainty.heard
            if slot.type != "free_text" and (slot.confirm == "always" or doubtful):
                self._state.unsure[value.name] = value
            else:
                self._state.unsure.pop(value.name, None)
                self._state.slots[value.name] = value.value

    def _remember(self, actions: list[Action]) -> None:
        if any(isinstance(action, EndCall) for action in actions):
            self._state.turn = Turn.OVER
        if any(isinstance(action, Listen) for action in actions):
            said = [action for action in actions if isinstance(action, Play)]
            self._state.last_said = said or self._state.last_said

    def _explained(self, kind: Kind, reason: str) -> list[Action]:
        return [Explain(self.node, Decision(kind, reason))]

    def _so_far(self) -> Disposition:
        return Disposition.CONTAINED if self._state.answered else Disposition.ABANDONED
