"""Versions in a database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, and_, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ivr.publishing.version import Draft, Files, Version
from ivr.store.engine import transaction
from ivr.store.tables import lines, live_versions, version_files, versions
from ivr.terms import Language

UPSERT: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""What makes an INSERT that minds rows that are there already; every database has its own."""


class _Overtaken(Exception):
    """Another version went live in the meantime."""


class SqlVersions:
    """Versions, their files and what is live in their tables; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, line: str, drafts: Sequence[Draft], author: str, note: str, at: datetime) -> list[Version]:
        with transaction(self._engine) as connection:
            number = _next_number(connection, line)  # first: from here on other writers of this line wait
            live = dict(_live(connection, line))
            for draft in drafts:
                key = {"line": line, "number": number, "language": draft.language}
                about = {"hash": draft.hash, "entry": draft.files.entry, "author": author, "note": note}
                when = {"published": at, "replaces": live.get(draft.language)}
                connection.execute(insert(versions).values(key | about | when))
                rows = [key | {"path": path, "content": text} for path, text in draft.files.contents.items()]
                connection.execute(insert(version_files), rows)
            return [one for one in _versions(connection, line) if one.number == number]

    def switch(self, line: str, now: Mapping[Language, int], then: Mapping[Language, int], at: datetime) -> bool:
        try:
            with transaction(self._engine) as connection:
                for language, number in then.items():
                    _switch(connection, line, language, now.get(language), number)
                    ours = _is(versions, line, number, language)
                    connection.execute(update(versions).where(ours).values(went_live=at))
        except _Overtaken:
            return False
        return True

    def versions(self, line: str) -> list[Version]:
        with transaction(self._engine) as connection:
            return _versions(connection, line)

    def files(self, version: Version) -> Files:
        mine = _is(version_files, version.line, version.number, version.language)
        with transaction(self._engine) as connection:
            rows = connection.execute(select(version_files.c.path, version_files.c.content).where(mine))
            return Files(version.entry, {path: bytes(content) for path, content in rows})


def _next_number(connection: Connection, line: str) -> int:
    first = UPSERT[connection.dialect.name](lines).values(name=line, newest=1)
    next_one = first.on_conflict_do_update(index_elements=[lines.c.name], set_={"newest": lines.c.newest + 1})
    return int(connection.execute(next_one.returning(lines.c.newest)).scalar_one())


def _switch(connection: Connection, line: str, language: Language, now: int | None, then: int) -> None:
    """Raises _Overtaken when the live version is not `now`."""
    if now is None:
        first = UPSERT[connection.dialect.name](live_versions).values(line=line, language=language, number=then)
        change = first.on_conflict_do_nothing()
    else:
        change = update(live_versions).where(_is(live_versions, line, now, language)).values(number=then)
    if connection.execute(change.returning(live_versions.c.number)).first() is None:
        raise _Overtaken


def _live(connection: Connection, line: str) -> Iterator[tuple[Language, int]]:
    rows = connection.execute(select(live_versions).where(live_versions.c.line == line))
    return ((Language(row.language), row.number) for row in rows)


def _versions(connection: Connection, line: str) -> list[Version]:
    live = dict(_live(connection, line))
    query = select(versions).where(versions.c.line == line).order_by(versions.c.number.desc(), versions.c.language)
    return [_as_version(row, live) for row in connection.execute(query)]


def _as_version(row: Row[Any], live: Mapping[Language, int]) -> Version:
    fields = dict(row._mapping)
    language = Language(fields["language"])
    times = {name: _utc(fields[name]) for name in ("published", "went_live")}
    return Version(**fields | times | {"language": language, "live": live.get(language) == fields["number"]})


def _utc(time: datetime | None) -> datetime | None:
    return time if time is None or time.tzinfo else time.replace(tzinfo=UTC)


def _is(table: Table, line: str, number: int, language: Language) -> ColumnElement[bool]:
    return and_(table.c.line == line, table.c.number == number, table.c.language == language)
