"""What keeps the line from hearing itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ivr.audio.frames import FRAME_MS, Pcm, silence
from ivr.audio.pcm import level_dbfs

SOUNDING_DBFS = -60.0
"""A quieter frame makes no loudspeaker sound: synthetic voices end prompts in something just above digital silence."""

TAIL_MS = 300
"""How long a prompt is in the air after its last frame was given away, where that was not measured: 100 ms of devices
and 200 ms of a furnished room."""


class Echo(StrEnum):
    """How a line deals with the echo of its own voice."""

    CANCEL = "cancel"  # a canceller takes it out, and the caller may interrupt
    HALF_DUPLEX = "half-duplex"  # nobody listens while a prompt sounds
    NONE = "none"  # there is none: a headset


@dataclass(frozen=True, slots=True)
class EchoChoice:
    """What to do with two devices; `tail_ms` is how long half duplex stays deaf after a prompt."""

    echo: Echo
    tail_ms: int = TAIL_MS


class EchoCanceller(Protocol):
    """Takes the line's own voice out of what the microphone hears; keeps state, so one per call."""

    full_duplex: bool
    """Whether the caller can be heard while a prompt plays."""

    def process(self, heard: Pcm, played: Pcm) -> Pcm:
        """What is the caller's of the frame `heard`; `played` was given to the loudspeaker shortly before."""


class Headset:
    """There is no echo: the microphone does not hear the loudspeaker."""

    full_duplex = True

    def process(self, heard: Pcm, played: Pcm) -> Pcm:
        return heard


class HalfDuplex:
    """Hears nothing while the loudspeaker sounds, and for `tail_ms` after that."""

    full_duplex = False

    def __init__(self, tail_ms: int = TAIL_MS) -> None:
        self._tail_ms = tail_ms
        self._deaf_ms = 0

    def process(self, heard: Pcm, played: Pcm) -> Pcm:
        if level_dbfs(played) > SOUNDING_DBFS:
            self._deaf_ms = self._tail_ms + FRAME_MS
        if self._deaf_ms <= 0:
            return heard
        self._deaf_ms -= FRAME_MS
        return silence()
