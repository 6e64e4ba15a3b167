"""A conversation that is tried: a list of moves, each of which can be taken back or supposed to mean something else."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import TypeAlias

from ivr.dialogue.state import Asked, Question
from ivr.errors import WrongUse
from ivr.flow.author_file import nearest
from ivr.flow.names import EVERYWHERE
from ivr.flowtest.report import decided
from ivr.flowtest.simulator import Exchange, Simulation
from ivr.flowtest.suite import Bench
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.understanding.correction import Told
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import NOTHING_TOLD, Understanding

YES_NO = ("yes", "no")

LIKELIEST = 3
"""How many of the intents that were understood are told."""

WORTH_TELLING = 0.01
"""Probability from which a meaning is told at all."""


@dataclass(frozen=True, slots=True)
class Says:
    """The caller says this; `meaning` is the intent that it is supposed to mean, whatever is understood."""

    text: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """The caller says nothing."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """The caller hangs up."""


@dataclass(frozen=True, slots=True)
class Jumps:
    """The call goes on from another node."""

    node: str


Move: TypeAlias = Says | Silent | Leaves | Jumps


class Trial:
    """A call of which every move so far is known. The same moves over the same flow are the same call."""

    def __init__(self, bench: Bench, now: datetime, moves: Sequence[Move] = ()) -> None:
        """Hold the call up to its last move, or up to the first that the flow does not allow."""
        self.now = now
        self.moves: list[Move] = []
        self.bench = bench
        self._understanding = _Supposing(bench.understanding)
        self.call = Simulation(bench.flow, self._understanding, bench.lookups, now=now)
        for move in moves:
            try:
                self.make(move)
            except WrongUse:
                break

    @property
    def last(self) -> Exchange:
        """The last turn."""
        return self.call.exchanges[-1]

    def make(self, move: Move) -> Exchange:
        """Make one more move. Raises WrongUse, and changes nothing, when it cannot be made."""
        if self.call.end is not None:
            raise WrongUse("the call is over", "/back takes the last turn back, /again begins anew")
        happened = self._made(move)
        self.moves.append(move)
        return happened

    def _made(self, move: Move) -> Exchange:
        flow = self.bench.flow
        match move:
            case Says(text, meaning):
                known = [*flow.intents, *EVERYWHERE, *YES_NO]
                if meaning and meaning not in known:
                    raise WrongUse(f"the flow has no intent '{meaning}'", nearest(meaning, known))
                self._understanding.meaning = meaning
                return self.call.say(text)
            case Jumps(node):
                if node not in flow.nodes:
                    raise WrongUse(f"the flow has no node '{node}'", nearest(node, flow.nodes))
                return self.call.jump(node)
            case Silent():
                return self.call.be_silent()
            case Leaves():
                return self.call.hang_up()

    def back(self) -> "Trial":
        """The call without its last move. Raises WrongUse when there is none."""
        if not self.moves:
            raise WrongUse("nothing has been said yet", "Type what a caller would say")
        return Trial(self.bench, self.now, self.moves[:-1])

    def supposing(self, intent: str) -> "Trial":
        """The call as though its last words had been understood as this. Raises WrongUse when it cannot be."""
        last = self.moves[-1] if self.moves else None
        if not isinstance(last, Says):
            raise WrongUse("nothing was said in the last turn", "Say something first, then what it should have meant")
        other = self.back()
        other.make(replace(last, meaning=intent))
        return other

    def again(self) -> "Trial":
        """A new call."""
        return Trial(self.bench, self.now)

    def on(self, bench: Bench) -> "Trial":
        """The same moves over another flow, as far as it allows them."""
        return Trial(bench, self.now, self.moves)

    def where(self) -> Iterator[str]:
        """Where the call is, and what the line waits for."""
        yield f"node     {self.last.node}"
        yield from _slots(self.last) or ["slots    (none known)"]
        if self.call.end is not None:
            yield "waits    for nothing: the call is over"
            return
        asked = self.call.asked
        yield f"waits    {WAITS[asked.kind].format(slot=asked.slot, about=_about(asked))}"
        if asked.kind is Question.OPEN:
            own = self.bench.flow.ways(self.last.node)
            yield f"ways     {', '.join(f'{key} -> {node}' for key, node in own.items()) or '(none of its own)'}"
            yield f"wishes   {', '.join(self.call.wishes)}"

    def explained(self) -> Iterator[str]:
        """The last turn: what was understood and decided, and why, where the call is now, and what the line says."""
        happened = self.last
        heard = next((one.interpretation for one in happened.decisions if one.interpretation), None)
        if heard is not None:
            yield f"heard    {_understood(heard)}"
        yield from decided(happened)
        before = self.call.exchanges[-2:][0] if len(self.call.exchanges) > 1 else None
        way = [before.node if before else self.bench.flow.start, *(step.target for step in happened.steps)]
        yield f"node     {' -> '.join(node for node, _ in groupby(way))}"
        if happened.known != (before.known if before else {}):
            yield from _slots(happened) or ["slots    (none known)"]
        for prompt in happened.prompts:
            yield f"line     {prompt}"
        yield from self._ended()

    def _ended(self) -> Iterator[str]:
        end, transfer = self.call.end, self.call.transfer
        if end is None:
            return
        if transfer is not None:
            skills = f", skills {', '.join(transfer.skills)}" if transfer.skills else ""
            yield f"queue    {transfer.queue} ({transfer.priority}{skills})"
            yield f"summary  {transfer.summary}"
        yield f"ended    {end.disposition} ({end.reason})"


WAITS = {
    Question.OPEN: "for anything",
    Question.SLOT: "for a value of {slot}",
    Question.CONFIRM_SLOT: "for yes or no: whether {slot} is right",
    Question.CONFIRM_INTENT: "for yes or no: whether it is {about}",
    Question.CHOOSE: "for one of {about}",
    Question.CONFIRM_ENTRY: "for yes or no: whether the question is that of {about}",
}


def _about(asked: Asked) -> str:
    return " and ".join(asked.intents) or asked.entry


def _slots(happened: Exchange) -> list[str]:
    told = ", ".join(f"{name} = {value}" for name, value in happened.known.items())
    return [f"slots    {told}"] if told else []


def _understood(heard: Interpretation) -> str:
    """What the words were taken for, with probabilities."""
    parts = [f"{intent} {score:.2f}" for intent, score in heard.ranked[:LIKELIEST] if score >= WORTH_TELLING]
    if heard.ranked:
        parts.append(f"none of these {heard.out_of_scope:.2f}")
    if heard.answer is not None:
        parts.append("yes" if heard.answer else "no")
    parts += [f"{one.entry} (knowledge) {one.score:.2f}" for one in heard.knowledge[:1] if one.score >= WORTH_TELLING]
    for value in heard.slots:
        problem = f", {value.problem.replace('_', ' ')}" if value.problem else ""
        parts.append(f"{value.name} = {value.value} ({value.confidence:.2f}{problem})")
    return ", ".join(parts) or "no words"


class _Supposing:
    """An Understanding that takes all words for one `meaning`, where it has one."""

    def __init__(self, inner: Understanding) -> None:
        self.meaning = ""
        self._inner = inner

    def interpret(
        self, transcript: Transcript, asked: str = "", today: date | None = None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        heard = self._inner.interpret(transcript, asked, today, told)
        if not self.meaning:
            return heard
        return Interpretation(
            heard.text,
            () if self.meaning in YES_NO else ((self.meaning, 1.0),),
            tuple(value for value in heard.slots if value.name != asked and not value.corrected),
            {"yes": True, "no": False}.get(self.meaning),
        )

    def with_knowledge(self, heard: Interpretation, entries: Set[str]) -> Interpretation:
        return heard if self.meaning else self._inner.with_knowledge(heard, entries)

    def expectation(
        self, intents: Sequence[str], asked: str = "", *, yes_no: bool = False, most: int | None = None
    ) -> Expectation:
        return self._inner.expectation(intents, asked, yes_no=yes_no, most=most)
