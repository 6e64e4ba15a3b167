"""The reading process: takes texts, one a line on standard input, and answers each with espeak-ng's phoneme names.

A process of its own, because espeak-ng keeps global state and is under another licence (docs/dependencies.md).
"""

import ctypes
import subprocess
import sys
from collections.abc import Sequence

import espeakng_loader

from ivr.errors import OperatorError

VOICE = b"en-us"
_SILENT = 2  # AUDIO_OUTPUT_SYNCHRONOUS: nothing is played
_UTF8 = 1
_NAMES_PARTED_BY_UNDERSCORE = ord("_") << 8


def read_aloud(texts: Sequence[str]) -> list[str]:
    """The phonemes of each text (one line each), as espeak-ng's American voice reads it.

    Raises OperatorError when espeak-ng cannot be run.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input="".join(f"{text}\n" for text in texts),
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=60 + len(texts) / 100,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise OperatorError("espeak-ng cannot read words", "Run `ivr doctor`; installing again restores it") from error
    return done.stdout.splitlines()


def _phonemes(library: ctypes.CDLL, text: str) -> str:
    rest = ctypes.c_char_p(text.encode("utf-8"))
    clauses = []
    while rest.value is not None:
        said = library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _NAMES_PARTED_BY_UNDERSCORE)
        clauses.append((said or b"").decode("utf-8"))
    return " ".join(clauses)


def main() -> None:
    """Answer until standard input ends."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_Initialize(_SILENT, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    if library.espeak_SetVoiceByName(VOICE) != 0:
        sys.exit(f"no voice {VOICE.decode()}")
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in sys.stdin:
        sys.stdout.write(_phonemes(library, line.rstrip("\n")) + "\n")


if __name__ == "__main__":
    main()
