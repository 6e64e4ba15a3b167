"""What a backtest needs: the calls on record, and the flows that they are replayed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ivr.app import learn, lessons_of, trial_lookups
from ivr.errors import WrongUse
from ivr.flow.loader import load_flow
from ivr.flow.model import Flow
from ivr.flowtest.backtest import PastCall
from ivr.flowtest.remembering import Remembering
from ivr.lookups.lookup import Lookup
from ivr.publishing.files import lay_out
from ivr.publishing.version import Files
from ivr.records.sql_store import SqlStore
from ivr.settings import read_settings
from ivr.store.engine import open_engine
from ivr.understanding.interpreter import Understanding


def past_calls(flow: Flow, database: str) -> list[PastCall]:
    """The calls of a flow in a database, an SQLite file or a URL, the oldest first.

    Raises WrongUse when there is no such file, DatabaseError.
    """
    if "://" not in database:
        if not Path(database).is_file():
            raise WrongUse(f"{database}: there is no such file", "Name the database of past calls, or its URL")
        database = f"sqlite:///{database}"
    records = SqlStore(open_engine(database))
    calls = [call for call in records.calls() if (call.flow, call.language) == (flow.flow, flow.language)]
    return [PastCall(call.id, call.started, tuple(records.turns(call.id))) for call in calls]


@dataclass(frozen=True, slots=True)
class Side:
    """A flow that calls are replayed on: it needs no voice, no ears and no database."""

    flow: Flow
    understanding: Understanding
    lookups: Mapping[str, Lookup]


def open_sides(live: Files, draft: Files) -> tuple[Side, Side]:
    """Two flows from their files, wherever this process runs; what they teach alike is learnt once.

    Raises AuthorError, OperatorError.
    """
    settings = read_settings()
    one, other = (load_flow(lay_out(files, settings.versions_dir)) for files in (live, draft))
    learnt = cache(lambda lessons: Remembering(learn(lessons, settings)))
    return (
        Side(one.flow, learnt(lessons_of(one.flow)), trial_lookups(one)),
        Side(other.flow, learnt(lessons_of(other.flow)), trial_lookups(other)),
    )
