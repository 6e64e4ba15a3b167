"""Speech by pyttsx3 over espeak-ng: small, quick, everywhere, in both languages, nothing to download."""

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import soundfile

from ivr.audio.frames import LINE_RATE, Pcm, silence
from ivr.audio.pcm import resample
from ivr.errors import VoiceError
from ivr.prompts.aloud import aloud
from ivr.prompts.aloud.tones import in_pinyin
from ivr.prompts.voice import Manner
from ivr.terms import Language

USUAL_VOICE = {Language.ENGLISH: "gmw/en-us", Language.MANDARIN: "sit/cmn-latn-pinyin"}
FIX = "Run `ivr doctor`; installing the project again restores the voice"


class Pyttsx3Voice:
    """One speaking process, started with the first text; safe to share between threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def render(self, text: str, manner: Manner) -> Pcm:
        if not any(character.isalnum() for character in text):
            return silence(0)
        with tempfile.TemporaryDirectory(prefix="ivr-voice-") as scratch:
            path = Path(scratch) / "prompt.wav"
            self._ask(
                {
                    "text": _as_spoken(text, manner.language),
                    "voice": manner.name or USUAL_VOICE[manner.language],
                    "rate": manner.rate,
                    "volume": manner.volume,
                    "path": str(path),
                }
            )
            try:
                samples, rate = soundfile.read(path, dtype="int16")
            except (soundfile.LibsndfileError, OSError) as error:
                raise VoiceError("the voice wrote no sound", FIX) from error
        return resample(samples, rate, LINE_RATE)

    def close(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.communicate()
                self._process = None

    def _ask(self, request: dict[str, object]) -> None:
        with self._lock:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline().strip()
            except OSError:
                answer = ""
            if not answer:
                process.kill()
                process.communicate()
                self._process = None
        if answer != "ok":
            raise VoiceError(f"the voice '{request['voice']}' cannot speak", FIX)

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ivr.prompts.speaker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        return self._process


def _as_spoken(text: str, language: Language) -> str:
    """The text in the form that espeak-ng reads best: said in words, Chinese in pinyin."""
    said = aloud(text, language)
    return in_pinyin(said) if language is Language.MANDARIN else said
