"""From a file of cases to cases: read, validated, and compared with the flow they are for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ivr.errors import AuthorError, Problem, WrongUse
from ivr.flow.author_file import Places, Trail, read_part
from ivr.flow.loader import LoadedFlow
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE, HAND_OVER
from ivr.flowtest.cases import Case, Cases, Turn
from ivr.terms import Language

SUFFIX = ".cases.yaml"
NO_PERSON = "none"


@dataclass(frozen=True, slots=True)
class LoadedCases:
    """A file of cases with the places of its parts."""

    path: Path
    cases: Cases
    places: Places

    def trail(self, name: str) -> Trail:
        """Where a case stands."""
        return ("cases", name)


def find_cases(flow: Path, language: Language) -> list[Path]:
    """The files of cases beside a flow. Raises WrongUse when there is none."""
    found = cases_beside(flow, language)
    if not found:
        fix = "Write some, or name a file of them; docs/cases.md tells how"
        raise WrongUse(f"there is no {flow.parent / f'NAME.{language}{SUFFIX}'}", fix)
    return found


def cases_beside(flow: Path, language: Language) -> list[Path]:
    """The files of cases beside a flow, if any: `NAME.LANGUAGE.cases.yaml`, and those that name no language."""
    others = {str(other) for other in Language if other is not language}
    return [
        path
        for path in sorted(flow.parent.glob(f"*{SUFFIX}"))
        if path.name.removesuffix(SUFFIX).rpartition(".")[2] not in others
    ]


def load_cases(path: Path, loaded: LoadedFlow) -> LoadedCases:
    """Read cases and compare their names with the flow's. Raises AuthorError with every problem found."""
    cases = LoadedCases(path, *read_part(path, Cases, lambda _: None))
    if problems := sorted(set(_strangers(cases, loaded.flow))):
        raise AuthorError(problems)
    return cases


def _strangers(loaded: LoadedCases, flow: Flow) -> Iterator[Problem]:
    """What the cases name and the flow, or the folder, does not have."""
    for name, case in loaded.cases.cases.items():
        trail = loaded.trail(name)
        for lookup in case.lookups:
            yield from _unknown(loaded.places, lookup, flow.lookups, "lookup", (*trail, "lookups", lookup), key=True)
        desks = [desk for node in flow.nodes.values() for desk in (node.transfer, node.callback) if desk is not None]
        queues = {flow.hand_over.queue, NO_PERSON, *(desk.queue for desk in desks)}
        if case.queue is not None:
            yield from _unknown(loaded.places, case.queue, queues, "queue", (*trail, "queue"))
        for at, turn in enumerate(case.turns):
            yield from _strangers_in(loaded, flow, turn, (*trail, "turns", at))


def _strangers_in(loaded: LoadedCases, flow: Flow, turn: Turn, trail: Trail) -> Iterator[Problem]:
    places = loaded.places
    intents = [turn.intent] if isinstance(turn.intent, str) else turn.intent or []
    for intent in intents:
        yield from _unknown(places, intent, [*flow.intents, *EVERYWHERE, "yes", "no"], "intent", (*trail, "intent"))
    if turn.node is not None:
        yield from _unknown(places, turn.node, [*flow.nodes, HAND_OVER], "node", (*trail, "node"))
    if turn.answer is not None:
        yield from _unknown(places, turn.answer, flow.knowledge, "entry", (*trail, "answer"))
    if turn.lookup is not None and turn.lookup.source is not None:
        yield from _unknown(places, turn.lookup.source, flow.lookups, "lookup", (*trail, "lookup", "from"))
    for slot in turn.slots:
        yield from _unknown(places, slot, flow.slots, "slot", (*trail, "slots", slot), key=True)
    if turn.hear is not None and not (loaded.path.parent / turn.hear).is_file():
        message = "there is no such sound file beside the cases"
        yield places.problem((*trail, "hear"), "no-such-recording", message, "Check the path")


def _unknown(
    places: Places, name: str, known: Collection[str], what: str, trail: Trail, *, key: bool = False
) -> Iterator[Problem]:
    if name not in known:
        near = get_close_matches(name, list(known), 1)
        fix = f"Did you mean '{near[0]}'?" if near else ""
        yield places.problem(trail, f"no-such-{what}", f"the flow has no {what} '{name}'", fix, of_key=key)


def all_cases(files: Sequence[LoadedCases]) -> list[tuple[LoadedCases, str, Case]]:
    """Every case of these files with its name."""
    return [(loaded, name, case) for loaded in files for name, case in loaded.cases.cases.items()]
