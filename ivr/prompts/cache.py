"""Prompts rendered once and kept on disk; several processes may share the folder."""

import hashlib
import os
import tempfile
from pathlib import Path

import soundfile

from ivr.audio.clip import read_clip
from ivr.audio.frames import LINE_RATE, Pcm
from ivr.errors import AudioFileError
from ivr.prompts.voice import Manner, Voice


class CachedVoice:
    """A voice that remembers: in memory for this process, in `folder` for the next.

    The folder is a convenience: when it cannot be written, prompts are spoken all the same.
    """

    def __init__(self, voice: Voice, folder: Path, edition: str = "1") -> None:
        """`edition` names how `voice` renders; another edition never reads this one's files."""
        self._voice = voice
        self._folder = folder
        self._edition = edition
        self._memory: dict[str, Pcm] = {}

    def render(self, text: str, manner: Manner) -> Pcm:
        key = self._key(text, manner)
        if key not in self._memory:
            self._memory[key] = self._from_disk(key, text, manner)
        return self._memory[key]

    def close(self) -> None:
        self._voice.close()

    def _key(self, text: str, manner: Manner) -> str:
        parts = (self._edition, manner.language, manner.name, str(manner.rate), str(manner.volume), text)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _from_disk(self, key: str, text: str, manner: Manner) -> Pcm:
        path = self._folder / f"{key}.wav"
        try:
            clip = read_clip(path)
            if clip.source_rate == LINE_RATE:
                return clip.pcm
        except AudioFileError:
            pass  # not there yet, or damaged: it is rendered anew
        pcm = self._voice.render(text, manner)
        self._keep(path, pcm)
        return pcm

    def _keep(self, path: Path, pcm: Pcm) -> None:
        """Write the file whole or not at all: another process may read it at any moment."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, scratch = tempfile.mkstemp(dir=self._folder, suffix=".wav.part")
            os.close(handle)
            try:
                soundfile.write(scratch, pcm, LINE_RATE, subtype="PCM_16", format="WAV")
                os.replace(scratch, path)
            except BaseException:
                Path(scratch).unlink()
                raise
        except (OSError, soundfile.LibsndfileError):
            return
