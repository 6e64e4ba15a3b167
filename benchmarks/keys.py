"""How well keys (DTMF) are heard: what ITU-T Q.24 has accepted and refused, and whether people who speak press any."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
import numpy as np

from audio_samples.effects import gain, rms
from audio_samples.key_tones import ALL_KEYS, Press, pressed, silence
from ivr import app
from ivr.audio.clip import read_clip
from ivr.audio.dtmf import KeyDetector
from ivr.audio.frames import FRAME_MS, LINE_RATE, Pcm
from ivr.audio.pcm import FULL_SCALE, frames_of, resample, to_int16
from ivr.flow.prompts import constants
from ivr.settings import read_settings

HERE = Path(__file__).parent.parent
DATA = Path(os.environ.get("IVR_TEST_DATA", HERE.parent / "shared" / "data"))
LINES = ("retail", "retail.zh")
ROUNDS = 20
SPEEDS = (0.75, 0.83, 0.91, 1.1, 1.21, 1.33)
"""The same people with other pitches: what a recording is made quicker or slower by."""


def measure() -> None:
    """Keys made by rule, then everything in which there are none; the processor's time for a frame beside each."""
    chance = np.random.default_rng(24)
    click.echo(f"{'keys that are':<34} {'heard':>9} {'of':>6} {'wrongly':>8}")
    for name, how, noise_db in _kinds(chance):
        right, wrong, presses = _heard(how, noise_db, chance)
        click.echo(f"{name:<34} {right:>9} {presses:>6} {wrong:>8}")
    click.echo(f"\n{'no keys, in':<34} {'minutes':>9} {'keys':>6} {'sounding frames':>16} {'us a frame':>11}")
    for name, sounds in _speech():
        frames, keys, sounding, seconds = _pushed(sounds)
        cells = f"{frames * FRAME_MS / 60_000:>9.1f} {keys:>6} {sounding:>16} {seconds / max(frames, 1) * 1e6:>11.0f}"
        click.echo(f"{name:<34} {cells}")


def _kinds(chance: np.random.Generator) -> Iterator[tuple[str, Callable[[], Press], float | None]]:
    """Kinds of keys: a name, how the next one is pressed, and how far below its louder tone a white noise is."""

    def accepted(least_ms: float, most_ms: float) -> Callable[[], Press]:
        return lambda: Press(
            ms=chance.uniform(least_ms, most_ms),
            level_db=chance.uniform(-28, -6),
            twist_db=chance.uniform(-8, 4),
            off=(chance.uniform(-0.015, 0.015), chance.uniform(-0.015, 0.015)),
            phases=(chance.uniform(0, 6), chance.uniform(0, 6)),
        )

    def out_of_tune() -> Press:
        wrong = chance.choice((-1, 1)) * chance.uniform(0.035, 0.05)
        right = chance.uniform(-0.015, 0.015)
        return Press(off=(wrong, right) if chance.random() < 0.5 else (right, wrong))

    yield "clean, 80 ms", Press, None
    yield "within Q.24, 40 ms", accepted(40, 40), None
    yield "within Q.24, 40 to 150 ms", accepted(40, 150), None
    for noise_db in (20.0, 15.0, 10.0):
        yield f"the same, noise {noise_db:.0f} dB softer", accepted(40, 150), noise_db
    yield "to be refused: 1 to 23 ms", accepted(1, 23), None
    yield "to be refused: 3.5 to 5 % off", out_of_tune, None
    yield "to be refused: below -55 dBm0", lambda: Press(level_db=chance.uniform(-75, -58)), None


def _heard(how: Callable[[], Press], noise_db: float | None, chance: np.random.Generator) -> tuple[int, int, int]:
    right = wrong = 0
    for key in ALL_KEYS * ROUNDS:
        press = how()
        samples = np.concatenate((silence(chance.uniform(40, 60)), pressed(key, press), silence(60)))
        if noise_db is not None:
            samples = samples + chance.normal(size=len(samples)) * gain(press.level_db - 3 - noise_db)
        detector = KeyDetector()
        keys = "".join(detector.push(frame).pressed for frame in frames_of(to_int16(samples)))
        right += keys == key
        wrong += keys not in ("", key)
    return right, wrong, len(ALL_KEYS) * ROUNDS


def _speech() -> Iterator[tuple[str, Iterable[Pcm]]]:
    yield "our samples of callers", _sounds(HERE / "audio_samples")
    yield "our prompts", _prompts()
    if not DATA.is_dir():
        click.echo("(no recorded people: set IVR_TEST_DATA)")
        return
    noises = list(_sounds(DATA / "noise"))
    people = list(_sounds(DATA / "speech"))
    background = np.concatenate(noises)
    yield "recorded people", people
    yield "recorded people, by 8 kHz", (resample(resample(pcm, LINE_RATE, 8000), 8000, LINE_RATE) for pcm in people)
    for below in (20.0, 10.0, 0.0):
        yield f"people, background {below:.0f} dB softer", (_in_noise(pcm, background, below) for pcm in people)
    for speed in SPEEDS:
        yield f"people, {speed:g} times as high", (resample(pcm, round(LINE_RATE * speed), LINE_RATE) for pcm in people)
    yield "recorded noises", noises


def _sounds(folder: Path) -> Iterator[Pcm]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".wav", ".ogg", ".flac", ".mp3"}:
            yield read_clip(path).pcm


def _prompts() -> Iterator[Pcm]:
    settings = read_settings()
    voice = app.open_voice(settings)
    try:
        for line in LINES:
            flow = app.open_flow(line, settings).flow
            for text in constants(flow):
                yield voice.render(text, app.manner_of(flow, settings))
    finally:
        voice.close()


def _in_noise(pcm: Pcm, background: Pcm, below_db: float) -> Pcm:
    people, noise = pcm / FULL_SCALE, np.resize(background, len(pcm)) / FULL_SCALE
    return to_int16(people + noise * (rms(people) / max(rms(noise), 1e-6) * gain(-below_db)))


def _pushed(sounds: Iterable[Pcm]) -> tuple[int, int, int, float]:
    """How many frames, keys and frames that sounded, and the seconds it took."""
    frames = keys = sounding = 0
    seconds = 0.0
    for pcm in sounds:
        detector, cut = KeyDetector(), list(frames_of(pcm))
        began = time.process_time()
        readings = [detector.push(frame) for frame in cut]
        seconds += time.process_time() - began
        frames += len(readings)
        keys += sum(len(reading.pressed) for reading in readings)
        sounding += sum(reading.sounding for reading in readings)
    return frames, keys, sounding, seconds
