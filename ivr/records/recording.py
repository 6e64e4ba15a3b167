"""The two-channel recording of a call: left the caller, right the line."""

import os
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile

from ivr.audio.frames import LINE_RATE, Pcm
from ivr.errors import SettingError, WrongUse


class Recording(Protocol):
    """Takes both sides of a call, frame by frame."""

    def add(self, caller: Pcm, line: Pcm) -> None:
        """Record one frame of each side, of equal length."""

    def close(self) -> None:
        """The call is over. Closing twice is fine."""


class NoRecording:
    """Records nothing."""

    def add(self, caller: Pcm, line: Pcm) -> None:
        """Let it pass."""

    def close(self) -> None:
        """Nothing to keep."""


class WaveRecording:
    """16-bit WAV at `LINE_RATE`. Grows beside its final name and takes it when the call is over, so a file of that
    name is always a whole recording; what a killed process leaves is `NAME.part`."""

    def __init__(self, path: Path) -> None:
        """Raises WrongUse when the file cannot be written there."""
        self._path = path
        self._part = path.with_name(path.name + ".part")
        try:
            self._file = soundfile.SoundFile(self._part, "w", LINE_RATE, 2, "PCM_16", format="WAV")
        except (soundfile.LibsndfileError, OSError) as error:
            raise WrongUse(
                f"{path}: the recording cannot be written there",
                "Name a folder that exists and can be written",
            ) from error

    def add(self, caller: Pcm, line: Pcm) -> None:
        self._file.write(np.column_stack((caller, line)))

    def close(self) -> None:
        if not self._file.closed:
            self._file.close()
            os.replace(self._part, self._path)


def write_message(path: Path, pcm: Pcm) -> None:
    """Keep a voice message. Raises SettingError when it cannot be written there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, pcm, LINE_RATE, "PCM_16", format="WAV")
    except (soundfile.LibsndfileError, OSError) as error:
        raise SettingError(f"{path}: a voice message cannot be written there", "Set IVR_DATA_DIR, or --out") from error


def open_recording(path: Path | None) -> Recording:
    """A recording to `path`, or none. Raises WrongUse when the file cannot be written there."""
    return NoRecording() if path is None else WaveRecording(path)
