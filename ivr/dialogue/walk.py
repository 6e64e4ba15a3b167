"""The call's way over the flow's nodes: say, collect, look up, listen, transfer, end."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType

from ivr.dialogue.actions import Action, EndCall, Explain, Listen, LookUp, NoteAnswer, Play, TransferTo
from ivr.dialogue.answering import may_answer
from ivr.dialogue.cursor import ON, Cursor
from ivr.dialogue.events import LookupReturned
from ivr.dialogue.phrasing import Phrasing
from ivr.dialogue.policy import Decision, Kind
from ivr.dialogue.reading import Reader
from ivr.dialogue.state import Asked, CallState, Question, Turn
from ivr.dialogue.story import REASONS, WORDS, Why, tell, tried
from ivr.flow.branch import taken
from ivr.flow.graph import goes_out
from ivr.flow.model import Flow, Limits
from ivr.flow.names import HAND_OVER
from ivr.flow.node import Callback, Node, Unattended
from ivr.speech.endpointer import Patience
from ivr.terms import BargeIn, Disposition, EndReason, Language, Temper
from ivr.understanding.completeness import HALVES
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import Understanding

FOR_A_VALUE = (Question.SLOT, Question.SURVEY)
"""Questions whose answer is a value, with the pauses that it may have."""

MORE_URGENT = {"low": "normal", "normal": "high", "high": "high"}
"""The priority of a ticket, one step up: whoever is annoyed has waited for a person longer than others."""


class Walk:
    """Does what the nodes of a flow want done, one after the other, up to the next move of somebody else."""

    def __init__(
        self, flow: Flow, interpreter: Understanding, others: Mapping[Language, Flow] = MappingProxyType({})
    ) -> None:
        """`others` are the flows of the same line in other languages, for agents who read those."""
        self.flow = flow
        self.others = others
        self.cursor = Cursor(flow)
        self.state = CallState()
        self.phrasing = Phrasing(flow, self.state)
        self.reader = Reader(flow, self.state, self.cursor)
        self._interpreter = interpreter
        self.take_up: Callable[[], list[Action]] = list
        """Goes to the next wish on the agenda; whoever takes the caller's turns knows how."""

    @property
    def limits(self) -> Limits:
        """When to stop trying, here."""
        node = self.flow.nodes.get(self.node)
        own = node.limits.model_dump(exclude_none=True) if node and node.limits else {}
        return self.flow.limits.model_copy(update=own)

    @property
    def node(self) -> str:
        """The node the call is at."""
        return self.cursor.node

    def enter(self, node: str) -> list[Action]:
        """Come to a node (by a way already gone, or by a jump)."""
        if node == HAND_OVER:
            return self.hand_over(Why.FLOW)
        if node == self.flow.when_done or goes_out(self.flow, node):
            self.state.answered = self.state.answered or self._leaves_content()
        if node == self.flow.when_done and self.state.agenda:
            return self.take_up()
        if self.cursor.node != node:
            self.cursor.jump(node)
            self.state.refused.clear()
        for slot in self.flow.nodes[node].forget:
            self.state.slots.pop(slot, None)
        self.state.row_of = ""
        self.state.entered.append(node)
        return self.go_on()

    def go_on_with(self, changed: AbstractSet[str]) -> list[Action]:
        """Go on; after a value of before was changed, from the node that collected it: what follows from it is new."""
        for slot in changed & self.state.unsure.keys():
            self.state.slots.pop(slot, None)
        collected = (node for node in reversed(self.state.entered) if changed & {*self.flow.nodes[node].collect})
        node = next(collected, "")
        if node:
            self.state.row_of = ""
            if node != self.node:
                self.cursor.jump(node)
        return self.go_on()

    def go_on(self) -> list[Action]:
        """Do what the node still has to do, up to the next move of somebody else."""
        node, state = self.flow.nodes[self.node], self.state
        if asking := self._ask_what_lacks(node.collect):
            return asking
        if node.look_up is not None and state.row_of != self.node:
            state.turn = Turn.LOOKUP
            return [self._look_up(node.look_up.source, node.look_up.by, node.look_up.on_missing)]
        if node.survey is not None and node.survey.slot not in state.surveyed and not state.agenda:
            return self._survey(node.survey.slot)
        return self._branch(node) if node.branch else self._speak(node)

    def _look_up(self, source: str, by: str, on_missing: str) -> LookUp:
        meanwhile = [self.play(text, barge_in=False) for text in self.phrasing.variants("looking_up")]
        follows = [self.phrasing.foreseen_at(node) for node in (self.node, on_missing) if node != HAND_OVER]
        ahead = [self.play(text) for text in follows if text]
        return LookUp(self.node, source, self.state.slots.get(by, ""), tuple(meanwhile), tuple(ahead))

    def _ask_what_lacks(self, slots: Iterable[str]) -> list[Action]:
        """Read back or ask for the first of these slots that is not known for sure; nothing when all are."""
        for slot in slots:
            if slot in self.state.unsure:
                value = self.phrasing.read_back(self.state.unsure[slot])
                return self.ask(Asked(Question.CONFIRM_SLOT, slot), self.phrasing.say("confirm_slot", value=value))
            if slot not in self.state.slots:
                return self.ask_for(slot)
        return []

    def _survey(self, slot: str) -> list[Action]:
        """Ask once what the caller thinks."""
        self.state.surveyed.add(slot)
        return self.ask(Asked(Question.SURVEY, slot), self.phrasing.ask(slot))

    def surveyed(self, answer: str) -> list[Action]:
        """Take a survey's answer as it was heard, or none, and go on."""
        slot, survey = self.state.asked.slot, self.flow.nodes[self.node].survey
        assert survey is not None
        if answer:
            self.state.slots[slot] = answer
        self.state.asked = Asked()
        told = (survey.thanks or self.phrasing.say("survey_thanks")) if answer else self.phrasing.say("survey_skipped")
        return [NoteAnswer(self.node, slot, answer), *self.preceded(told, self.go_on())]

    def _branch(self, node: Node) -> list[Action]:
        """Go the way of the first branch that holds, or on here; what it looks at is read back first, if unsure."""
        looked_at = {name.removeprefix("slot.") for branch in node.branch for name in branch.names}
        if asking := self._ask_what_lacks(slot for slot in self.state.unsure if slot in looked_at):
            return asking
        branch, why = taken(node.branch, self.state.values(), self.flow.language)
        explained = self.explained(Kind.BRANCH, why)
        if branch is None:
            return [*explained, *self._speak(node)]
        self.cursor.note(f"branch.{node.branch.index(branch)}", branch.go)
        return [*explained, *self.enter(branch.go)]

    def _speak(self, node: Node) -> list[Action]:
        """Say what the node says, once all that it speaks of is known."""
        unknown = self.phrasing.unknown(self.node)
        if any(not name.startswith("slot.") for name in unknown):  # the checker promises that there are none
            return self.hand_over(Why.LOOKUP)
        lacking = [name.removeprefix("slot.") for name in unknown]
        if node.callback is not None:
            lacking.append(node.callback.number)
        return self._ask_what_lacks(lacking) or self._say(node)

    def _say(self, node: Node) -> list[Action]:
        """Say what the node says, and go the one way it leads on."""
        state = self.state
        told = self.phrasing.at_node(self.node)
        actions: list[Action] = [self.play(told)] if told else []
        if node.end and state.agenda:
            return actions + self.take_up()
        if node.end:
            done = Disposition.TRANSFERRED if state.met_agent else Disposition.CONTAINED
            return [*actions, EndCall(done, EndReason.GOODBYE)]
        if node.transfer is not None:
            return actions + (self._out_of_hours(node.transfer) or self._transfer())
        if node.callback is not None:
            return actions + self._call_back(node.callback)
        answers = (node.listen is None and node.survey is None) or node.look_up is not None
        state.answered = state.answered or bool(told and state.wants and answers)
        if node.listen is not None:
            if may_answer(self.flow, self.node, told, self.cursor.steps):
                state.may_have_answered = self.node
            return actions + self.ask(Asked(), "")
        return actions + self.enter(self.cursor.follow(ON))

    def looked_up(self, returned: LookupReturned) -> list[Action]:
        look_up = self.flow.nodes[self.node].look_up
        assert look_up is not None
        self.state.row_of = self.node
        outcome = "failed" if returned.failed else "missing" if returned.row is None else "found"
        self.state.searches.append((look_up.source, self.state.slots.get(look_up.by, ""), outcome))
        if returned.failed:
            return self._enter_instead(look_up.on_failure)
        if returned.row is None:
            return self._enter_instead(look_up.on_missing)
        self.state.keep_row(look_up.into, self.state.slots.get(look_up.by, ""), returned.row)
        return self.go_on()

    def _enter_instead(self, node: str) -> list[Action]:
        return self.hand_over(Why.LOOKUP) if node == HAND_OVER else self.enter(node)

    def _transfer(self) -> list[Action]:
        transfer = self.flow.nodes[self.node].transfer
        assert transfer is not None
        actions: list[Action] = [self.play(self.phrasing.of_node(transfer.say), barge_in=False)] if transfer.say else []
        actions += self._also_noted()
        return [*actions, self._to_queue(transfer.queue, transfer.skills, transfer.priority, Why.FLOW)]

    def _call_back(self, callback: Callback) -> list[Action]:
        """Note the caller's number for those who call back."""
        told: list[Action] = [self.play(self.phrasing.of_node(callback.say))] if callback.say else []
        self.state.calling_back = True
        queue = self._to_queue(callback.queue, callback.skills, callback.priority, Why.CALLBACK)
        return [*told, *self._also_noted(), replace(queue, number=self.state.slots[callback.number])]

    def hand_over(self, why: Why) -> list[Action]:
        """To a person; at once, and with priority, when it is the line that failed."""
        desk, ours = self.flow.hand_over, why not in (Why.ASKED, Why.FLOW, Why.ABUSE)
        if not (ours and self.state.told_closed) and (instead := self._out_of_hours(desk)):
            return instead
        if self.state.told_closed:
            told = self.phrasing.say("hand_over_later")
        elif why is Why.LONG:
            told = self.phrasing.say("too_many_turns")
        elif ours:
            told = self.phrasing.say("hand_over_after_trouble")
        else:
            told = desk.say or self.phrasing.say("hand_over")
        explained = [] if why is Why.ASKED else self.explained(Kind.HAND_OVER, REASONS[Language.ENGLISH][why])
        queue = self._to_queue(desk.queue, desk.skills, "high" if ours else "normal", why)
        return [*explained, self.play(told, barge_in=False), *self._also_noted(), queue]

    def _out_of_hours(self, desk: Unattended) -> list[Action]:
        """To where a caller is told that nobody attends to a queue; nothing while somebody does."""
        if desk.out_of_hours is None or self.state.hours.get(f"hours.{desk.hours}") != "closed":
            return []
        self.state.told_closed = True
        why = f"hours.{desk.hours} is 'closed': on to {desk.out_of_hours}"
        return [*self.explained(Kind.BRANCH, why), *self.enter(desk.out_of_hours)]

    def _also_noted(self) -> list[Action]:
        """Tell who goes to a person that the wishes still open go with them."""
        if not self.state.agenda:
            return []
        joint = WORDS[self.flow.language]["and"]
        means = joint.join(self.reader.means(request.intent) for request in self.state.agenda)
        return [self.play(self.phrasing.say("also_noted", means=means), barge_in=False)]

    def _to_queue(self, queue: str, skills: list[str], priority: str, why: Why) -> TransferTo:
        self.state.turn = Turn.TRANSFER
        reason = REASONS[self.flow.language][why]
        flow, state = self.flow, self.state
        summary = tell(flow, state, why)
        others: dict[str, str] = {
            one: tell(self.others.get(one, flow), state, why, one) for one in Language if one is not flow.language
        }
        known = state.known()
        temper = self.state.mood.temper
        if temper is Temper.ANNOYED and not self.state.insults:  # insults are no way to the front of a queue
            priority = MORE_URGENT[priority]
        return TransferTo(
            *(self.node, queue, tuple(skills), priority, reason, summary, known, temper),
            waits=not (state.told_closed or state.calling_back),
            phone=self.phone(),
            caller=self._caller(),
            tried=tried(state, flow.language),
            summaries={flow.language: summary, **others},
        )

    def phone(self) -> str:
        """The caller's number, where it was told for sure."""
        slots = self.state.slots
        return next(
            (slots[name] for name, slot in self.flow.slots.items() if slot.type == "phone" and name in slots), ""
        )

    def _caller(self) -> str:
        """The same word for the same caller, which does not tell who it is."""
        known = self.state.slots.get(self.flow.caller, "") if self.flow.caller else self.phone()
        told = f"{self.flow.flow} {self.flow.caller} {known}"
        return hashlib.sha256(told.encode()).hexdigest()[:16] if known else ""

    def ask(self, asked: Asked, told: str) -> list[Action]:
        self.state.ask(asked, self.node)
        return [self.play(told), self.listen()] if told else [self.listen()]

    def ask_for(self, slot: str) -> list[Action]:
        """Ask for a slot; for what is missing, where part of it was said."""
        flawed = self.state.flawed.get(slot)
        told = self.phrasing.problem(flawed) if flawed and flawed.problem in HALVES else self.phrasing.ask(slot)
        return self.ask(Asked(Question.SLOT, slot), told)

    def listen(self) -> Listen:
        asked, node = self.state.asked, self.flow.nodes[self.node]
        self.state.turn = Turn.CALLER
        if not self.state.trail or self.state.trail[-1] != self.node:
            self.state.trail.append(self.node)
        timing = self.flow.timing.but(node.timing)
        slot = self.flow.slots.get(asked.slot)
        if slot and slot.end_silence_ms and asked.kind in FOR_A_VALUE:
            timing = timing.model_copy(update={"end_silence_ms": slot.end_silence_ms})
        return Listen(self.node, self.reader.expectation(self._interpreter), Patience(**timing.model_dump()))

    def play(self, text: str, *, barge_in: bool = True) -> Play:
        allowed = self.flow.nodes[self.node].barge_in if self.node in self.flow.nodes else BargeIn.SPEECH
        return Play(text, self.node, allowed if barge_in else BargeIn.NEVER)

    def preceded(self, told: str, actions: list[Action]) -> list[Action]:
        """The actions with these words before the first that are spoken anyway, in one breath."""
        at = next((place for place, action in enumerate(actions) if isinstance(action, Play)), None)
        if at is None:
            return [self.play(told), *actions]
        play = actions[at]
        assert isinstance(play, Play)
        gap = "" if self.flow.language is Language.MANDARIN else " "
        return [*actions[:at], replace(play, text=f"{told}{gap}{play.text}"), *actions[at + 1 :]]

    def explained(self, kind: Kind, reason: str) -> list[Action]:
        return [self.explain(Decision(kind, reason))]

    def explain(self, decision: Decision, heard: Interpretation | None = None) -> Explain:
        """A decision, about what was heard or about nothing, with the mood in which it finds the caller."""
        return Explain(self.node, decision, heard, self.state.mood)

    def so_far(self) -> Disposition:
        """What the call has come to, if the line stops it now."""
        if self.state.met_agent:
            return Disposition.TRANSFERRED
        return Disposition.CONTAINED if self.state.answered else Disposition.ABANDONED

    def left(self) -> Disposition:
        """What the call has come to, if the caller leaves; a survey on the way out changes nothing about that."""
        surveyed = self.state.asked.kind is Question.SURVEY and self.state.asked_at == self.node
        leaving = surveyed and goes_out(self.flow, self.node) and not self.state.met_agent
        return Disposition.CONTAINED if leaving or self._leaves_content() else self.so_far()

    def _leaves_content(self) -> bool:
        """Whether the caller, asked whether an answer is enough, asks for nothing more."""
        asked = self.state.asked.kind is Question.OPEN and self.state.asked_at
        return bool(asked) and asked == self.state.may_have_answered
