"""Who speaks in the scenes, in two halves: recorded people, and synthetic voices where nobody was recorded."""

import atexit
import csv
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ivr import app
from ivr.audio.clip import read_clip
from ivr.audio.frames import LINE_RATE, Pcm
from ivr.audio.pcm import FULL_SCALE, to_int16
from ivr.prompts.voice import Manner, Voice
from ivr.settings import read_settings
from ivr.terms import Language

DATA = Path(os.environ.get("IVR_TEST_DATA", Path(__file__).parents[2].parent / "shared" / "data"))

SPEECH_DBFS = -26.0
"""Every stretch of speech is brought to this level: what telephone exchanges aim at (ITU-T P.56)."""

LONGEST_WORD_MS = 800
"""Where the sound of a single word is longer, it is that of the room around it."""

BLOCK = LINE_RATE // 100
"""Samples of 10 ms."""

SYNTHETIC = "Andy Jacky anika boris f4 klatt3 m5 marcelo pedro".split()
"""Variants of espeak-ng's voices on which the Mandarin starter was not trained."""

MANDARIN_VOICE = "sit/cmn-latn-pinyin"

ENGLISH_VOICES = {"A": ("awb", "kal16"), "B": ("rms", "slt")}
"""Voices of flite (Debian has a package of it), made of recordings of people, as espeak-ng's English ones are not."""

FLITE_RATE = 160
"""Words a minute, about, at flite's own pace."""

BACKGROUNDS = {
    "exercise bike": "howl/exercise_bike.wav",
    "office": "pipecat_dtmf/office-ambience-24000-mono.mp3",
    "noise1": "speechbrain/noise1.wav",
}
"""Long noises: half A has the first half of each, half B the second."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something said in one go: a recording at `path`, or `text` said by the synthetic `voice`."""

    text: str
    speaker: str
    language: Language = Language.ENGLISH
    path: str = ""
    voice: str = ""
    rate: int = 150

    @property
    def synthetic(self) -> bool:
        return not self.path


@cache
def _manifest() -> tuple[dict[str, str], ...]:
    with (DATA / "speech_manifest.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(row for row in csv.DictReader(file, delimiter="\t") if row["path"])


def half_of(speakers: Iterable[str], half: str) -> frozenset[str]:
    """Every other speaker in the order of their names: A the first, third ..., B the second, fourth ..."""
    return frozenset(sorted(set(speakers))[0 if half == "A" else 1 :: 2])


def recorded(half: str, *folders: str, words: Sequence[str] = ()) -> list[Stretch]:
    """Recordings below these folders of `speech`, of one half of the speakers in each; with `words` only of these."""
    found = []
    for folder in folders:
        rows = [row for row in _manifest() if row["path"].startswith(f"speech/{folder}/")]
        chosen = half_of((row["speaker"] for row in rows), half)
        found += [
            Stretch(row["transcript"], row["speaker"], path=row["path"])
            for row in rows
            if row["speaker"] in chosen and row["path"].endswith(".wav") and _wanted(row["transcript"], words)
        ]
    return found


def clear(words: Iterable[Stretch]) -> list[Stretch]:
    """The recordings of single words of which it is clear, by their level, when the word begins and ends."""
    return [word for word in words if len(sound_of(word)) <= LONGEST_WORD_MS * LINE_RATE // 1000]


def _wanted(transcript: str, words: Sequence[str]) -> bool:
    return bool(transcript) and (not words or transcript in words)


def noises(half: str) -> list[str]:
    """The second-long pieces of background noise of one half."""
    rows = [row["path"] for row in _manifest() if row["path"].startswith("noise/speech_commands_test/")]
    return sorted(rows)[0 if half == "A" else 1 :: 2]


def said(half: str, text: str, language: Language, number: int) -> Stretch:
    """A text said by the `number`-th synthetic voice of a half, and at its pace."""
    if language is Language.ENGLISH:
        name = ENGLISH_VOICES[half][number % 2]
    else:
        variants = sorted(half_of(SYNTHETIC, half))
        name = f"{MANDARIN_VOICE}+{variants[number % len(variants)]}"
    return Stretch(text, name, language, voice=name, rate=(140, 160, 180)[number % 3])


@cache
def sound_of(stretch: Stretch) -> Pcm:
    """A stretch from its first sound to its last, at `SPEECH_DBFS`."""
    if stretch.path:
        pcm = read_clip(DATA / stretch.path).pcm
    elif stretch.language is Language.ENGLISH:
        pcm = _said_by_flite(stretch)
    else:
        pcm = _voice().render(stretch.text, Manner(stretch.language, stretch.voice, stretch.rate))
    return levelled(trimmed(pcm), SPEECH_DBFS)


def _said_by_flite(stretch: Stretch) -> Pcm:
    """Raises FileNotFoundError where flite is not installed."""
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said.wav"
        pace = f"duration_stretch={FLITE_RATE / stretch.rate}"
        command = ["flite", "-voice", stretch.voice, "--setf", pace, "-t", stretch.text, "-o", str(said)]
        subprocess.run(command, check=True)
        return read_clip(said).pcm


@cache
def _voice() -> Voice:
    voice = app.open_voice(read_settings())
    atexit.register(voice.close)
    return voice


@cache
def background(path: str, half: str) -> Pcm:
    """One half of a long noise, at `SPEECH_DBFS`."""
    pcm = read_clip(DATA / "noise" / path).pcm
    middle = len(pcm) // 2
    return levelled(pcm[:middle] if half == "A" else pcm[middle:], SPEECH_DBFS)


def trimmed(pcm: Pcm) -> Pcm:
    """Without what comes before the first and after the last block of 10 ms that stands out.

    It stands out when it is within 35 dB of the loudest block and 8 dB above the softest tenth.
    """
    blocks = _block_dbfs(pcm)
    if not len(blocks):
        return pcm
    threshold = max(float(blocks.max()) - 35, min(float(np.percentile(blocks, 10)) + 8, float(blocks.max()) - 12))
    loud = np.flatnonzero(blocks >= threshold)
    return pcm[loud[0] * BLOCK : (loud[-1] + 1) * BLOCK]


def levelled(pcm: Pcm, dbfs: float) -> Pcm:
    """At this level, measured over the blocks that are within 20 dB of the loudest."""
    blocks = _block_dbfs(pcm)
    if not len(blocks) or not np.isfinite(blocks.max()):
        return pcm
    active = blocks[blocks >= blocks.max() - 20]
    level = 10 * np.log10(np.mean(10 ** (active / 10)))
    return to_int16(pcm.astype(np.float64) / FULL_SCALE * 10 ** ((dbfs - level) / 20))


def _block_dbfs(pcm: Pcm) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    whole = pcm[: len(pcm) // BLOCK * BLOCK].astype(np.float64).reshape(-1, BLOCK)
    return np.asarray(10 * np.log10(np.mean(np.square(whole), axis=1) / FULL_SCALE**2 + 1e-10))
