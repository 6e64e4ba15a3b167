"""Questions answered from the flow's knowledge, from wherever the caller is."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from ivr.dialogue.actions import Action
from ivr.dialogue.policy import CLEAR_WORDS, DONE, Decision, Kind
from ivr.dialogue.state import Asked, Question
from ivr.dialogue.walk import Walk
from ivr.flow.costs import Costs
from ivr.flow.entry import Entry
from ivr.flow.names import EVERYWHERE
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.knowledge import Match

AHEAD = 0.15
"""How far an entry must be ahead of the next, and of an intent, to be answered without asking back."""

INSTEAD = 0.8
"""Probability from which a question is answered although an intent was understood, or yes or no."""

YES_NO = ("yes", "no")

LOST = (Kind.REPROMPT, Kind.HAND_OVER)
"""Decisions after which the caller would have to say it again, or gets a person without having asked for one."""

NOTHING = Match("", "", 0.0)


def informed(
    decision: Decision,
    heard: Interpretation,
    known: Mapping[str, Entry],
    costs: Costs,
    refused: Collection[str] = (),
) -> Decision:
    """The decision, or to answer from what is `known` where that fits better.

    Never instead of what works everywhere, or of a value that was asked for. What the caller has just `refused` is not
    offered again.
    """
    asked_for = decision.kind is Kind.ACCEPT and not decision.intent
    if asked_for or decision.intent in EVERYWHERE:
        return decision
    trust = min(1.0, heard.confidence / CLEAR_WORDS)
    found = [replace(match, score=round(match.score * trust, 4)) for match in heard.knowledge]
    best, runner_up = (*found, NOTHING, NOTHING)[:2]
    rival = 0.0 if decision.intent in YES_NO else decision.score  # "have you got no car park" says no to nothing
    prices = {
        Kind.ANSWER: (1 - best.score) * costs.wrong_answer,
        Kind.CONFIRM: costs.confirm + (1 - best.score) * costs.reprompt,
        Kind.REPROMPT: costs.reprompt,
    }
    doubtful = best.score < INSTEAD and (decision.acts or best.entry in refused)
    if doubtful or best.score - max(runner_up.score, rival) < AHEAD:
        del prices[Kind.ANSWER]
    if decision.kind not in LOST or best.entry in refused:
        del prices[Kind.CONFIRM]
    kind = min(prices, key=lambda kind: prices[kind])
    return decision if kind is Kind.REPROMPT else _about(kind, best, decision, prices, known[best.entry].source)


def _about(kind: Kind, match: Match, otherwise: Decision, prices: Mapping[Kind, float], source: str) -> Decision:
    rather = f", rather than {otherwise.intent} at {otherwise.score:.2f}" if otherwise.intent else ""
    price = f"{DONE[kind]} would cost {prices[kind]:.1f} questions"
    others = [f"{DONE[other]} {cost:.1f}" for other, cost in prices.items() if other is not kind]
    like = f'like the question "{match.question}" of {match.entry} at {match.score:.2f}{rather}'
    reason = ", ".join([f"{like}: {price}", *others])
    return Decision(kind, reason, score=match.score, entry=match.entry, source=source)


class Answers:
    """Answers what was asked, or asks back, and goes on where the caller was."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._state = walk.state

    def instead(self, heard: Interpretation, decision: Decision) -> Decision:
        """The decision, or to answer from the flow's knowledge, as far as all that an answer speaks of is known."""
        known, phrasing = self._walk.flow.knowledge, self._walk.phrasing
        fillable = tuple(match for match in heard.knowledge if phrasing.can_answer(known[match.entry]))
        heard, costs = replace(heard, knowledge=fillable), self._walk.reader.costs()
        better = informed(decision, heard, known, costs, self._state.refused_entries)
        if (asked := self._state.asked).kind is Question.CONFIRM_ENTRY and better.intent == "yes":
            reason = f"the caller confirmed the question of {asked.entry}"
            return Decision(Kind.ANSWER, reason, score=1.0, entry=asked.entry, source=known[asked.entry].source)
        return better

    def act(self, decision: Decision) -> list[Action]:
        """Answer, or ask back whether that is the question."""
        state, entry = self._state, self._walk.flow.knowledge[decision.entry]
        if decision.kind is Kind.CONFIRM:
            if state.asked.kind is not Question.CONFIRM_ENTRY:
                state.interrupted = state.asked
            told = self._walk.phrasing.say("confirm_entry", question=entry.questions[0])
            return self._walk.ask(Asked(Question.CONFIRM_ENTRY, entry=decision.entry), told)
        return self._answer(decision.entry, entry)

    def taken_back(self, asked: Asked) -> Asked:
        """The question that a refused offer leads back to: of an entry that was asked before it, else the same."""
        if asked.kind is not Question.CONFIRM_ENTRY:
            return asked
        self._state.refused_entries.add(asked.entry)
        return self._state.interrupted

    def _answer(self, name: str, entry: Entry) -> list[Action]:
        state, walk = self._state, self._walk
        asked = state.interrupted if state.asked.kind is Question.CONFIRM_ENTRY else state.asked
        told = walk.play(walk.phrasing.answer(entry))
        state.entries.append(name)
        state.answered = True
        state.misses.clear()
        state.refused_entries.clear()
        if entry.go is not None:
            return [told, *walk.enter(entry.go)]
        if asked.slot or isinstance(walk.flow.nodes[walk.node].go, dict):
            return [told, *walk.go_on()]
        if walk.flow.when_done:
            return [told, *walk.enter(walk.flow.when_done)]
        return [told, *walk.ask(Asked(), walk.phrasing.say("after_answer"))]
