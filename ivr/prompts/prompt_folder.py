"""Rendered prompts on disk. Several processes may share the folder; each may be killed at any moment."""

import hashlib
import os
import tempfile
import time
from pathlib import Path

import numpy as np

from ivr.audio.frames import Pcm

DIGEST_BYTES = 16
"""Of the digest that stands before the samples of each file."""

LEFTOVER_S = 3600
"""Age at which a file that is still being written belongs to a process that was killed."""

SWEPT_TO = 0.9
"""Share of the limit that stays when the oldest files go, and how much may come before it is looked at again."""

MB = 1_000_000


class PromptFolder:
    """Keeps samples by key, the last used ones up to a limit.

    It is a convenience: a file that is torn or damaged is none, and where nothing can be written nothing is kept.
    """

    def __init__(self, path: Path, limit_mb: int) -> None:
        """With a limit of 0 nothing is kept."""
        self._path = path
        self._limit = limit_mb * MB
        self._until_sweep = 0

    def get(self, key: str) -> Pcm | None:
        """What was kept under this key, whole and unharmed, or nothing."""
        file = self._file(key)
        try:
            content = file.read_bytes()
            if content[:DIGEST_BYTES] != _digest(key, content[DIGEST_BYTES:]):
                return None
            os.utime(file)  # the last used ones stay
        except OSError:
            return None
        return np.frombuffer(content, np.int16, offset=DIGEST_BYTES)

    def put(self, key: str, pcm: Pcm) -> None:
        """Write the file whole or not at all: another process may read it at any moment."""
        samples = pcm.tobytes()
        if not self._limit:
            return
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            self._make_room(DIGEST_BYTES + len(samples))
            handle, scratch = tempfile.mkstemp(dir=self._path, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_digest(key, samples) + samples)
                os.replace(scratch, self._file(key))
            except BaseException:
                Path(scratch).unlink(missing_ok=True)
                raise
        except OSError:
            return

    def _file(self, key: str) -> Path:
        return self._path / f"{key}.prompt"

    def _make_room(self, wanted: int) -> None:
        """Now and then: sweep, so that the folder stays below its limit."""
        self._until_sweep -= wanted
        if self._until_sweep >= 0:
            return
        self._sweep(int(self._limit * SWEPT_TO))
        self._until_sweep = self._limit - int(self._limit * SWEPT_TO) - wanted

    def _sweep(self, limit: int) -> None:
        """Delete what was used longest ago, and what a killed process has left half written."""
        with os.scandir(self._path) as entries:
            found = sorted((_last_used(entry) for entry in entries if entry.is_file()), reverse=True)
        kept, old = 0, time.time() - LEFTOVER_S
        for used, size, name in found:
            kept += size
            if kept > limit or (name.endswith(".part") and used < old):
                (self._path / name).unlink(missing_ok=True)


def _last_used(entry: os.DirEntry[str]) -> tuple[float, int, str]:
    try:
        of = entry.stat()
    except FileNotFoundError:  # another process sweeps as well
        return 0.0, 0, entry.name
    return of.st_mtime, of.st_size, entry.name


def _digest(key: str, samples: bytes) -> bytes:
    return hashlib.blake2b(key.encode() + samples, digest_size=DIGEST_BYTES).digest()
