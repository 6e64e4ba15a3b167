"""Sound files to transcripts, each heard as one utterance of a call is heard."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ivr.audio.clip import read_clip
from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, Pcm, silence
from ivr.audio.pcm import FULL_SCALE, frames_of, resample
from ivr.errors import IvrError
from ivr.speech.recognizer import Expectation, Recognizer
from ivr.speech.transcript import Transcript
from ivr.speech.voicing import Voicing

PADDING_MS = 200
"""Silence added on both sides. Files are often cut close to the speech, and a recogniser needs a moment before and
after it; in a call the pre-roll and the pause that ends an utterance are there anyway."""

TELEPHONE_RATE = 8_000


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is done to the sound before it is heard.

    `padding_ms` of silence on both sides; `telephone` squeezes it through 8 kHz; `noise_dbfs` is the level of white
    noise that is added last, always the same, in dB below full scale.
    """

    padding_ms: int = PADDING_MS
    telephone: bool = False
    noise_dbfs: float | None = None

    def applied_to(self, pcm: Pcm) -> Pcm:
        """The sound under these conditions, longer by twice the padding."""
        if self.telephone:
            pcm = resample(resample(pcm, LINE_RATE, TELEPHONE_RATE), TELEPHONE_RATE, LINE_RATE)
        quiet = silence(self.padding_ms * LINE_RATE // 1000)
        pcm = np.concatenate((quiet, pcm, quiet))
        if self.noise_dbfs is None:
            return pcm
        noise = np.random.default_rng(0).normal(0.0, FULL_SCALE * 10 ** (self.noise_dbfs / 20), len(pcm))
        return np.clip(np.rint(pcm + noise), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


@dataclass(frozen=True, slots=True)
class Listening:
    """How every file is heard. `open_ears` loads the recogniser; it must be picklable to be used in other processes."""

    open_ears: Callable[[], Recognizer]
    expectation: Expectation
    conditions: Conditions


class Memory(NamedTuple):
    """Of this process, in MB (10^6 bytes): now, and the most so far."""

    resident: float
    peak: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What hearing has cost its process so far: processor seconds to load the model, and MB since before that.

    Memory is known on Linux only, and None elsewhere.
    """

    load_seconds: float
    loaded_mb: float | None
    peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A file that was heard.

    Times of words count in ms from the beginning of the file. `seconds` is its length, `decode_seconds` the processor
    time from the opening of the recogniser to the last word, which counts no waiting for other programs.
    """

    path: Path
    transcript: Transcript
    seconds: float
    decode_seconds: float
    cost: Cost


@dataclass(frozen=True, slots=True)
class Unheard:
    """A file that could not be heard, and the error that says why and what to do."""

    path: Path
    error: str


class Ears:
    """One recogniser for one file after the other; it is loaded for the first that needs it."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening

    def hear(self, path: Path) -> Heard | Unheard:
        """Hear a file. Raises ModelError when the model cannot be loaded; all else is told in the answer."""
        try:
            clip = read_clip(path)
        except IvrError as error:
            return Unheard(path, str(error))
        recognizer, loading = self._loaded
        pcm = self._listening.conditions.applied_to(clip.pcm)
        began = time.process_time()
        try:
            hearing, voicing = recognizer.open(self._listening.expectation), Voicing()
            for frame in self._frames(pcm):
                hearing.feed(frame)
                voicing.push(frame)
            transcript = hearing.finish()
        except IvrError as error:
            return Unheard(path, f"{path}: {error}")
        took = time.process_time() - began
        seconds = len(clip.pcm) / LINE_RATE
        transcript = _within(transcript, clip.duration_ms) if voicing.found else _nobody(transcript)
        return Heard(path, transcript, round(seconds, 3), round(took, 3), loading.now())

    def _frames(self, pcm: Pcm) -> Iterator[AudioFrame]:
        start_ms = -self._listening.conditions.padding_ms
        for number, frame in enumerate(frames_of(pcm)):
            yield AudioFrame(frame, LINE_RATE, start_ms + number * FRAME_MS)

    @cached_property
    def _loaded(self) -> tuple[Recognizer, "_Loading"]:
        before, began = process_memory(), time.process_time()
        recognizer = self._listening.open_ears()
        return recognizer, _Loading(time.process_time() - began, before, process_memory())


@dataclass(frozen=True, slots=True)
class _Loading:
    """What was measured while the model was loaded."""

    seconds: float
    before: Memory | None
    after: Memory | None

    def now(self) -> Cost:
        """The cost up to now."""
        now = process_memory()
        if self.before is None or self.after is None or now is None:
            return Cost(round(self.seconds, 3), None, None)
        loaded, peak = self.after.resident - self.before.resident, now.peak - self.before.resident
        return Cost(round(self.seconds, 3), round(loaded, 1), round(peak, 1))


def process_memory() -> Memory | None:
    """The memory of this process as Linux tells it (VmRSS and VmHWM of proc_pid_status(5)); None elsewhere."""
    try:
        lines = Path("/proc/self/status").read_text("ascii", errors="replace").splitlines()
    except OSError:
        return None
    told = dict(line.split(":", 1) for line in lines if ":" in line)
    resident, peak = (int(told[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))
    return Memory(resident, peak)


def _nobody(transcript: Transcript) -> Transcript:
    """What was heard where nobody spoke, as a call takes it: nothing."""
    return Transcript("", transcript.language, 0.0)


def _within(transcript: Transcript, duration_ms: int) -> Transcript:
    """The transcript with no word before the beginning or behind the end of the file."""
    words = tuple(
        replace(word, start_ms=min(max(word.start_ms, 0), duration_ms), end_ms=min(max(word.end_ms, 0), duration_ms))
        for word in transcript.words
    )
    return replace(transcript, words=words)
