"""One recorded sound, read from any file that libsndfile knows."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from ivr.audio.frames import LINE_RATE, Pcm
from ivr.audio.pcm import resample, to_int16
from ivr.errors import AudioFileError

LOWEST_RATE, HIGHEST_RATE = 8_000, 48_000
RE_EXPORT = "Export it again as a WAV, FLAC or OGG file of 8 to 48 kHz"


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Mono int16 at `LINE_RATE`, from the file `path` that was recorded at `source_rate` Hz."""

    path: Path
    pcm: Pcm
    source_rate: int

    @property
    def duration_ms(self) -> int:
        return len(self.pcm) * 1000 // LINE_RATE


def read_clip(path: Path) -> Clip:
    """Read a sound file; of several channels the first (left) one is the caller.

    Raises AudioFileError when there is no such file, it is not sound, holds less than its header promises,
    holds nothing, or has a rate no telephone line would have.
    """
    if not path.exists():
        raise AudioFileError(f"{path}: there is no such file", "Check the path")
    if path.is_dir():
        raise AudioFileError(f"{path}: this is a folder", "Name the sound files in it")
    try:
        _refuse_truncated(path)
        with soundfile.SoundFile(path) as sound:
            rate = int(sound.samplerate)
            samples = sound.read(dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError, RuntimeError) as error:
        raise AudioFileError(f"{path}: {_why_unreadable(path, error)}", RE_EXPORT) from error
    if len(samples) == 0:
        raise AudioFileError(f"{path}: the file holds no sound at all (0 samples)", RE_EXPORT)
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise AudioFileError(f"{path}: its rate is {rate} Hz", RE_EXPORT)
    left = to_int16(np.nan_to_num(samples[:, 0], posinf=1.0, neginf=-1.0))
    return Clip(path, resample(left, rate, LINE_RATE), rate)


def _why_unreadable(path: Path, error: Exception) -> str:
    if path.stat().st_size == 0:
        return "the file is empty"
    reason = str(getattr(error, "error_string", error)).strip().rstrip(".")
    return f"this is not a sound file that can be read ({reason})"


def _refuse_truncated(path: Path) -> None:
    """Refuse a RIFF WAVE whose data chunk promises more bytes than the file holds.

    libsndfile plays what is left of such a file without a word; half a recording is not the recorded call.
    Sizes of 0 and 0xFFFFFFFF (or 0x7FFFFFFF and above) are what programs write that stream to a pipe; they
    promise nothing.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(12)
        if header[:4] != b"RIFF" or header[8:12] != b"WAVE":
            return
        while len(chunk := file.read(8)) == 8:
            promised = int.from_bytes(chunk[4:8], "little")
            if chunk[:4] == b"data":
                there = size - file.tell()
                if there < promised < 0x7FFF_0000:
                    message = (
                        f"{path}: the file is cut off: its header promises {promised} bytes of sound, {there} are there"
                    )
                    raise AudioFileError(message, RE_EXPORT)
                return
            file.seek(promised + promised % 2, 1)
