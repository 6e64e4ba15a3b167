"""Speech by pyttsx3 over espeak-ng: small, quick, everywhere, in both languages, nothing to download."""

import json
import subprocess
import sys
import threading
from contextlib import suppress

import numpy as np

from ivr.audio.frames import LINE_RATE, Pcm, silence
from ivr.audio.pcm import resample
from ivr.errors import VoiceError
from ivr.prompts.aloud import aloud
from ivr.prompts.aloud.tones import in_pinyin
from ivr.prompts.speaker import ESPEAK_RATE
from ivr.prompts.voice import Manner
from ivr.prompts.voice_names import USUAL_VOICE
from ivr.terms import Language

EDITION = "pyttsx3-3"
"""Changes with whatever changes the samples."""

FAILED = b"-1\n"
"""The answer of the speaking process where it cannot speak."""

FIX = "Run `ivr doctor`; installing the project again restores the voice"


class Pyttsx3Voice:
    """One speaking process, started with the first text; safe to share between threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def render(self, text: str, manner: Manner) -> Pcm:
        if not any(character.isalnum() for character in text):
            return silence(0)
        samples = self._ask(
            {
                "text": _as_spoken(text, manner.language),
                "voice": manner.name or USUAL_VOICE[manner.language],
                "rate": manner.rate,
                "volume": manner.volume,
            }
        )
        return resample(np.frombuffer(samples, np.int16), ESPEAK_RATE, LINE_RATE)

    def close(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.communicate()
                self._process = None

    def _ask(self, request: dict[str, object]) -> bytes:
        """The samples; where the speaking process is gone, another one is asked. Raises VoiceError."""
        line = json.dumps(request).encode() + b"\n"
        with self._lock:
            samples = self._answer(line)
            if samples is None and self._process is None:
                samples = self._answer(line)
        if samples is None:
            raise VoiceError(f"the voice '{request['voice']}' cannot speak", FIX)
        return samples

    def _answer(self, line: bytes) -> bytes | None:
        """The samples, or None where it cannot speak. A process that has not answered wholly is never asked again."""
        process, self._process = self._started(), None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            head = process.stdout.readline()
            samples = process.stdout.read(int(head)) if head and head != FAILED else b""
            if head == FAILED or (head and len(samples) == int(head)):
                self._process = process
        except OSError:
            pass  # it is gone
        finally:
            if self._process is None:
                _end(process)
        return samples if self._process and head != FAILED else None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            command, pipe = [sys.executable, "-m", "ivr.prompts.speaker"], subprocess.PIPE
            try:
                self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            except OSError as error:
                raise VoiceError(
                    "no process can be started to speak", "Free memory, or allow more processes"
                ) from error
        return self._process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    with suppress(OSError):
        process.communicate()


def _as_spoken(text: str, language: Language) -> str:
    """The text in the form that espeak-ng reads best: said in words, Chinese in pinyin."""
    said = aloud(text, language)
    return in_pinyin(said) if language is Language.MANDARIN else said
