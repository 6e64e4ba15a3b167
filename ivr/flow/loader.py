"""From a YAML file to a flow: every complaint with its file, line and column."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from ruamel.yaml import YAML

from ivr.flow.author_file import Places, read_part
from ivr.flow.inlining import inlined
from ivr.flow.model import Flow, Intent
from ivr.flow.names import EVERYWHERE
from ivr.terms import Language


@dataclass(frozen=True, slots=True)
class LoadedFlow:
    """A flow with its places, its folder (look-up tables stand there) and a hash of its text and tables."""

    flow: Flow
    places: Places
    folder: Path
    version: str

    def files(self) -> list[Path]:
        """Every file that the flow needs to take calls; the flow file itself comes first."""
        written = [Path(source.file) for source in self.places.sources.values()]
        return list(dict.fromkeys([*written, *self.tables().values()]))

    def tables(self) -> Mapping[str, Path]:
        """The file of each look-up that has one."""
        return tables(self.flow, self.folder)


def load_flow(path: Path) -> LoadedFlow:
    """Read, validate, and put in the sub-flows. Raises AuthorError with every problem found.

    References between parts are the linter's business (`ivr.flow.linter`).
    """
    digest = hashlib.sha256()
    flow, places = inlined(*read_part(path, Flow, digest.update), path, digest.update)
    for table in tables(flow, path.parent).values():
        digest.update(table.read_bytes() if table.is_file() else b"")
    return LoadedFlow(flow, places, path.parent, digest.hexdigest()[:12])


def tables(flow: Flow, folder: Path) -> Mapping[str, Path]:
    """The file of each look-up that has one; `folder` is the flow's."""
    return {name: folder / one.table for name, one in flow.lookups.items() if one.table}


@cache
def everywhere(language: Language) -> Mapping[str, Intent]:
    """The intents that work at every moment, with their examples in `language`."""
    text = (files("ivr.flow") / f"everywhere.{language}.yaml").read_text("utf-8")
    raw = YAML(typ="safe", pure=True).load(text)
    return {name: Intent.model_validate(raw[name]) for name in EVERYWHERE}


@cache
def chatter(language: Language) -> tuple[str, ...]:
    """Sentences that are no business of a service line."""
    return tuple((files("ivr.flow") / f"chatter.{language}.txt").read_text("utf-8").splitlines())
