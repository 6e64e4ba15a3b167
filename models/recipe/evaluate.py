"""Measure a Vosk model on recordings of real people: ``python -m models.recipe.evaluate --help``.

The recordings are named by a tab-separated manifest with (at least) the columns path, speaker, transcript and
source folder in the path; paths are relative to the manifest's folder. Three sets are known: isolated digits
(free spoken digit dataset), AN4 (spelled words, numbers, commands) and Speech Commands (single words).
"""

from __future__ import annotations

import argparse
import csv
import importlib
import itertools
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

RATE_HZ = 16_000
FRAME = 320  # samples: 20 ms, the grain of the level measure
EXAMPLES = Path(__file__).with_name("example_sentences.en.txt")
DIGITS = ("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Recording:
    """One utterance of the manifest; `words` are spelled as the model's vocabulary spells them."""

    path: Path
    speaker: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """What is done to the samples before recognition."""

    level_dbfs: float | None = None  # speech level to bring the recording to; None leaves it alone
    padding_ms: int = 0  # digital silence added before and after
    telephone: bool = False  # squeeze through 8 kHz first
    noise_dbfs: float | None = None  # level of fixed white noise added last, so that no frame is digital silence


@dataclass(slots=True)
class Score:
    """Counts over some utterances."""

    utterances: int = 0
    exact: int = 0
    words: int = 0
    errors: int = 0
    audio_s: float = 0.0
    prepare_s: float = 0.0  # to make the recognizers with their grammar
    decode_s: float = 0.0

    def add(self, reference: Sequence[str], heard: Sequence[str]) -> None:
        """Count one utterance."""
        self.utterances += 1
        self.exact += tuple(reference) == tuple(heard)
        self.words += len(reference)
        self.errors += edit_distance(reference, heard)

    def as_json(self) -> dict[str, float]:
        """Return percentages (0 to 100) and the real-time factor."""
        return {
            "utterances": self.utterances,
            "exact_percent": round(100 * self.exact / max(1, self.utterances), 1),
            "word_error_percent": round(100 * self.errors / max(1, self.words), 1),
            "real_time_factor": round(self.decode_s / max(1e-9, self.audio_s), 3),
            "grammar_ms": round(1000 * self.prepare_s / max(1, self.utterances), 1),
        }


def edit_distance(reference: Sequence[str], heard: Sequence[str]) -> int:
    """Return the least number of word substitutions, insertions and deletions."""
    row = list(range(len(heard) + 1))
    for i, expected in enumerate(reference, start=1):
        previous, row[0] = row[0], i
        for j, actual in enumerate(heard, start=1):
            cost = min(row[j] + 1, row[j - 1] + 1, previous + (expected != actual))
            previous, row[j] = row[j], cost
    return row[-1]


def read_manifest(manifest: Path, folder: str) -> list[Recording]:
    """Return the transcribed recordings whose path starts with `folder`, in manifest order."""
    with manifest.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["path"].startswith(folder)]
    return [
        Recording(manifest.parent / row["path"], row["speaker"], tuple(row["transcript"].lower().split()))
        for row in rows
        if row["transcript"].strip()
    ]


def half_of(recordings: Iterable[Recording], half: str) -> list[Recording]:
    """Return the recordings of every other speaker: "tune" (1st, 3rd...), "test" (2nd, 4th...) or "all"."""
    everyone = list(recordings)
    if half == "all":
        return everyone
    speakers = sorted({recording.speaker for recording in everyone})
    chosen = set(speakers[0 if half == "tune" else 1 :: 2])
    return [recording for recording in everyone if recording.speaker in chosen]


def read_samples(path: Path, front_end: FrontEnd) -> Samples:
    """Return mono samples at 16 kHz in the range -1 to 1, passed through `front_end`."""
    soundfile: Any = importlib.import_module("soundfile")
    soxr: Any = importlib.import_module("soxr")
    read, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    mono = read.mean(axis=1)
    if front_end.telephone and rate > RATE_HZ // 2:
        mono, rate = soxr.resample(mono, rate, RATE_HZ // 2), RATE_HZ // 2
    if rate != RATE_HZ:
        mono = soxr.resample(mono, rate, RATE_HZ)
    if front_end.level_dbfs is not None:
        mono = mono * 10 ** ((front_end.level_dbfs - speech_level_dbfs(mono)) / 20)
    silence = np.zeros(RATE_HZ * front_end.padding_ms // 1000, dtype=np.float32)
    samples = np.concatenate([silence, mono, silence]).astype(np.float32)
    if front_end.noise_dbfs is not None:
        noise = np.random.default_rng(0).standard_normal(len(samples)).astype(np.float32)
        samples += noise * np.float32(10 ** (front_end.noise_dbfs / 20))
    return samples


def speech_level_dbfs(samples: Samples) -> float:
    """Return the level (dB below full scale) of the 20 ms frames within 25 dB of the loudest one."""
    usable = len(samples) // FRAME * FRAME
    power = np.square(samples[:usable]).reshape(-1, FRAME).mean(axis=1) if usable else np.zeros(1)
    loud = power[power >= power.max() * 10**-2.5]
    return float(10 * np.log10(max(float(loud.mean()), 1e-10)))


def as_pcm(samples: Samples) -> bytes:
    """Return 16-bit little-endian samples, clipped."""
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()


def make_recognizer(model: Any, grammar: Sequence[str] | None) -> Any:
    """Return a fresh Vosk recognizer, for the phrases of `grammar` or (None) for free speech."""
    vosk: Any = importlib.import_module("vosk")
    arguments = () if grammar is None else (json.dumps(list(grammar)),)
    return vosk.KaldiRecognizer(model, RATE_HZ, *arguments)


def recognise(recognizer: Any, pcm: bytes) -> tuple[str, ...]:
    """Return the words heard in one utterance (without "[unk]"), given in blocks of 40 ms."""
    for start in range(0, len(pcm), 4 * FRAME):
        recognizer.AcceptWaveform(pcm[start : start + 4 * FRAME])
    text = json.loads(recognizer.FinalResult())["text"]
    return tuple(word for word in text.split() if word != "[unk]")


def measure(
    model: Any, recordings: Iterable[Recording], grammar: Sequence[str] | None, front_end: FrontEnd
) -> dict[str, Score]:
    """Recognise every recording with a recognizer of its own; return the score of each speaker."""
    scores: dict[str, Score] = defaultdict(Score)
    for recording in recordings:
        pcm = as_pcm(read_samples(recording.path, front_end))
        score = scores[recording.speaker]
        began = time.perf_counter()
        recognizer = make_recognizer(model, grammar)
        prepared = time.perf_counter()
        heard = recognise(recognizer, pcm)
        score.prepare_s += prepared - began
        score.decode_s += time.perf_counter() - prepared
        score.audio_s += len(pcm) / 2 / RATE_HZ
        score.add(recording.words, heard)
    return dict(scores)


def total(scores: Iterable[Score]) -> Score:
    """Return the sum of some scores."""
    result = Score()
    for score in scores:
        result.utterances += score.utterances
        result.exact += score.exact
        result.words += score.words
        result.errors += score.errors
        result.audio_s += score.audio_s
        result.prepare_s += score.prepare_s
        result.decode_s += score.decode_s
    return result


def word_pairs(recordings: Iterable[Recording]) -> list[str]:
    """Return the set's words, and every pair of neighbours in its transcripts, as phrases."""
    phrases: set[str] = set()
    for recording in recordings:
        phrases.update(recording.words)
        phrases.update(" ".join(pair) for pair in itertools.pairwise(recording.words))
    return sorted(phrases)


def vocabulary(recordings: Iterable[Recording]) -> list[str]:
    """Return the words of the set's transcripts."""
    return sorted({word for recording in recordings for word in recording.words})


def resident_mb() -> float:
    """Return the resident memory of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@dataclass(frozen=True, slots=True)
class TestSet:
    """A folder of the manifest and the grammar that goes with it."""

    folder: str
    grammar: Callable[[list[Recording]], list[str]]


SETS = {
    "digits": TestSet("speech/fsdd/", lambda _: list(DIGITS)),
    "an4": TestSet("speech/an4/", word_pairs),
    "commands": TestSet("speech/speech_commands", vocabulary),
}


def measure_set(model: Any, manifest: Path, test_set: TestSet, half: str, front_end: FrontEnd) -> dict[str, Any]:
    """Return the scores of a set: in all, and of each speaker (percent exact)."""
    recordings = read_manifest(manifest, test_set.folder)
    grammar = test_set.grammar(recordings)
    scores = measure(model, half_of(recordings, half), grammar, front_end)
    speakers = {speaker: score.as_json()["exact_percent"] for speaker, score in sorted(scores.items())}
    return {**total(scores.values()).as_json(), "phrases": len(grammar), "speakers": speakers}


def measure_cost(folder: Path, manifest: Path, front_end: FrontEnd) -> tuple[Any, dict[str, float]]:
    """Load the model; return it and what it takes: time, memory, and speed with a grammar of 300 sentences.

    The speed is that on AN4 recordings, which do not fit the grammar: the worst case.
    """
    vosk: Any = importlib.import_module("vosk")
    vosk.SetLogLevel(-1)
    before = resident_mb()
    began = time.perf_counter()
    model = vosk.Model(str(folder))
    load_s = time.perf_counter() - began
    loaded = resident_mb()
    sentences = EXAMPLES.read_text(encoding="utf-8").splitlines()[:300]
    recordings = read_manifest(manifest, SETS["an4"].folder)[:60]
    cost = total(measure(model, recordings, sentences, front_end).values()).as_json()
    return model, {
        "load_s": round(load_s, 2),
        "resident_mb_loaded": round(loaded - before, 1),
        "resident_mb_decoding": round(resident_mb() - before, 1),
        "real_time_factor_300_phrases": cost["real_time_factor"],
        "grammar_ms_300_phrases": cost["grammar_ms"],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="an unpacked model folder")
    parser.add_argument("--manifest", type=Path, required=True, help="tab-separated list of the recordings")
    parser.add_argument("--sets", nargs="+", choices=sorted(SETS), default=sorted(SETS))
    parser.add_argument("--half", choices=("tune", "test", "all"), default="all", help="every other speaker")
    parser.add_argument("--level", type=float, help="speech level in dBFS to bring every recording to")
    parser.add_argument("--noise", type=float, help="level in dBFS of fixed noise to add")
    parser.add_argument("--padding", type=int, default=0, help="ms of silence to add on both sides")
    parser.add_argument("--telephone", action="store_true", help="squeeze through 8 kHz first")
    options = parser.parse_args(arguments)
    front_end = FrontEnd(options.level, options.padding, options.telephone, options.noise)
    model, cost = measure_cost(options.model, options.manifest, front_end)
    results: dict[str, Any] = {"front_end": asdict(front_end), "half": options.half, "cost": cost}
    for name in options.sets:
        results[name] = measure_set(model, options.manifest, SETS[name], options.half, front_end)
    json.dump(results, sys.stdout, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
