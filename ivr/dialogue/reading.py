"""What an interpretation means here: in the light of the question that was asked."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from ivr.dialogue.cursor import Cursor
from ivr.dialogue.hypotheses import settle, told
from ivr.dialogue.policy import Decision, Kind, decide, weighted
from ivr.dialogue.state import CallState, Question
from ivr.flow.costs import Costs
from ivr.flow.loader import everywhere
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.speech.recognizer import Expectation
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import Understanding
from ivr.understanding.person import AGENT
from ivr.understanding.slots.digits import LEAST_UNASKED
from ivr.understanding.spec import SLOT_MARK

COMMANDS = 3
"""How many examples of each everywhere-intent, the first ones, are listened for while a slot is asked: every further
sentence costs the slot accuracy (a "seven" came out as "i'm done")."""

ANYTHING_GOES = {"free_text", "name"}
"""Slot types that take words of all kinds, those of commands ("goodbye") too."""

TOO_FEW = {"too_short", "wrong_length"}
"""Problems of a value that may be no value at all."""

ANSWERED_BY_NO = {*ANYTHING_GOES, "yes_no"}
"""Slot types of which "no" may be a value."""

OFFERED = 8.0
"""How many times as likely an intent is meant that the line has just offered as one that it has not; and how many
times less likely one that the caller has just refused, or that stands beside the yes or no that was asked for."""


YES_OR_NO = (Question.CONFIRM_SLOT, Question.CONFIRM_INTENT, Question.CONFIRM_ENTRY, Question.CHOOSE)


class Reader:
    """Reads what was heard as an answer to what was asked, and as something new when it is no answer."""

    def __init__(self, flow: Flow, state: CallState, cursor: Cursor) -> None:
        self._flow = flow
        self._state = state
        self._cursor = cursor
        self._everywhere = everywhere(flow.language)

    def decide(self, heard: Interpretation) -> Decision:
        """The decision for this turn; its intent is empty when an asked-for value was given, or "yes" or "no"."""
        decision = self._decide(heard)
        annoyed = "the caller sounds annoyed: " if self._state.mood.annoyed else ""
        return replace(decision, reason=annoyed + told(heard) + decision.reason)

    def settle(self, first: Interpretation, others: Callable[[], Sequence[Interpretation]]) -> Interpretation:
        """Which of the recogniser's hypotheses to go by, in the light of what may be said now."""
        allowed = {*self.open_intents(), *EVERYWHERE}
        return settle(first, others, self._decide, self._flow.costs, allowed)

    def _decide(self, heard: Interpretation) -> Decision:
        fresh = self._fresh(heard)
        answers = {
            Question.OPEN: self._open,
            Question.SLOT: self._value,
            Question.CONFIRM_SLOT: self._right_or_not,
            Question.CONFIRM_INTENT: self._confirmed,
            Question.CONFIRM_ENTRY: self._confirmed,
            Question.CHOOSE: self._chosen,
            Question.SURVEY: self._surveyed,
        }
        return self._changed(heard, fresh) or answers[self._state.asked.kind](heard, fresh)

    def costs(self) -> Costs:
        """What going wrong and asking cost by now, this caller."""
        return self._flow.costs.when(self._state.failures.total(), self._state.mood.impatience)

    def _changed(self, heard: Interpretation, fresh: Decision) -> Decision | None:
        """What was told or done before is changed, whatever was asked now."""
        value = next((value for value in heard.slots if value.corrected and not value.problem), None)
        if value and fresh.intent != AGENT:
            return Decision(Kind.ACCEPT, f"the caller corrected {value.name}", score=value.confidence)
        if self._takes_back(heard, fresh):
            return Decision(Kind.ACCEPT, "the caller took back what was named", "no", heard.confidence)
        return None

    def _fresh(self, heard: Interpretation) -> Decision:
        """What it means, whatever was asked; what has just been offered is the likelier for it."""
        near = recoverable(self._flow, heard, self._state.slots) if not self._state.unsure else frozenset()
        taken_back = {*self._state.refused, *(self._state.wants[-1:] if heard.instead else ())}
        times = dict.fromkeys(taken_back, 1 / OFFERED) | dict.fromkeys(self._state.asked.intents, OFFERED)
        if self._answers(heard):
            beside = (intent for intent, _ in heard.ranked if intent != AGENT)
            times = dict.fromkeys(beside, 1 / OFFERED) | times
        return decide(weighted(heard, times), frozenset(self.open_intents()), self.costs(), self._state.refused, near)

    def _takes_back(self, heard: Interpretation, fresh: Decision) -> bool:
        """Whether "no" is said to what the line named on its way here, and not to anything else."""
        implied, value = self._state.implied, heard.slot(self._state.asked.slot)
        if implied is None or heard.answer is not False or (value and not value.problem):
            return False
        if fresh.acts:
            return fresh.intent == implied.intent
        return not heard.ranked or heard.score(implied.intent) > heard.out_of_scope

    @property
    def asks_yes_or_no(self) -> bool:
        """Whether the question is one that yes and no answer."""
        asked, ways = self._state.asked, self._cursor
        slot = self._flow.slots.get(asked.slot)
        in_node = asked.kind is Question.OPEN and (ways.leads_by("yes") or ways.leads_by("no"))
        return asked.kind in YES_OR_NO or in_node or (slot is not None and slot.type == "yes_no")

    def open_intents(self) -> list[str]:
        """The intents that lead on from here: this node's if it listens, else those of the flow's routes."""
        ways = self._flow.ways(self._cursor.node)
        here = [key for key in ways if key in self._flow.intents]
        return here or list(self._flow.routes)

    def follow(self, intent: str) -> str:
        """Go where an accepted intent (or yes, no) leads and return the node."""
        if self._cursor.leads_by(intent):
            return self._cursor.follow(intent)
        return self._cursor.jump(self._flow.routes[intent], intent)

    def slots_of(self, intent: str, node: str = "") -> set[str]:
        """The slots that an intent is about: those its examples speak of, and those that its `node` collects."""
        if not node and intent in self._flow.routes:
            node = self._flow.routes[intent]
        spoken = self._flow.intents[intent].examples if intent in self._flow.intents else []
        named = {slot for example in spoken for slot in SLOT_MARK.findall(example)}
        return named | set(self._flow.nodes[node].collect if node in self._flow.nodes else ())

    def means(self, intent: str) -> str:
        """How an intent is named to the caller."""
        return {**self._everywhere, **self._flow.intents}[intent].means

    def expectation(self, interpreter: Understanding) -> Expectation:
        """What to listen for now."""
        asked = self._state.asked
        if asked.kind is Question.SLOT:
            return interpreter.expectation(EVERYWHERE, asked.slot, most=COMMANDS)
        if asked.kind in (Question.CONFIRM_SLOT, Question.SURVEY):
            return interpreter.expectation(EVERYWHERE, asked.slot, yes_no=True, most=COMMANDS)
        intents = [*self.open_intents(), *EVERYWHERE]
        yes_no = asked.kind is not Question.OPEN or any(self._cursor.leads_by(key) for key in ("yes", "no"))
        return interpreter.expectation(intents, yes_no=yes_no)

    def _open(self, heard: Interpretation, fresh: Decision) -> Decision:
        if not self._answers(heard) or (fresh.acts and fresh.score > 0.5):  # likelier than that it is the answer alone
            return fresh
        return self._answer(heard) or fresh

    def _answers(self, heard: Interpretation) -> bool:
        """Whether yes or no is said where the node leads on by it."""
        asked_openly = self._state.asked.kind is Question.OPEN and heard.answer is not None
        return asked_openly and self._cursor.leads_by("yes" if heard.answer else "no")

    def _value(self, heard: Interpretation, fresh: Decision) -> Decision:
        """The value asked for, unless the caller surely wants something else ("agent" is nobody's complaint text)."""
        value = heard.slot(self._state.asked.slot)
        anything_goes = self._flow.slots[self._state.asked.slot].type in ANYTHING_GOES
        flawed = value is not None and value.problem in TOO_FEW and len(value.value) < LEAST_UNASKED
        to_person = fresh.intent == AGENT  # whatever value may be in it
        elsewhere = fresh.acts and (
            flawed or to_person or heard.instead or (anything_goes and fresh.intent in EVERYWHERE)
        )
        if value is None or elsewhere:
            return self._instead(fresh, "no value was heard")
        if value.problem:
            return Decision(Kind.REPROMPT, f"{value.name} was heard, but: {value.problem.replace('_', ' ')}")
        return Decision(Kind.ACCEPT, f"a good {value.name} was heard", score=value.confidence)

    def _surveyed(self, heard: Interpretation, fresh: Decision) -> Decision:
        """The answer to a survey, or a wish; all else is no reason to ask again. Who may want a person gets one."""
        value = heard.slot(self._state.asked.slot)
        good = value is not None and not value.problem
        if fresh.intent == AGENT and (fresh.acts or not good):
            return replace(fresh, kind=Kind.ACCEPT, reason=f"nobody is sent off who may want a person: {fresh.reason}")
        if value and good and not heard.instead:
            return Decision(Kind.ACCEPT, f"a good {value.name} was heard", score=value.confidence)
        if fresh.acts:
            return fresh
        no = self._answer(heard) if heard.answer is False else None
        return no or Decision(Kind.GO_ON, f"no {self._state.asked.slot} was heard, and it is not asked for twice")

    def _right_or_not(self, heard: Interpretation, fresh: Decision) -> Decision:
        said_else = fresh if fresh.acts else None
        return self._corrected(heard) or said_else or self._answer(heard) or self._instead(fresh, "neither yes nor no")

    def _corrected(self, heard: Interpretation) -> Decision | None:
        value = heard.slot(self._state.asked.slot)
        if value is None or value.problem:
            return None
        return Decision(Kind.ACCEPT, f"a good {value.name} was heard instead of yes or no", score=value.confidence)

    def _confirmed(self, heard: Interpretation, fresh: Decision) -> Decision:
        offered = "".join(self._state.asked.intents)  # none where a question of the knowledge was offered
        if fresh.acts and fresh.intent != offered:
            return fresh
        if offered and (heard.answer is True or fresh.acts):
            return Decision(Kind.ACCEPT, f"the caller confirmed {offered}", offered, 1.0)
        return self._answer(heard) or self._instead(fresh, "neither yes nor no")

    def _chosen(self, heard: Interpretation, fresh: Decision) -> Decision:
        if fresh.acts:
            return fresh
        return (self._answer(heard) if heard.answer is False else None) or self._instead(fresh, "neither of the two")

    def _answer(self, heard: Interpretation) -> Decision | None:
        if heard.answer is None:
            return None
        return Decision(
            Kind.ACCEPT,
            "the caller said " + ("yes" if heard.answer else "no"),
            "yes" if heard.answer else "no",
            heard.confidence,
        )

    def _instead(self, fresh: Decision, missed: str) -> Decision:
        """No answer to the question: something else the caller surely wants, or not understood."""
        if fresh.acts:
            return fresh
        kind = Kind.HAND_OVER if fresh.kind is Kind.HAND_OVER else Kind.REPROMPT
        return Decision(kind, f"{missed}, and {fresh.reason}")


def recoverable(flow: Flow, heard: Interpretation, known: Collection[str] = ()) -> frozenset[str]:
    """The intents that a "no" in the next turn can only take back.

    They lead to a question that no "no" answers: for a slot that is neither `known` nor was heard just now.
    """
    said = {value.name for value in heard.slots if not value.problem}
    found = set()
    for intent, node in flow.routes.items():
        missing = [slot for slot in flow.nodes[node].collect if slot not in known] if node in flow.nodes else []
        if missing and said.isdisjoint(missing) and flow.slots[missing[0]].type not in ANSWERED_BY_NO:
            found.add(intent)
    return frozenset(found)
