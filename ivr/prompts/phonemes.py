"""How clauses are pronounced, by espeak-ng in a process of its own: it keeps global state and is under another licence.

The process reads one JSON request a line on standard input (`voice`, `clauses`) and answers with a JSON list of the
clauses' phonemes in the alphabet of the IPA.
"""

import ctypes
import json
import subprocess
import sys
import threading
from collections.abc import Sequence

from ivr.errors import VoiceError

SILENT = 2  # AUDIO_OUTPUT_SYNCHRONOUS: nothing is played
UTF8 = 1
IPA = 2
FIX = "Run `ivr doctor`; installing the project again restores espeak-ng"


class Phonemes:
    """The reading process, started with the first clause; safe to share between threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def of(self, voice: str, clauses: Sequence[str]) -> list[str]:
        """The phonemes of each clause as this voice of espeak-ng says it. Raises VoiceError when it cannot."""
        with self._lock:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            try:
                process.stdin.write(json.dumps({"voice": voice, "clauses": clauses}) + "\n")
                process.stdin.flush()
                answer = process.stdout.readline()
            except OSError:
                answer = ""
            if not answer:
                process.kill()
                process.communicate()
                self._process = None
                raise VoiceError("espeak-ng cannot tell how a prompt is pronounced", FIX)
        said: list[str] | None = json.loads(answer)
        if said is None:
            raise VoiceError(f"espeak-ng has no voice '{voice}', by which a voice file is pronounced", FIX)
        return said

    def close(self) -> None:
        """Nothing more will be asked."""
        with self._lock:
            if self._process is not None:
                self._process.communicate()
                self._process = None

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        return self._process


def _pronounced(library: ctypes.CDLL, text: str) -> str:
    rest = ctypes.c_char_p(text.encode("utf-8", "replace"))
    said = []
    while rest.value is not None:
        said.append((library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA) or b"").decode("utf-8"))
    return " ".join(said)


def main() -> None:
    """Answer until standard input ends."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_Initialize(SILENT, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    for line in sys.stdin:
        request = json.loads(line)
        known = library.espeak_SetVoiceByName(request["voice"].encode()) == 0
        answer = [_pronounced(library, clause) for clause in request["clauses"]] if known else None
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
