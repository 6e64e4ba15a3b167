"""Measure the Mandarin starter: ``python -m models.recipe.evaluate_mandarin --model FOLDER [--manifest TSV]``.

Synthetic speech is made on the fly, from fixed seeds, with voices and sentences that were not trained on; real
recordings are those of language zh in the manifest.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import soundfile
import soxr
import vosk
from rapidfuzz.distance import Levenshtein

from models.recipe.mandarin import numbers
from models.recipe.mandarin.distortion import RATE, Samples, distort
from models.recipe.mandarin.examples import Studio
from models.recipe.mandarin.pinyin import readings, units
from models.recipe.mandarin.voices import HELD_OUT_VARIANTS, Manner, Misread

LINE_RATE = 16_000  # Hz, as a call is heard
FLOOR_RMS = 10.4  # -70 dBFS of white noise, as the line puts under what it recognises
PAUSE_S = (0.3, 0.3)
GRAMMAR_SIZE = 300  # phrases
UNKNOWN = "[unk]"


@dataclass(frozen=True, slots=True)
class Sample:
    """One utterance at 16 kHz and what was said."""

    text: str
    samples: Samples


@dataclass(slots=True)
class Score:
    """Counts over a set of utterances."""

    utterances: int = 0
    exact: int = 0
    characters: int = 0
    errors: int = 0
    syllables: int = 0
    syllable_errors: int = 0
    audio_s: float = 0.0
    decode_s: float = field(default=0.0)

    def add(self, expected: str, heard: str) -> None:
        """Count one utterance; both texts are without blanks."""
        self.utterances += 1
        self.exact += expected == heard
        self.characters += len(expected)
        self.errors += Levenshtein.distance(expected, heard)
        spoken, understood = syllables(expected), syllables(heard)
        self.syllables += len(spoken)
        self.syllable_errors += Levenshtein.distance(spoken, understood)

    def as_json(self) -> dict[str, float]:
        """Return percentages and the real-time factor."""
        return {
            "utterances": self.utterances,
            "character_error_percent": round(100 * self.errors / max(1, self.characters), 1),
            "syllable_error_percent": round(100 * self.syllable_errors / max(1, self.syllables), 1),
            "exact_percent": round(100 * self.exact / max(1, self.utterances), 1),
            "real_time_factor": round(self.decode_s / max(1e-9, self.audio_s), 3),
        }


def syllables(text: str) -> list[tuple[str, ...]]:
    """Return the toneless syllables of Chinese text; other characters count as themselves."""
    read = [readings(character) for character in text]
    return [units(r[0][0]) if r and r[0] else (c,) for r, c in zip(read, text, strict=True)]


def as_pcm(samples: Samples) -> bytes:
    """Return int16 samples with the line's noise floor under them."""
    floor = np.random.default_rng(0).normal(0, FLOOR_RMS, len(samples))
    return np.clip(np.round(samples + floor), -32768, 32767).astype("<i2").tobytes()


def held_out(studio: Studio, name: str, texts: Iterable[str], *, line: bool) -> Iterator[Sample]:
    """Yield the texts in held-out voices; `line`: through rooms, channels, noise and levels as in training."""
    for number, text in enumerate(texts):
        random = Random(f"held out {name} {number}")
        manner = Manner(HELD_OUT_VARIANTS[number % len(HELD_OUT_VARIANTS)], random.randint(140, 240), 50, 50)
        try:
            spoken = studio.record(studio.read(text), manner, PAUSE_S).samples
        except Misread:
            continue
        level = spoken / np.abs(spoken).max() * 12_000
        heard = distort(level, [], np.random.default_rng(number)) if line else level
        yield Sample(text, soxr.resample(heard, RATE, LINE_RATE))


def recorded(manifest: Path) -> Iterator[Sample]:
    """Yield the recordings of language zh that a manifest lists."""
    with manifest.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["language"] == "zh" and row["transcript"].strip():
                samples, rate = soundfile.read(manifest.parent / row["path"], dtype="float32")
                quiet = np.zeros(int(LINE_RATE * PAUSE_S[0]), np.float32)
                sound = soxr.resample(samples * 32_768, rate, LINE_RATE)
                yield Sample(row["transcript"], np.concatenate([quiet, sound, quiet]))


def measure(model: Any, samples: Iterable[Sample], grammar: Sequence[str] | None, *, show: bool = False) -> Score:
    """Recognise every sample, with a grammar of phrases (in words) or the model's own."""
    score = Score()
    for sample in samples:
        extra = () if grammar is None else (json.dumps(list(grammar), ensure_ascii=False),)
        recognizer = vosk.KaldiRecognizer(model, LINE_RATE, *extra)
        pcm = as_pcm(sample.samples)
        begun = time.process_time()
        recognizer.AcceptWaveform(pcm)
        text = str(json.loads(recognizer.FinalResult())["text"])
        score.decode_s += time.process_time() - begun
        score.audio_s += len(pcm) / 2 / LINE_RATE
        heard = "".join(word for word in text.split() if word != UNKNOWN)
        score.add(sample.text, heard)
        if show and heard != sample.text:
            print(f"  {sample.text} -> {text}")
    return score


def digit_strings(count: int, *, length: int = 8) -> list[str]:
    """Return random digit strings as they are read out, 1 as 一 or 幺."""
    random = Random("digits")
    strings = ("".join(random.choice("0123456789") for _ in range(length)) for _ in range(count))
    return [numbers.digit_string(string, one=random.choice("一幺")) for string in strings]


def digit_grammar() -> list[str]:
    """Return every digit after every other."""
    digits = numbers.DIGITS + "幺"
    return [f"{first} {second}" for first in digits for second in digits]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="unpacked model directory")
    parser.add_argument("--manifest", type=Path, help="recordings to try: path, language, transcript (tab-separated)")
    parser.add_argument("--count", type=int, default=300, help="synthetic utterances in each set")
    parser.add_argument("--show", action="store_true", help="print what was misheard")
    options = parser.parse_args(arguments)
    vosk.SetLogLevel(-1)
    begun = time.monotonic()
    model = vosk.Model(str(options.model))
    results: dict[str, Any] = {"load_s": round(time.monotonic() - begun, 2)}
    studio = Studio()
    requests = ["".join(studio.request(Random(f"held out request {n}"))) for n in range(options.count)]
    others = ["".join(studio.request(Random(f"other request {n}"))) for n in range(GRAMMAR_SIZE)]
    phrases = [" ".join(studio.cut(text)) for text in list(dict.fromkeys([*requests, *others]))[:GRAMMAR_SIZE]]
    digits = digit_strings(options.count // 3)
    sets: tuple[tuple[str, list[str], list[str] | None], ...] = (
        ("own grammar", requests, None),
        (f"{GRAMMAR_SIZE} phrases", requests, [*phrases, UNKNOWN]),
        ("8 digits", digits, digit_grammar()),
    )
    for name, texts, grammar in sets:
        for line in (False, True):
            samples = held_out(studio, name, texts, line=line)
            title = f"{name}, {'line' if line else 'clean'}"
            results[title] = measure(model, samples, grammar, show=options.show).as_json()
    if options.manifest:
        for title, grammar in (("recordings, own grammar", None),):
            results[title] = measure(model, recorded(options.manifest), grammar, show=True).as_json()
    print(json.dumps(results, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
