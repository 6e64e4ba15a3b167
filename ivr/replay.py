"""What a backtest needs: the calls on record, and the flows that they are replayed on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from ivr.app import learn, lessons_of, trial_lookups
from ivr.audio.clip import Clip, read_clip
from ivr.call.timeline import CallEvent, Timeline
from ivr.errors import AudioFileError, WrongUse
from ivr.flow.loader import load_flow
from ivr.flow.model import Flow
from ivr.flowtest.backtest import Comparer, Comparison, Outcome, PastCall, compared, difference, unreadable
from ivr.flowtest.remembering import Remembering
from ivr.house import House
from ivr.lookups.lookup import Lookup
from ivr.publishing.files import lay_out
from ivr.publishing.version import Files
from ivr.settings import read_settings
from ivr.understanding.interpreter import Understanding

RECORDINGS = (".wav", ".flac", ".ogg")
"""Files that are taken for recorded calls."""


def past_calls(flow: Flow, database: str) -> list[PastCall]:
    """The calls of a flow in a database, an SQLite file or a URL, the oldest first.

    Raises WrongUse when there is no such file, DatabaseError.
    """
    from ivr.records.sql_store import SqlStore  # late: only those who read past calls need a database
    from ivr.store.engine import open_engine

    if "://" not in database:
        if not Path(database).is_file():
            raise WrongUse(f"{database}: there is no such file", "Name the database of past calls, or its URL")
        database = f"sqlite:///{database}"
    records = SqlStore(open_engine(database))
    calls = [call for call in records.calls() if (call.flow, call.language) == (flow.flow, flow.language)]
    return [PastCall(call.id, call.started, tuple(records.turns(call.id))) for call in calls]


def recorded_calls(folder: Path) -> list[Path]:
    """The recordings in a folder, each the caller's side of a whole call. Raises WrongUse when there are none."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in RECORDINGS)
    if not found:
        raise WrongUse(f"{folder}: there are no recordings", f"Put one file a call there: {', '.join(RECORDINGS)}")
    return found


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


def by_transcripts(live: Files, draft: Files) -> Comparer[PastCall]:
    """Compares calls on record. Raises AuthorError, OperatorError."""
    one, other = open_sides(live, draft)
    return lambda call: compared(call, one, other)


IN_MEMORY = "sqlite://"
"""The database of calls that are held again: nothing of them is kept."""


class BySound:
    """Compares recorded calls, as at one moment: each is held again, as `ivr call --wav` holds it, by both flows."""

    def __init__(self, live: Files, draft: Files, now: datetime) -> None:
        """Raises AuthorError, OperatorError."""
        settings = read_settings().model_copy(update={"database": IN_MEMORY})
        one, other = (load_flow(lay_out(files, settings.versions_dir)) for files in (live, draft))
        self._live = House(one, settings, replay=True, now=now, lookups=trial_lookups(one))
        self._draft = House(other, settings, replay=True, now=now, lookups=trial_lookups(other), neighbour=self._live)

    def __call__(self, recording: Path) -> Comparison:
        """What would change in one call."""
        try:
            clip = read_clip(recording)
        except AudioFileError:
            return unreadable(str(recording))
        return difference(str(recording), _held(self._live, clip), _held(self._draft, clip))

    def close(self) -> None:
        """No more calls."""
        self._live.close()


def _held(house: House, clip: Clip) -> Outcome:
    events: list[CallEvent] = []
    call_id, line = house.recorded_call([clip])
    call = house.spoken(call_id, line, Timeline(events.append)).run()
    queue = next((one.details["queue"] for one in events if one.event == "transfer"), "")
    node = next((one.details["node"] for one in reversed(events) if "node" in one.details), "")
    turns = sum(one.event == "heard" for one in events)
    return Outcome(f"queue {queue}" if queue else node, call.disposition, turns, call.duration_ms or 0, False, ())
