"""Publishing and going back: what callers get changes at once, or not at all."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ivr.errors import AuthorError, OperatorError, WrongUse
from ivr.flow.difference import Change, differences
from ivr.flow.loader import LoadedFlow, load_flow
from ivr.publishing.files import gather, lay_out
from ivr.publishing.version import Draft, Version
from ivr.publishing.version_store import VersionStore
from ivr.terms import Language

LEAD_S = 1.0
"""How much longer than the publisher itself the machines that take calls have to make a version ready."""

Train = Callable[[LoadedFlow], object]


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one language: the version that was live, the one that is, and what is different for callers."""

    language: Language
    old: Version | None
    new: Version
    changes: tuple[Change, ...]


class Publisher:
    """Publishes flows into a store; versions are laid out below `folder` to be loaded.

    `train` makes a flow ready to take calls. It proves, before anything goes live, that what is in the store can be
    loaded and learnt, and its time tells how long others need for the same.
    """

    def __init__(self, store: VersionStore, folder: Path, train: Train, now: Callable[[], datetime]) -> None:
        self._store = store
        self._folder = folder
        self._train = train
        self._now = now

    def open(self, version: Version) -> LoadedFlow:
        """Load a version. Raises OperatorError, and AuthorError when it is no flow to this release any more."""
        loaded = load_flow(lay_out(self._store.files(version), self._folder))
        if loaded.version != version.hash:
            message = f"{version.name} is not in the database as it was published"
            raise OperatorError(message, "Restore the database, or publish the flow again")
        return loaded

    def live(self, line: str) -> Mapping[Language, Version]:
        """The live version of each language. Raises DatabaseError."""
        return {one.language: one for one in self._store.versions(line) if one.live}

    def publish(self, flows: Sequence[LoadedFlow], author: str, note: str) -> list[Step]:
        """Publish checked flows of one line, all at once; those that are live already, to the byte, are left out.

        Raises WrongUse when they are not of one line, or when somebody else publishes at the same time, OperatorError.
        """
        line = flows[0].flow.flow
        if len({flow.flow.flow for flow in flows}) != 1 or len({flow.flow.language for flow in flows}) != len(flows):
            raise WrongUse("these are not the languages of one line", "Publish them one after the other")
        live = self.live(line)
        new = [flow for flow in flows if not _is_live(flow, live)]
        if not new:
            return []
        drafts = [Draft(flow.flow.language, flow.version, gather(flow)) for flow in new]
        kept = self._store.keep(line, drafts, author, note, self._now())
        began = time.monotonic()
        steps = [self._step(live, version) for version in kept]
        time.sleep(time.monotonic() - began + LEAD_S)
        return self._switch(line, steps)

    def roll_back(self, line: str, language: Language | None = None, to: int | None = None) -> list[Step]:
        """Make live what the newest live version replaced, or the version `to`; in one language or in all it has.

        Raises WrongUse when there is nothing to go back to, OperatorError.
        """
        versions = self._store.versions(line)
        live = {one.language: one for one in versions if one.live and language in (None, one.language)}
        if not live:
            raise WrongUse(f"{line}: nothing of it is live", "`ivr flow publish` makes it live")
        targets = [one for one in versions if one.went_live and one.number == _target(live, one.language, to)]
        if not targets or (to is None and len(targets) < len(_newest(live))):
            nothing = "there is no version before the live one" if to is None else f"version {to} was never live"
            raise WrongUse(f"{line}: {nothing}", f"See `ivr flow versions {line}`")
        steps = [self._step(live, one, train=False) for one in targets if not one.live]
        return self._switch(line, steps)

    def _step(self, live: Mapping[Language, Version], new: Version, *, train: bool = True) -> Step:
        loaded = self.open(new)
        if train:
            self._train(loaded)
        old = live.get(new.language)
        return Step(new.language, old, new, tuple(self._changes(old, loaded)) if old else ())

    def _changes(self, old: Version, new: LoadedFlow) -> list[Change]:
        try:
            return compare(self.open(old), new)
        except (AuthorError, OperatorError):  # what cannot be opened any more is what we want to get away from
            return []

    def _switch(self, line: str, steps: Sequence[Step]) -> list[Step]:
        now = {step.language: step.old.number for step in steps if step.old}
        if steps and not self._store.switch(line, now, {one.language: one.new.number for one in steps}, self._now()):
            raise WrongUse(
                f"{line}: somebody else has changed what is live in the meantime; nothing was changed here",
                f"See `ivr flow versions {line}`, and do it again if it is still wanted",
            )
        live = self.live(line)
        return [replace(step, new=live[step.language]) for step in steps]


def _newest(live: Mapping[Language, Version]) -> list[Version]:
    """What went live last by number: one version in all languages in which it is live."""
    newest = max(one.number for one in live.values())
    return [one for one in live.values() if one.number == newest]


def _target(live: Mapping[Language, Version], language: Language, to: int | None) -> int | None:
    """The number of the version that a language goes back to; None for one that stays as it is."""
    if language not in live:
        return None
    if to is not None:
        return to
    return live[language].replaces if live[language] in _newest(live) else None


def _is_live(flow: LoadedFlow, live: Mapping[Language, Version]) -> bool:
    version = live.get(flow.flow.language)
    return version is not None and version.hash == flow.version


def compare(old: LoadedFlow, new: LoadedFlow) -> list[Change]:
    """What is different for callers: in the flow, and in its tables."""
    return [*differences(old.flow, new.flow), *_table_changes(_tables(old), _tables(new))]


def _tables(loaded: LoadedFlow) -> dict[str, set[bytes]]:
    """The lines of the table of each look-up."""
    there = {name: path for name, path in loaded.tables().items() if path.is_file()}
    return {name: set(path.read_bytes().splitlines()) for name, path in there.items()}


def _table_changes(old: Mapping[str, set[bytes]], new: Mapping[str, set[bytes]]) -> Iterator[Change]:
    for name in new:
        if name in old and old[name] != new[name]:
            more, less = len(new[name] - old[name]), len(old[name] - new[name])
            yield Change(f"lookups.{name}", f"the table of {name}: {more} lines added, {less} removed")
