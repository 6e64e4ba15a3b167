"""How long a caller waits for a reply, read off the recording of a call and nothing else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, LINE_RATE, Pcm
from ivr.audio.pcm import FULL_SCALE

SPEECH_DBFS = -50.0
"""A frame of the caller this loud is speech: soft enough for last consonants, and above the noise of a quiet room."""

SOUND = 100
"""A sample of the line this large (-50 dBFS) is heard."""

BREATH_MS = 500
"""A caller who waits for their turn leaves as much silence after the line; who speaks sooner had not finished."""

PAUSE_MS = 2_000
"""Silence of both sides that parts two turns of the caller; a shorter one is within a turn."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One turn of the caller, in ms since the call began, and how long it was until the line was heard.

    `reply_ms` is None where no reply came. A turn was `cut_off` when the line was heard before it was over.
    """

    begin_ms: int
    end_ms: int
    reply_ms: float | None
    cut_off: bool

    @property
    def wait_ms(self) -> float | None:
        """From the end of speech to the first sample of the reply."""
        return None if self.reply_ms is None or self.cut_off else self.reply_ms - self.end_ms


def waits_in(caller: Pcm, line: Pcm) -> list[Wait]:
    """The turns of a caller who speaks after each reply."""
    heard = np.flatnonzero(np.abs(line.astype(np.int32)) >= SOUND) * 1000 / LINE_RATE
    waits: list[Wait] = []
    for begin, end in _stretches(caller):
        if waits and not _is_new(waits[-1], begin, heard):
            waits.append(_wait(waits.pop().begin_ms, end, heard))
        else:
            waits.append(_wait(begin, end, heard))
    return waits


def _wait(begin: int, end: int, heard: NDArray[np.float64]) -> Wait:
    """A turn that lasts from `begin` to `end`, with the sounds of the line that were `heard`."""
    since = int(np.searchsorted(heard, end))
    reply = float(heard[since]) if since < len(heard) else None
    return Wait(begin, end, reply, cut_off=since > int(np.searchsorted(heard, begin)))


def _is_new(last: Wait, begin: int, heard: NDArray[np.float64]) -> bool:
    """Whether speech that begins then is a turn of its own and no longer the last one."""
    before = heard[: np.searchsorted(heard, begin)]
    since = before[np.searchsorted(before, last.end_ms) :]
    return begin - since[-1] >= BREATH_MS if len(since) else begin - last.end_ms >= PAUSE_MS


def _stretches(caller: Pcm) -> list[tuple[int, int]]:
    """Where the caller's frames are loud, without a softer one between, in ms."""
    whole = caller[: len(caller) // FRAME_SAMPLES * FRAME_SAMPLES].astype(np.float64).reshape(-1, FRAME_SAMPLES)
    loud = np.sqrt(np.mean(np.square(whole), axis=1)) >= FULL_SCALE * 10 ** (SPEECH_DBFS / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], loud, [False])))) * FRAME_MS
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
