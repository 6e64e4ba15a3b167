"""The speaking process: reads one JSON request a line on standard input, answers with a count of bytes and the samples.

Where it cannot speak the answer is "-1". No file is written: a full disk silences nobody.

espeak-ng keeps the phase of its wave generator from one utterance to the next, so the second rendering of a text
differs from the first. Here every text is spoken by a fresh copy (fork) of a process that has never spoken: the
same text gives the same samples. A crash in the native library also costs one prompt, not the call.
"""

import ctypes
import json
import os
import sys
from collections.abc import Set
from types import SimpleNamespace
from typing import Any

import espeakng_loader

ESPEAK_RATE = 22_050
"""Sample rate of espeak-ng, in Hz."""

RANDOM_SEED = 1
"""Some of espeak-ng's voice variants add noise; with a fixed seed it is always the same noise."""


def load_library() -> ctypes.CDLL:
    """Load the espeak-ng that comes in the wheel where pyttsx3 will find it, with its data.

    pyttsx3 asks for `libespeak-ng.so.1` by name; a library of that name that is loaded already is the one it gets.
    """
    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    return ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)


def start_engine() -> Any:
    """pyttsx3 over espeak-ng, awake and silent: each copy has it already, and has only to speak."""
    import pyttsx3
    from pyttsx3.drivers import _espeak, espeak

    espeak.time = SimpleNamespace(sleep=lambda _: None)  # each text would end with 10 ms of rest
    # In pyttsx3's own mode espeak-ng speaks in a thread of its own, and voice, parameters and text overtake each other.
    _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    return pyttsx3.init("espeak")


def speak(request: dict[str, Any], engine: Any, voices: Set[str], library: ctypes.CDLL) -> bytes:
    """The samples (int16 at `ESPEAK_RATE`) of a request: `text`, `voice`, `rate` (words a minute), `volume` (0..1)."""
    if request["voice"].partition("+")[0] not in voices:
        raise ValueError("no such voice")  # espeak-ng itself would speak with another one and say nothing
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", request["rate"])
    engine.setProperty("volume", request["volume"])
    # initialising seeds the noise by the clock, so it is seeded again at the last moment
    engine.connect("started-utterance", lambda **_: library.espeak_ng_SetRandSeed(RANDOM_SEED))
    engine.save_to_file(request["text"], os.devnull)
    engine.runAndWait()
    return bytes(engine.proxy._driver._data_buffer)  # pyttsx3 writes it at an event that this mode does not have


def _speak_in_a_copy(request: dict[str, Any], engine: Any, voices: Set[str], library: ctypes.CDLL) -> bytes | None:
    """The samples; None where the copy could not speak or broke."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        with os.fdopen(read, "rb") as samples:
            spoken = samples.read()
        return spoken if os.waitpid(child, 0)[1] == 0 else None
    try:
        # pyttsx3 prints a line for every file it writes; standard output belongs to the answers
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        with os.fdopen(write, "wb") as samples:
            samples.write(speak(request, engine, voices, library))
    except BaseException as error:
        os.write(2, f"{error}\n".encode())
        os._exit(1)
    os._exit(0)


def main() -> None:
    """Answer requests until standard input ends."""
    library = load_library()
    engine = start_engine()
    voices = {voice.id for voice in engine.getProperty("voices")}
    for line in sys.stdin:
        samples = _speak_in_a_copy(json.loads(line), engine, voices, library)
        sys.stdout.buffer.write(b"-1\n" if samples is None else b"%d\n" % len(samples) + samples)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
