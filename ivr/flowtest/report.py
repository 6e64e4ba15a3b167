"""How cases went, in words and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ivr.errors import Problem
from ivr.flowtest.case_file import LoadedCases
from ivr.flowtest.simulator import Exchange
from ivr.flowtest.suite import Result
from ivr.flowtest.verdict import Mismatch


class Report:
    """Tells results with the places of their expectations."""

    def __init__(self, files: Sequence[LoadedCases]) -> None:
        self._files = {str(one.path): one for one in files}

    def place(self, result: Result, mismatch: Mismatch | None = None) -> Problem:
        """Where a case stands, or one of its expectations."""
        places = self._files[result.script.file].places
        if mismatch is None:
            return places.problem(("cases", result.script.name), "case", result.script.name, of_key=True)
        return places.problem(result.trail(mismatch), "expected", mismatch.expected)

    def in_words(self, result: Result) -> str:
        """A case that failed: the conversation, and after each turn what was expected of it."""
        case = self.place(result)
        lines = [f"FAILED {case.file}:{case.line}:{case.column}: {result.script.name}"]
        last = max(mismatch.turn for mismatch in result.mismatches)
        for number, exchange in enumerate(result.exchanges[: last + 1]):
            lines += [f"  {line}" for line in told(exchange)]
            for mismatch in (one for one in result.mismatches if one.turn == number):
                at = self.place(result, mismatch)
                lines += [
                    f"  {at.file}:{at.line}:{at.column}",
                    f"    expected {at.message}",
                    f"    got      {mismatch.got}",
                ]
        return "\n".join(lines)

    def as_object(self, result: Result) -> Mapping[str, Any]:
        """A result for programs."""
        case = self.place(result)
        return {
            "name": result.script.name,
            "file": case.file,
            "line": case.line,
            "passed": result.passed,
            "turns": [_as_object(exchange) for exchange in result.exchanges],
            "mismatches": [self._mismatch(result, mismatch) for mismatch in result.mismatches],
        }

    def _mismatch(self, result: Result, mismatch: Mismatch) -> Mapping[str, Any]:
        at = self.place(result, mismatch)
        return {
            "file": at.file,
            "line": at.line,
            "column": at.column,
            "turn": mismatch.turn,
            "expected": mismatch.expected,
            "got": mismatch.got,
        }


def told(exchange: Exchange) -> Iterator[str]:
    """One turn as lines: who did what, and why."""
    if exchange.caller:
        yield f"caller   {exchange.caller}"
    yield from decided(exchange)
    for prompt in exchange.prompts:
        yield f"line     {prompt}"


def decided(exchange: Exchange) -> Iterator[str]:
    """What was decided in a turn, and what was looked up."""
    for explain in exchange.decisions:
        decision = explain.decision
        about = " or ".join(decision.alternatives) or decision.intent or decision.entry
        score = f" {decision.score:.2f}" if about else ""
        yield f"decided  {decision.kind} {about}".rstrip() + f"{score}: {decision.reason}"
    for searched in exchange.lookups:
        why = f" ({searched.reason})" if searched.reason else ""
        yield f"look-up  {searched.source} {searched.key}: {searched.outcome}{why}"


def _as_object(exchange: Exchange) -> Mapping[str, Any]:
    first = exchange.decisions[0].decision if exchange.decisions else None
    return {
        "caller": exchange.caller,
        "decision": first and first.kind,
        "intent": first and first.intent,
        "reason": first and first.reason,
        "slots": dict(exchange.known),
        "lookups": [{"from": one.source, "key": one.key, "outcome": one.outcome} for one in exchange.lookups],
        "node": exchange.node,
        "prompts": list(exchange.prompts),
        "reply_ms": exchange.reply_ms,
    }
