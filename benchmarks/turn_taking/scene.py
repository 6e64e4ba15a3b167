"""A scene: what a caller says, when, over what noise; and the sound of it, every moment of which is known."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from benchmarks.turn_taking.noises import artificial
from benchmarks.turn_taking.recordings import Stretch, background, sound_of
from ivr.audio.frames import LINE_RATE, Pcm
from ivr.terms import Language

ROOM_RMS = 10 ** (-70 / 20) * 32768
"""White noise under everything that is heard: digital silence is nobody's room."""


@dataclass(frozen=True, slots=True)
class Noise:
    """A background of a half of the data, so many dB below the speech."""

    path: str
    half: str
    snr_db: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A caller's turn at a node of a flow.

    Before each of the `stretches` there are so many ms of pause. The caller begins when it is their turn, or
    `over_prompt_ms` after the prompt has begun. `artificial` is a sound that is no speech. `meant` is what was said;
    `labels` tell scenes apart in tables.
    """

    name: str
    flow: str
    node: str
    language: Language
    stretches: tuple[tuple[int, Stretch], ...]
    meant: str
    noise: Noise | None = None
    over_prompt_ms: int | None = None
    artificial: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def seed(self) -> int:
        """The same for the same name."""
        return zlib.crc32(self.name.encode())


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """What the caller is heard to say, and when each stretch begins and ends, in ms from its beginning."""

    speech: Pcm
    background: Pcm
    spans: tuple[tuple[int, int], ...]


def perform(scene: Scene) -> Sound:
    """The sound of a scene."""
    parts: list[Pcm] = []
    spans: list[tuple[int, int]] = []
    samples = 0
    sounds = [(pause, sound_of(stretch)) for pause, stretch in scene.stretches]
    if scene.artificial:
        sounds.append((0, artificial(scene.artificial, scene.seed)))
    for pause_ms, sound in sounds:
        pause = np.zeros(pause_ms * LINE_RATE // 1000, dtype=np.int16)
        parts += [pause, sound]
        begins = samples + len(pause)
        samples = begins + len(sound)
        spans.append((begins * 1000 // LINE_RATE, samples * 1000 // LINE_RATE))
    return Sound(np.concatenate(parts), _background(scene), tuple(spans))


def _background(scene: Scene) -> Pcm:
    """Ten seconds and more to be repeated: the room, and the noise if there is any."""
    chance = np.random.default_rng(scene.seed)
    room = chance.normal(0.0, ROOM_RMS, 20 * LINE_RATE)
    if scene.noise is not None:
        noise = background(scene.noise.path, scene.noise.half).astype(np.float64)
        begin = int(chance.integers(len(noise)))
        room += np.resize(np.roll(noise, -begin), len(room)) * 10 ** (-scene.noise.snr_db / 20)
    return np.clip(room.round(), -32768, 32767).astype(np.int16)
