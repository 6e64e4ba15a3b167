"""Synthetic speech of espeak-ng, with the exact place of every unit in it.

espeak-ng reports each phoneme with its first sample while it speaks. A syllable always consists of the same
phonemes, so the report tells where each initial and final begins.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from models.recipe.mandarin.pinyin import INITIALS, units

SILENCE = "SIL"

# Variants of espeak-ng's own voice that sound like people; left out are robots, stage voices and the drunk.
VARIANTS = (
    "Alex Alicia Andrea Annie AnxiousAndy Denis Diogo Gene Gene2 Henrique Hugo Lee Marco Mario Michael Mike "
    "Nguyen Reed RicishayMax RicishayMax2 RicishayMax3 Tweaky adam announcer antonio aunty belinda benjamin "
    "caleb croak david ed edward edward2 f1 f2 f3 f5 grandma grandpa gustave ian iven iven2 iven3 iven4 john "
    "kaukovalta klatt klatt2 klatt4 klatt5 klatt6 linda m1 m2 m3 m4 m6 m7 m8 max michel miguel mike2 norbert pablo "
    "paul quincy rob robert robosoft sandro shelby steph steph2 steph3 travis victor whisper whisperf zac"
).split()
HELD_OUT_VARIANTS = "Andy Jacky anika boris f4 klatt3 m5 marcelo pedro".split()  # never trained on: for measuring

_VOICE = "sit/cmn-latn-pinyin"
_SYNCHRONOUS, _PHONEME_EVENTS = 2, 1
_UTF8, _PHONEMES = 1, 0x100
_RATE, _PITCH, _RANGE, _WORD_GAP = 1, 3, 4, 7
_PHONEME_EVENT = 7

# Syllables that espeak-ng would read as English, by their phonemes, and those it knows by another spelling.
_SPELLED_OUT = {
    "jiong": "[[tS;jong]]",
    "qiong": "[[tS;hjong]]",
    "xiong": "[[S;jong]]",
    "hng": "en4",
    "m": "mu4",
    "n": "en4",
}


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak; pitch and pitch range from 0 to 99, rate in words per minute, gap between words in 10 ms.

    espeak-ng crashes where the voice gets too low for it: at least 35 and at most 65 are safe with all variants.
    """

    variant: str
    rate: int = 150
    pitch: int = 50
    pitch_range: int = 50
    word_gap: int = 0


@dataclass(frozen=True, slots=True)
class Speech:
    """Samples (int16 range) and where each unit begins, silences included."""

    samples: npt.NDArray[np.float32]
    rate: int
    starts: tuple[tuple[str, int], ...]  # unit and first sample, ascending


class Misread(Exception):
    """The voice did not say the phonemes of the syllables it was given."""


class EspeakVoice:
    """The library of the wheel `espeakng-loader`; there can be only one in a process."""

    def __init__(self) -> None:
        """Load the library. Raises OSError when it cannot be loaded."""
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.rate = int(self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _PHONEME_EVENTS))
        if self.rate <= 0:
            raise OSError("espeak-ng does not start")
        self._callback = _CALLBACK(self._take)  # kept: the library holds only its address
        self._library.espeak_SetSynthCallback(self._callback)
        self._chunks: list[npt.NDArray[np.int16]] = []
        self._events: list[tuple[str, int]] = []

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]) -> int:
        if count > 0:
            self._chunks.append(np.ctypeslib.as_array(samples, (count,)).copy())
        index = 0
        while events[index].type:
            if events[index].type == _PHONEME_EVENT:
                self._events.append((events[index].id.decode("utf-8", "replace"), events[index].sample))
            index += 1
        return 0

    def _synthesise(self, text: str, manner: Manner) -> tuple[npt.NDArray[np.float32], list[tuple[str, int]]]:
        """Return the samples and the phonemes (stress marks dropped) with their first samples."""
        self._chunks.clear()
        self._events.clear()
        if self._library.espeak_SetVoiceByName(f"{_VOICE}+{manner.variant}".encode()):
            raise OSError(f"espeak-ng has no voice {manner.variant}")
        settings = {_RATE: manner.rate, _PITCH: manner.pitch, _RANGE: manner.pitch_range, _WORD_GAP: manner.word_gap}
        for parameter, value in settings.items():
            self._library.espeak_SetParameter(parameter, value, 0)
        encoded = text.encode()
        self._library.espeak_Synth(encoded, len(encoded) + 1, 0, 0, 0, _UTF8 | _PHONEMES, None, None)
        samples = np.concatenate(self._chunks).astype(np.float32) if self._chunks else np.zeros(0, np.float32)
        return samples, [(name.lstrip("',%="), sample) for name, sample in self._events]

    @cache  # noqa: B019 (there is one voice, and it lives as long as the process)
    def _phonemes(self, syllable: str) -> tuple[str, ...]:
        """Return what espeak-ng says for a toneless syllable."""
        _, events = self._synthesise(_spelled(syllable + "4"), Manner("m1"))
        return tuple(name for name, _ in events if not name.startswith("_"))

    def seed(self, number: int) -> None:
        """Begin espeak-ng's own random numbers (breath, flutter) anew; they follow the clock otherwise."""
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(number))

    def speak(self, words: Sequence[Sequence[str]], manner: Manner) -> Speech:
        """Say words of pinyin syllables with tone numbers; an empty word is a pause (a comma).

        Raises Misread when espeak-ng said something else.
        """
        text = " ".join("".join(_spelled(syllable) for syllable in word) or "," for word in words)
        samples, events = self._synthesise(text.replace(" ,", ","), manner)
        return Speech(samples, self.rate, tuple(self._units((s for word in words for s in word), events)))

    def _units(self, syllables: Iterable[str], events: list[tuple[str, int]]) -> list[tuple[str, int]]:
        starts: list[tuple[str, int]] = []
        position = 0

        def pass_silence() -> None:
            nonlocal position
            while position < len(events) and events[position][0].startswith("_"):
                starts.append((SILENCE, events[position][1]))
                position += 1

        for syllable in syllables:
            pass_silence()
            toneless = syllable.rstrip("012345")
            expected = self._phonemes(toneless)
            said = events[position : position + len(expected)]
            if tuple(name for name, _ in said) != expected:
                raise Misread(syllable)
            for unit, place in zip(units(toneless), (0, 1) if units(toneless)[0] in INITIALS else (0,), strict=True):
                starts.append((unit, said[place][1]))
            position += len(expected)
        pass_silence()
        if position != len(events):
            raise Misread(events[position][0])
        return starts


def _spelled(syllable: str) -> str:
    """Return a syllable as espeak-ng reads it right."""
    toneless, tone = syllable.rstrip("012345"), syllable[-1]
    spelled = _SPELLED_OUT.get(toneless)
    if spelled is None:
        return toneless.replace("ü", "v") + tone
    return spelled.replace("]]", {"1": "55", "2": "35", "3": "214", "4": "51"}.get(tone, "11") + "]]")
