"""What of its own prompts a line hears, and what is the right way to deal with that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from scipy.signal import correlate

from ivr.audio.echo import SOUNDING_DBFS, Echo, EchoCanceller, EchoChoice
from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm
from ivr.audio.pcm import level_dbfs
from ivr.speech.endpointer import ONSET_VOICED, ONSET_WINDOW
from ivr.speech.vad import VoiceDetector

LONGEST_TAIL_MS = 1_000
"""A room that sounds for longer is not waited for."""

MORE_MS = 60
"""So much longer than the measured tail half duplex stays deaf: another prompt may end louder."""

MARGIN_DB = 6.0
"""An echo has died away when it is no louder than that above the quiet of the room."""


@dataclass(frozen=True, slots=True)
class EchoFinding:
    """What was measured. Levels are in dBFS; what cannot be told is None."""

    played_dbfs: float
    quiet_dbfs: float
    echo_dbfs: float
    delay_ms: int
    tail_ms: int
    noises: int
    """Voices that were heard before anything was played."""
    voices: int
    """How often the line would take its prompts for a caller."""
    left: int | None
    """How often it would take for one what the canceller leaves of them; None: there is no canceller."""
    removed_db: float | None

    @property
    def choice(self) -> EchoChoice:
        """What a call should do."""
        echo = Echo.NONE if not self.voices else Echo.CANCEL if self.left == 0 else Echo.HALF_DUPLEX
        return EchoChoice(echo, self.tail_ms + MORE_MS)


def examine_echo(
    heard: list[Pcm],
    played: list[Pcm],
    detector: Callable[[], VoiceDetector],
    canceller: EchoCanceller | None,
) -> EchoFinding:
    """Judge what a microphone heard, frame by frame, while prompts were played to which nobody answered.

    Before the first prompt and after the last there must be some silence.
    """
    sounding = [at for at, frame in enumerate(played) if level_dbfs(frame) > SOUNDING_DBFS]
    first, last = sounding[0], sounding[-1]
    quiet_dbfs = level_dbfs(np.concatenate(heard[:first]))
    cleaned = [canceller.process(one, other) for one, other in zip(heard, played, strict=True)] if canceller else None
    echo_dbfs = _level_of(heard, sounding)
    return EchoFinding(
        played_dbfs=_level_of(played, sounding),
        quiet_dbfs=quiet_dbfs,
        echo_dbfs=echo_dbfs,
        delay_ms=_delay_ms(heard, played),
        tail_ms=_tail_ms(heard[last + 1 :], quiet_dbfs),
        noises=count_voices(heard[:first], detector()),
        voices=count_voices(heard, detector()),
        left=None if cleaned is None else count_voices(cleaned, detector()),
        removed_db=None if cleaned is None else echo_dbfs - _level_of(cleaned, sounding),
    )


def count_voices(frames: Iterable[Pcm], detector: VoiceDetector) -> int:
    """How often somebody seems to begin to speak, each for a second at most."""
    voices, recent, until = 0, [False] * ONSET_WINDOW, 0
    for at, frame in enumerate(frames):
        recent = [*recent[1:], detector.is_voice(AudioFrame(frame, LINE_RATE, at * FRAME_MS))]
        if sum(recent) >= ONSET_VOICED and at >= until:
            voices += 1
            until = at + 1000 // FRAME_MS
    return voices


def _level_of(frames: list[Pcm], which: list[int]) -> float:
    return level_dbfs(np.concatenate([frames[at] for at in which]))


def _delay_ms(heard: list[Pcm], played: list[Pcm]) -> int:
    """How much later the prompts are heard than they were played, up to a second."""
    here, there = (np.concatenate(side).astype(np.float64) for side in (heard, played))
    matches = correlate(here, there)[len(there) - 1 :][:LINE_RATE]
    return int(np.argmax(matches)) * 1000 // LINE_RATE


def _tail_ms(after: list[Pcm], quiet_dbfs: float) -> int:
    """How long the last prompt stays in devices and room after it was given away."""
    least = max(quiet_dbfs + MARGIN_DB, SOUNDING_DBFS)
    loud = [at for at, frame in enumerate(after) if level_dbfs(frame) > least]
    frames = [at for at in loud if at * FRAME_MS < LONGEST_TAIL_MS]
    return (max(frames) + 1) * FRAME_MS if frames else 0
