"""What was expected of a call, held against what happened."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivr.flow.author_file import Trail
from ivr.flowtest.cases import Case, LookedUp, Turn, Wording
from ivr.flowtest.simulator import Exchange, Simulation

NO_PERSON = "none"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that was not met; `trail` leads to it in its case, `turn` is the exchange it was about."""

    trail: Trail
    expected: str
    got: str
    turn: int


def of_turn(turn: Turn, happened: Exchange, at: int, number: int) -> Iterator[Mismatch]:
    """What went otherwise in a turn, the one at `at` of its case and `number` of the call."""

    def differs(key: str, expected: str, got: str) -> Mismatch:
        return Mismatch(("turns", at, *key.split("/")), f"{key.replace('/', '.')}: {expected}", got, number)

    if turn.intent is not None and turn.intent != (got := _wishes(happened, several=isinstance(turn.intent, list))):
        yield differs("intent", _in_words(turn.intent), _in_words(got) or _decided(happened))
    if turn.answer is not None and turn.answer != (got := _decision(happened, "entry")):
        yield differs("answer", turn.answer, str(got) or _decided(happened))
    if turn.decision is not None and turn.decision != _decision(happened, "kind"):
        yield differs("decision", turn.decision, _decided(happened))
    for slot, value in turn.slots.items():
        if happened.known.get(slot) != value:
            yield differs(f"slots/{slot}", value or "(not known)", happened.known.get(slot, "(not known)"))
    if turn.lookup is not None:
        yield from (differs("lookup", *pair) for pair in _searches(turn.lookup, happened))
    if turn.node is not None and turn.node != happened.node:
        yield differs("node", turn.node, happened.node)
    if turn.prompt is not None:
        yield from (differs("prompt", *pair) for pair in _wordings(turn.prompt, happened.said))
    limit = turn.reply_within_ms
    if limit is not None and (happened.reply_ms is None or happened.reply_ms > limit):
        yield differs(
            "reply_within_ms", str(limit), f"{happened.reply_ms} ms" if happened.reply_ms else "no words heard"
        )


def of_services(case: Case, call: Simulation) -> Iterator[Mismatch]:
    """Each service that would have been asked, where the case does not say what it answers."""
    lookups = call.flow.lookups
    searched = ((number, one.source) for number, turn in enumerate(call.exchanges) for one in turn.lookups)
    for source, number in {source: number for number, source in searched}.items():
        if lookups[source].url is not None and source not in case.lookups:
            yield Mismatch((), f"lookups: what {source} answers", "a service, which no case asks", number)


def of_end(case: Case, call: Simulation) -> Iterator[Mismatch]:
    """What was otherwise at the end of the call."""
    transfer, last = call.transfer, len(call.exchanges) - 1
    queue = transfer.queue if transfer else NO_PERSON
    pairs = [
        ("queue", case.queue, queue),
        ("callback", case.callback, (transfer.number if transfer else "") or "nobody is called back"),
        ("priority", case.priority, transfer.priority if transfer else NO_PERSON),
        ("skills", _listed(case.skills), _listed(transfer.skills if transfer else ())),
        ("disposition", case.disposition, call.end.disposition if call.end else "the call goes on"),
        ("end", case.end, call.end.reason if call.end else "the call goes on"),
    ]
    for key, expected, got in pairs:
        if expected is not None and expected != got:
            yield Mismatch((key,), f"{key}: {expected}", str(got), last)
    if case.summary is not None:
        for expected, got in _wordings(case.summary, transfer.summary if transfer else ""):
            yield Mismatch(("summary",), f"summary: {expected}", got, last)
    if case.turns_at_most is not None and call.turns > case.turns_at_most:
        yield Mismatch(("turns_at_most",), f"turns_at_most: {case.turns_at_most}", str(call.turns), last)


def _listed(skills: Sequence[str] | None) -> str | None:
    return None if skills is None else ", ".join(skills) or "(none)"


def _decision(happened: Exchange, part: str) -> object:
    return getattr(happened.decisions[0].decision, part) if happened.decisions else ""


def _wishes(happened: Exchange, *, several: bool) -> object:
    heard = happened.decisions[0].interpretation if happened.decisions else None
    if several and heard is not None and heard.requests:
        return [request.intent for request in heard.requests]
    return [_decision(happened, "intent")] if several else _decision(happened, "intent")


def _decided(happened: Exchange) -> str:
    """The decision in words, for want of an intent."""
    if not happened.decisions:
        return "nothing was decided"
    decision = happened.decisions[0].decision
    return " ".join(filter(None, (decision.kind, decision.intent or decision.entry, f"({decision.reason})")))


def _in_words(values: object) -> str:
    return ", then ".join(map(str, values)) if isinstance(values, list | tuple) else str(values)


def _searches(expected: LookedUp, happened: Exchange) -> Iterator[tuple[str, str]]:
    last = happened.lookups[-1] if happened.lookups else None
    if last is None:
        if expected.outcome != "none":
            yield expected.outcome or expected.source or expected.key or "", "nothing was looked up"
        return
    for wanted, got in ((expected.outcome, last.outcome), (expected.source, last.source), (expected.key, last.key)):
        if wanted is not None and wanted != got:
            yield wanted, got


def _wordings(expected: Wording, got: str) -> Iterator[tuple[str, str]]:
    told = f'"{got}"' if got else "nothing was said"
    text = _blanks(got)
    for part in expected.contains:
        if _blanks(part).casefold() not in text.casefold():
            yield f'contains "{part}"', told
    for part in expected.lacks:
        if _blanks(part).casefold() in text.casefold():
            yield f'lacks "{part}"', told
    if expected.exact is not None and expected.exact != got:
        yield f'is "{expected.exact}"', told
    if expected.matches is not None and not re.search(expected.matches, got):
        yield f"matches {expected.matches}", told


def _blanks(text: str) -> str:
    return " ".join(text.split())
