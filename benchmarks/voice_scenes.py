"""People and noises as a voice detector meets them in a call, and where in them somebody speaks.

Nothing is labelled by hand. Where somebody speaks is measured in the recording as it is, before anything is mixed in:
from the first to the last two frames in a row that are at most 25 dB softer than the recording's loud ones. The first
voiced sound is the first such frame that repeats itself as vocal cords do. Recordings whose own background is nearer
than that are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audio_samples.effects import gain, rms, telephone_band, white
from ivr.audio.clip import read_clip
from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, Pcm
from ivr.audio.pcm import FULL_SCALE, frames_of, level_dbfs, resample, to_int16
from ivr.prompts.voice import Manner, Voice
from ivr.speech.voicing import LIKENESS, periodicity
from ivr.terms import Language

Samples = NDArray[np.float64]

CROWDS = ("an4", "fsdd", "speech_commands_test", "speech_commands_v001_sample")
"""Sources of hundreds of short recordings: every `ONE_IN`th is taken, and of the others every `ONE_OTHER_IN`th."""

OTHERS = ("libri_dali", "precise_community", "gcp_python", "wenet", "cosyvoice")
ONE_IN, ONE_OTHER_IN = 16, 4
LONGEST_S = 10
LONGEST_NOISE_S = 30

BACKGROUNDS = (
    "howl/exercise_bike.wav",
    "pipecat_dtmf/office-ambience-24000-mono.mp3",
    "speechbrain/noise1.wav",
    "speechbrain/noise2.wav",
    "speechbrain/noise3.wav",
)
SNRS = (20, 10, 5)
CONDITIONS = ("as recorded", "15 dB softer", "telephone", *(f"noise {snr} dB" for snr in SNRS))

WITHIN_DB, CLEAN_DB = 25.0, 25.0
TRIMMED, TRIMMED_DB = "fsdd", 15.0
"""These recordings begin and end with the word, so that their softest frames are no background."""

BEFORE, AFTER = 50, 60
"""Frames of the room before and after an utterance."""

ROOM_DBFS = -70.0
ANSWERS = {Language.ENGLISH: ("yes", "no"), Language.MANDARIN: ("是", "对", "不")}
RATES, VOLUMES = (110, 150, 200), (0.3, 0.9)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Somebody speaks from frame `begin` to before frame `end`; the first voiced sound is in frame `voiced`."""

    pcm: Pcm
    begin: int
    end: int
    voiced: int


def people(data: Path) -> Iterator[tuple[str, Scene]]:
    """Utterances in every condition."""
    backgrounds = [_samples(data / "noise" / name) for name in BACKGROUNDS]
    turn = count()
    for path in _recordings(data / "speech"):
        scene = _clean(read_clip(path).pcm, TRIMMED_DB if path.parent.name == TRIMMED else CLEAN_DB)
        if scene is not None:
            number = next(turn)
            yield from _conditions(scene, backgrounds[number % len(backgrounds)], np.random.default_rng(number))


def answers(voice: Voice) -> Iterator[tuple[str, Scene]]:
    """One-syllable answers of our own voice in every condition, with white noise: nobody recorded Mandarin ones."""
    turn = count()
    for language, words in ANSWERS.items():
        for word in words:
            for rate in RATES:
                for volume in VOLUMES:
                    chance = np.random.default_rng(next(turn))
                    pcm = voice.render(word, Manner(language, rate=rate, volume=volume))
                    scene = _clean(pcm, 0.0)
                    assert scene is not None
                    yield from _conditions(scene, white(10 * LINE_RATE, chance), chance)


def noises(data: Path) -> Iterator[tuple[str, Pcm]]:
    """Recordings in which nobody speaks, as they are and at -30 dBFS; keys are pressed after a second."""
    for path in sorted((data / "noise").rglob("*.*")):
        if not path.stem.startswith("rir"):  # how a room answers to a clap
            samples = _samples(path)[: LONGEST_NOISE_S * LINE_RATE]
            yield "noise", _in_the_room(samples, path.stem)
            yield "noise", _in_the_room(samples * gain(-30) / rms(samples), path.stem)
    for path in sorted((data / "dtmf").rglob("*.wav")):
        yield "keys", _in_the_room(np.pad(_samples(path), LINE_RATE), path.stem)


def pitch(pcm: Pcm) -> NDArray[np.bool_]:
    """Which frames, with the one before, repeat themselves as vocal cords do."""
    windows = np.concatenate((np.zeros(FRAME_SAMPLES, np.int16), pcm))
    starts = range(0, len(pcm), FRAME_SAMPLES)
    return np.array([periodicity(windows[at : at + 2 * FRAME_SAMPLES]) >= LIKENESS for at in starts])


def _recordings(speech: Path) -> Iterator[Path]:
    for source in CROWDS:
        yield from sorted((speech / source).glob("*.wav"))[::ONE_IN]
    for source in OTHERS:
        yield from sorted((speech / source).glob("*.wav"))[::ONE_OTHER_IN]


def _clean(pcm: Pcm, clean_db: float) -> Scene | None:
    """The recording with the room around it; None where one cannot tell speech from background."""
    pcm = np.concatenate(list(frames_of(pcm)))
    levels = np.array([max(level_dbfs(frame), -99.0) for frame in frames_of(pcm)])
    loudest, softest = np.percentile(levels, (95, 10))
    loud = levels > loudest - WITHIN_DB
    pairs = np.flatnonzero(loud[1:] & loud[:-1])
    if len(pcm) > LONGEST_S * LINE_RATE or loudest - softest < clean_db or not len(pairs):
        return None
    begin, end = int(pairs[0]), int(pairs[-1]) + 2
    voiced = np.flatnonzero((pitch(pcm) & loud)[begin:end])
    if not len(voiced):
        return None
    around = np.pad(pcm, (BEFORE * FRAME_SAMPLES, AFTER * FRAME_SAMPLES))
    return Scene(around, BEFORE + begin, BEFORE + end, BEFORE + begin + int(voiced[0]))


def _conditions(scene: Scene, background: Samples, chance: np.random.Generator) -> Iterator[tuple[str, Scene]]:
    clean = scene.pcm / FULL_SCALE
    speech = rms(clean[scene.begin * FRAME_SAMPLES : scene.end * FRAME_SAMPLES])
    starts = int(chance.integers(len(background)))
    noise = np.resize(np.roll(background, -starts), len(clean))
    noise = noise / rms(noise)
    heard = [clean, clean * gain(-15), _over_telephone(clean), *(clean + noise * speech * gain(-snr) for snr in SNRS)]
    for condition, samples in zip(CONDITIONS, heard, strict=True):
        room = white(len(samples), chance) * gain(ROOM_DBFS)
        yield condition, replace(scene, pcm=to_int16(samples + room))


def _over_telephone(samples: Samples) -> Samples:
    """8 kHz and the mu-law of G.711, as its curve says (not its table)."""
    narrow = resample(to_int16(telephone_band(samples)), LINE_RATE, LINE_RATE // 2) / FULL_SCALE
    curve = np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256)
    steps = np.round(curve * 127) / 127
    wide = np.sign(steps) * np.expm1(np.abs(steps) * np.log(256)) / 255
    return resample(to_int16(wide), LINE_RATE // 2, LINE_RATE) / FULL_SCALE


def _in_the_room(samples: Samples, name: str) -> Pcm:
    chance = np.random.default_rng(list(name.encode()))
    pcm = to_int16(samples + white(len(samples), chance) * gain(ROOM_DBFS))
    return np.concatenate(list(frames_of(pcm)))


def _samples(path: Path) -> Samples:
    return read_clip(path).pcm / FULL_SCALE
