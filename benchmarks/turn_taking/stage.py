"""Where scenes are played: whole calls, by our machinery and by the plain one, several at once."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.turn_taking.caller import Caller, MarkedVoice
from benchmarks.turn_taking.plain import PlainExchange
from benchmarks.turn_taking.scene import Scene, Sound, perform
from ivr import app
from ivr.call.exchange import Exchange
from ivr.call.spoken import SpokenExchange
from ivr.call.timeline import CallEvent, Timeline
from ivr.dialogue.dialogue import Dialogue
from ivr.flow.loader import load_flow
from ivr.house import House
from ivr.records.recording import NoRecording
from ivr.settings import read_settings
from ivr.speech.vad import usual_detector

OURS, PLAIN = "ours", "plain"
FLOWS = Path(__file__).parent / "flows"
PATIENCE_MS = 7_000
SPEAKING_MS = {"en": 60, "zh": 200}
"""Time for a character of a prompt, at the pace of a person; only prompts that are spoken over take that long."""

QUICK_MS = 2


@dataclass(frozen=True, slots=True)
class Act:
    """What came of a scene: what the line told, when the caller began, and what was played in each frame."""

    events: tuple[CallEvent, ...]
    sound_spans: tuple[tuple[int, int], ...]
    began_ms: int | None
    played: tuple[bool, ...]
    turns: tuple[bool, ...]

    @property
    def speech_starts_ms(self) -> int:
        """The first sound of what the caller says, by the time of the call."""
        return (self.began_ms or 0) + self.sound_spans[0][0]

    @property
    def speech_ends_ms(self) -> int:
        """The last sound of what the caller says."""
        return (self.began_ms or 0) + self.sound_spans[-1][1]

    def told(self, *names: str) -> Iterator[CallEvent]:
        """What the line told of these kinds since the caller spoke, but not that they hung up."""
        for event in self.events:
            late = self.began_ms is not None and event.at_ms > self.speech_starts_ms
            if late and event.event in names and event.details.get("ended_by") != "hangup":
                yield event


Judge = Callable[[Scene, Act], Mapping[str, Any]]


@cache
def _house(path: str) -> House:
    settings = read_settings()
    scratch = TemporaryDirectory(prefix="ivr-scenes-")
    settings = settings.model_copy(update={"database": f"sqlite:///{scratch.name}/calls.sqlite"})
    house = House(load_flow(app.find_flow(path, settings)), settings, replay=True, lookups={})
    _kept.append(scratch)
    return house


_kept: list[object] = []


def flow_of(scene: Scene) -> str:
    """The flow file of a scene, or the sample line's name."""
    own = FLOWS / f"flow.{scene.language}.yaml"
    return str(own) if scene.flow == "scenes" else f"{scene.flow}.{scene.language}"


def play(scene: Scene, who: str, sound: Sound) -> Act:
    """Hold the call of a scene."""
    house = _house(flow_of(scene))
    caller = Caller(sound, scene.over_prompt_ms, PATIENCE_MS)
    voice = MarkedVoice(QUICK_MS if scene.over_prompt_ms is None else SPEAKING_MS[scene.language])
    ears, detector = house.recognizer, usual_detector()
    exchange: Exchange
    if who == PLAIN:
        exchange = PlainExchange(caller, voice, house.manner, ears, detector)
    else:
        exchange = SpokenExchange(caller, voice, house.manner, ears, detector, NoRecording())
    events: list[CallEvent] = []

    def watch(event: CallEvent) -> None:
        events.append(event)
        begun = caller.began_ms is not None and event.at_ms > caller.began_ms + sound.spans[0][0]
        if begun and event.event == "decision":
            caller.hang_up()

    tongue = house.tongue
    talk = Dialogue(tongue.flow.model_copy(update={"start": scene.node}), tongue.understanding)
    house.session(scene.name, exchange, Timeline(watch), talk=talk).run()
    return Act(tuple(events), sound.spans, caller.began_ms, tuple(caller.played), tuple(caller.turns))


def play_all(
    scenes: Sequence[Scene], judge: Judge, jobs: int, tell: Callable[[int], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Every scene by both, judged; `tell` hears how many are done."""
    results = []
    tasks = [(scene, judge) for scene in scenes]
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if jobs == 1:
        for task in tasks:
            results.append(_both(task))
            tell(len(results))
        return results
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for result in pool.map(_both, tasks, chunksize=4):
            results.append(result)
            tell(len(results))
    return results


def _both(task: tuple[Scene, Judge]) -> dict[str, Any]:
    scene, judge = task
    sound = perform(scene)
    verdicts = {who: dict(judge(scene, play(scene, who, sound))) for who in (OURS, PLAIN)}
    noise = f"{scene.noise.snr_db} dB" if scene.noise else "clean"
    return {"name": scene.name, "language": str(scene.language), "noise": noise, **scene.labels, **verdicts}
