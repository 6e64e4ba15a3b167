"""A list of recordings with what was said in them: a tab-separated file."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TextIO

from ivr.errors import WrongUse
from ivr.terms import Language

PATH, TRANSCRIPT, LANGUAGE, SPEAKER = "path", "transcript", "language", "speaker"
SHAPE = f"The first line names the columns, parted by tabs; {PATH} and {TRANSCRIPT} are needed"
TOLD_AT_ONCE = 10
"""So many faults are listed; more are counted."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One row: the sound file, what was said, where it stands (`manifest:line`), and all columns as written."""

    path: Path
    transcript: str
    place: str
    columns: Mapping[str, str]

    def is_in(self, language: Language) -> bool:
        """Whether it is spoken in this language, or the manifest does not say in which."""
        return self.columns.get(LANGUAGE, "") in {"", language}


def read_manifest(path: Path) -> list[Recording]:
    """The rows of a manifest; paths are relative to its folder, blank lines are nothing.

    Raises WrongUse, with file and line, when it cannot be read, is not UTF-8, lacks a column, or has a row with too
    many or too few cells or without a path.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return _read(path, lines)
    except OSError as error:
        raise WrongUse(f"{path}: cannot be read ({error.strerror})", SHAPE) from error
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path}: this is not UTF-8 text", SHAPE) from error
    except csv.Error as error:
        raise WrongUse(f"{path}: this is no table ({error})", SHAPE) from error


def _read(path: Path, lines: TextIO) -> list[Recording]:
    table = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    names = next(table, [])
    if missing := [name for name in (PATH, TRANSCRIPT) if name not in names]:
        near = get_close_matches(missing[0], names, 1)
        hint = f"Did you mean '{near[0]}'? " if near else ""
        raise WrongUse(f"{path}:1: there is no column '{missing[0]}'", hint + SHAPE)
    if len(set(names)) < len(names):
        raise WrongUse(f"{path}:1: two columns have the same name", SHAPE)
    recordings: list[Recording] = []
    faults: list[str] = []
    for cells in table:
        place = f"{path}:{table.line_num}"
        if not any(cells):
            continue
        row = dict(zip(names, cells, strict=False))
        if len(cells) != len(names):
            faults.append(f"{place}: {len(cells)} cells where the first line names {len(names)} columns")
            continue
        if not row[PATH].strip():
            faults.append(f"{place}: there is no path")
            continue
        recordings.append(Recording(path.parent / row[PATH], row[TRANSCRIPT].strip(), place, row))
    _refuse(faults)
    return recordings


def require_files(recordings: Iterable[Recording]) -> None:
    """Raises WrongUse, with file and line of each, when sound files are missing."""
    _refuse([f"{one.place}: {one.path}: there is no such file" for one in recordings if not one.path.exists()])


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        more = f"\n... and {len(faults) - TOLD_AT_ONCE} more" if len(faults) > TOLD_AT_ONCE else ""
        raise WrongUse("\n".join(faults[:TOLD_AT_ONCE]) + more)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows to hear, those a grammar may be made of, and how many were left out for what reason."""

    recordings: Sequence[Recording]
    grammar_from: Sequence[Recording]
    other_language: int
    without_transcript: int


def select(
    recordings: Iterable[Recording], language: Language, conditions: Sequence[str] = (), half: str | None = None
) -> Selection:
    """The rows that meet the conditions (see `chosen`), are spoken in `language` and have a transcript.

    With `half` ("tune" or "test") only every other speaker is heard; a grammar may still be made of all.

    Raises WrongUse when no row is left, a sound file is missing or a column is not there.
    """
    fitting = list(chosen(recordings, conditions))
    spoken = [one for one in fitting if one.is_in(language)]
    usable = [one for one in spoken if one.transcript]
    heard = half_of(usable, half) if half else usable
    if not heard:
        others = sorted({one.columns[LANGUAGE] for one in fitting if one.transcript and not one.is_in(language)})
        elsewhere = others and not usable
        hint = f"Languages of its rows: {', '.join(others)}; see --language" if elsewhere else "See --where and --half"
        raise WrongUse(f"the manifest has no row with a transcript in '{language}'", hint)
    require_files(heard)
    return Selection(heard, usable, len(fitting) - len(spoken), len(spoken) - len(usable))


def chosen(recordings: Iterable[Recording], conditions: Sequence[str]) -> Iterator[Recording]:
    """The recordings that meet the `conditions`, each `column=pattern` with `*` and `?` as in file names.

    Of several conditions on one column one must hold. Raises WrongUse for a condition without a known column.
    """
    wanted: dict[str, list[str]] = {}
    for condition in conditions:
        column, equals, pattern = condition.partition("=")
        if not equals:
            raise WrongUse(f"'{condition}' is no condition", "Write column=value, as in speaker=mary")
        wanted.setdefault(column, []).append(pattern)
    for recording in recordings:
        for column in wanted:
            require_column(recording, column)
        if all(any(fnmatchcase(recording.columns[name], one) for one in wanted[name]) for name in wanted):
            yield recording


def require_column(recording: Recording, column: str) -> None:
    """Raises WrongUse when the manifest has no such column, and names the nearest."""
    if column in recording.columns:
        return
    near = get_close_matches(column, recording.columns, 1)
    hint = f"Did you mean '{near[0]}'?" if near else f"There is: {', '.join(recording.columns)}"
    raise WrongUse(f"the manifest has no column '{column}'", hint)


def half_of(recordings: Sequence[Recording], half: str) -> list[Recording]:
    """The recordings of every other speaker in the order of their names: "tune" the 1st, 3rd ..., "test" the others.

    Raises WrongUse when the manifest does not tell the speakers.
    """
    for recording in recordings[:1]:
        require_column(recording, SPEAKER)
    speakers = sorted({recording.columns[SPEAKER] for recording in recordings})
    kept = set(speakers[0 if half == "tune" else 1 :: 2])
    return [recording for recording in recordings if recording.columns[SPEAKER] in kept]
