"""A conversation that was tried, kept as a case."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ivr.errors import AuthorError, WrongUse
from ivr.flow.loader import LoadedFlow
from ivr.flow.model import Flow
from ivr.flowtest.case_file import SUFFIX, load_cases
from ivr.flowtest.simulator import Exchange
from ivr.flowtest.trial import Jumps, Says, Silent, Trial

PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff][\w' -]*")
WORDS_OF_YAML = {"yes", "no", "true", "false", "on", "off", "null", "y", "n"}


def case_of(trial: Trial, name: str) -> str:
    """The conversation as the text of a case, indented by two: what was said, and where it led.

    Raises WrongUse when it holds what no caller can do, or nothing.
    """
    if not trial.moves:
        raise WrongUse("nothing has been said yet", "Type what a caller would say")
    if any(isinstance(move, Jumps) or (isinstance(move, Says) and move.meaning) for move in trial.moves):
        raise WrongUse("no caller can do what /jump and /what-if do", "/again begins anew, without them")
    lines = [f"  {_scalar(name)}:", f"    now: {trial.now:%Y-%m-%d %H:%M}", "    turns:"]
    lines += [f"      - {{{', '.join(keys)}}}" for keys in _turns(trial)]
    if (end := trial.call.end) is not None:
        lines += [f"    queue: {trial.call.transfer.queue if trial.call.transfer else 'none'}"]
        lines += [f"    disposition: {end.disposition}", f"    end: {end.reason}"]
    return "\n".join(lines) + "\n"


def _turns(trial: Trial) -> Iterator[list[str]]:
    before = trial.call.exchanges[0]
    for move, happened in zip(trial.moves, trial.call.exchanges[1:], strict=True):
        if isinstance(move, Says):
            yield [f"say: {_scalar(move.text)}", *_expected(happened, before)]
        else:
            yield ["silence: true" if isinstance(move, Silent) else "hang_up: true", *_expected(happened, before)]
        before = happened


def _expected(happened: Exchange, before: Exchange) -> Iterator[str]:
    """What is worth expecting of a turn: its sense, and not its every word."""
    decision = happened.decisions[0].decision if happened.decisions else None
    if decision is not None and decision.intent:
        yield f"intent: {_scalar(decision.intent)}"
    if decision is not None and decision.entry:
        yield f"answer: {_scalar(decision.entry)}"
    changed = {slot: value for slot, value in happened.known.items() if before.known.get(slot) != value}
    if changed:
        yield f"slots: {{{', '.join(f'{_scalar(slot)}: {_scalar(value)}' for slot, value in changed.items())}}}"
    if happened.lookups:
        yield f"lookup: {happened.lookups[-1].outcome}"
    yield f"node: {_scalar(happened.node)}"


def _scalar(text: str) -> str:
    """A text as YAML, in quotes where it could be read as anything else."""
    plain = PLAIN.fullmatch(text) and text == text.strip() and text.lower() not in WORDS_OF_YAML
    return text if plain else json.dumps(text, ensure_ascii=False)


def save(trial: Trial, name: str, loaded: LoadedFlow, flow_file: Path) -> Path:
    """Add the conversation to the cases beside its flow: whole, or not at all.

    Raises WrongUse when it cannot be a case, or the file takes none at its end, AuthorError for a file with mistakes.
    """
    case = case_of(trial, name)
    flow = loaded.flow
    path = _file_for(flow, flow_file)
    written = path.read_text("utf-8") if path.exists() else "cases:\n"
    before = set(load_cases(path, loaded).cases.cases) if path.exists() else set()
    if name in before:
        raise WrongUse(f"{path} has a case of this name", "Take another name")
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_text(f"{written.rstrip()}\n{case}", "utf-8")
        if not _holds(fresh, loaded, before | {name}):
            raise WrongUse(f"{path} does not end with its cases", f"Put this case where they stand:\n{case}")
        os.replace(fresh, path)
    except OSError as error:
        raise WrongUse(f"{path} cannot be written ({error.strerror})", "Check the folder") from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return path


def _file_for(flow: Flow, flow_file: Path) -> Path:
    """The cases named after the flow, or those that there are, or none yet."""
    ending = f".{flow.language}{SUFFIX}"
    own = flow_file.with_name(f"{flow.flow}{ending}")
    others = sorted(flow_file.parent.glob(f"*{ending}"))
    return own if own.exists() or not others else others[0]


def _holds(path: Path, loaded: LoadedFlow, names: set[str]) -> bool:
    try:
        cases = load_cases(path, loaded)
    except AuthorError:
        return False
    return set(cases.cases.cases) == names
