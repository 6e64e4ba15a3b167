"""One door to a line in several languages: whoever calls is spoken to in their own."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from ivr import app
from ivr.audio.clip import Clip
from ivr.audio.line import Line
from ivr.call.exchange import Exchange
from ivr.call.session import CallSession
from ivr.call.timeline import Timeline
from ivr.dialogue.reception import Reception
from ivr.errors import WrongUse
from ivr.flow.line import LINE_FILE, Finding, LoadedLine, load_line
from ivr.flow.loader import LoadedFlow
from ivr.house import Attending, House, taking_calls
from ivr.settings import Settings
from ivr.speech.bilingual_recognizer import BilingualRecognizer


class Lobby:
    """The houses of one line in its languages; it takes calls as each of them does."""

    def __init__(self, line: LoadedLine, finding: Finding, houses: Sequence[House]) -> None:
        """The houses are those of the line's languages, in their order; the first tells time and keeps records."""
        self._line = line.line
        self._finding = finding
        self._houses = houses
        self._first = houses[0]
        made_of = (finding, line.line.model_dump_json(), *(house.kind for house in houses))
        self._kind = hashlib.sha256("\n".join(made_of).encode()).hexdigest()

    def close(self) -> None:
        """No more calls."""
        for house in self._houses:
            house.close()

    def recorded_call(self, clips: Sequence[Clip]) -> tuple[str, Line]:
        """The id and the line of a recorded call."""
        return self._first.recorded_call(clips, self._kind)

    def spoken(self, call_id: str, line: Line, timeline: Timeline, out: Path | None = None) -> CallSession:
        """A call by sound. Raises ModelError, and WrongUse when `out` cannot be written."""
        ears = BilingualRecognizer({house.language: house.recognizer for house in self._houses})
        manners = {house.language: house.manner for house in self._houses}
        return self._session(call_id, self._first.by_sound(line, ears, out, manners), timeline)

    def typed(self, call_id: str, lines: Iterator[str], timeline: Timeline) -> CallSession:
        """A call by typing."""
        return self._session(call_id, self._first.by_typing(lines), timeline)

    def typed_id(self, lines: Sequence[str]) -> str:
        """The id of a call that was typed beforehand."""
        return self._first.typed_id(lines, self._kind)

    def _session(self, call_id: str, exchange: Exchange, timeline: Timeline) -> CallSession:
        reception = Reception(self._line, [house.tongue for house in self._houses], self._finding)
        branches = {house.language: house.branch for house in self._houses}
        return self._first.session(call_id, exchange, timeline, reception, branches)


Door: TypeAlias = House | Lobby
"""Whatever takes calls."""


def held_in(wanted: str, language: str | None, settings: Settings) -> tuple[str, Finding | None, LoadedLine | None]:
    """The flow that takes the calls of what is `wanted`, and how it finds out its callers' language, if it does.

    Raises WrongUse, AuthorError.
    """
    folder = app.folder_of(wanted, settings)
    if folder is None:
        if language is not None:
            fix = "Name a line or its folder (retail), or leave --language out"
            raise WrongUse(f"'{wanted}' is in one language, so --language {language} cannot be chosen", fix)
        return wanted, None, None
    line = load_line(folder)
    held = language or (line.line.language if line else None)
    if held in list(Finding):
        if line is None:
            message = f"{wanted}: --language {held} needs a {LINE_FILE} in {folder}"
            raise WrongUse(message, "Write one: docs/lines.md tells how. It greets callers in both languages")
        return wanted, Finding(held), line
    if held is None:
        return wanted, None, None
    flow = folder / f"flow.{held}.yaml"
    if not flow.is_file():
        there = ", ".join(sorted(file.name for file in folder.glob("flow.*.yaml")))
        raise WrongUse(f"{wanted}: there is no {flow.name} in {folder}", f"There is: {there}")
    return str(flow), None, None


def open_door(
    wanted: str,
    language: str | None,
    settings: Settings,
    *,
    by_sound: bool = True,
    replay: bool = False,
    today: date | None = None,
    now: datetime | None = None,
    attending: Attending | None = None,
) -> Door:
    """Whatever takes the calls of what is `wanted`: one flow, or a line in several languages.

    Raises what `House` and `open_flow` raise.
    """

    def house(loaded: LoadedFlow, greeting: str = "") -> House:
        made = House(loaded, settings, by_sound=by_sound, replay=replay, today=today, now=now, attending=attending)
        if by_sound:
            made.rehearse_meanwhile(greeting)
        return made

    flow, finding, line = held_in(wanted, language, settings)
    if finding is None or line is None:
        return house(app.open_flow(flow, settings))
    if settings.model and by_sound:
        fix = "Name the language with --language, or leave --model (IVR_MODEL) out"
        raise WrongUse("A speech model hears one language, and these callers may speak another", fix)
    flows = {one: app.open_flow(str(line.flow_file(one)), settings) for one in line.line.languages}
    line.refuse(flows)
    greetings = line.line.greet
    return Lobby(line, finding, [house(loaded, greetings[one]) for one, loaded in flows.items()])


def check_line(loaded: LoadedFlow) -> None:
    """Look at the line file beside a flow, where there is one. Raises AuthorError with every problem found."""
    line = load_line(loaded.folder)
    if line is not None:
        line.refuse({loaded.flow.language: loaded})


@contextmanager
def doors(
    wanted: str,
    language: str | None,
    settings: Settings,
    tell: Callable[[str], None],
    *,
    replay: bool = False,
    today: date | None = None,
    now: datetime | None = None,
    attending: Attending | None = None,
) -> Iterator[Callable[[], Door]]:
    """Asked before each call by sound, gives what takes it; `tell` hears what `taking_calls` tells.

    Raises what that and `open_door` raise.
    """
    flow, finding, _ = held_in(wanted, language, settings)
    if finding is None:
        with taking_calls(flow, settings, tell, replay=replay, today=today, now=now, attending=attending) as next_house:
            yield next_house
        return
    door = open_door(wanted, language, settings, replay=replay, today=today, now=now, attending=attending)
    with closing(door):
        yield lambda: door
