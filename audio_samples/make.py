"""Make every sample from script.yaml: `python -m audio_samples.make [--out DIR] [PATH ...]`.

The same script and the same espeakng-loader give the same bytes.
"""

import argparse
import csv
import io
import sys
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
import soxr

from audio_samples import ogg
from audio_samples.effects import (
    ROOM_DBFS,
    Samples,
    Surroundings,
    apply,
    gain,
    rms,
    trimmed,
    white,
    with_peak,
)
from audio_samples.script import HERE, PAUSE, Recording, Script, load_script
from ivr.audio.frames import LINE_RATE
from ivr.audio.pcm import FULL_SCALE, to_int16
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.terms import Language

LEAD_MS, TAIL_MS = 300, 500
USUAL_PEAK_DBFS = -6.0
BABBLE_S = 12
SUBTYPES = {"pcm": "PCM_16", "mu-law": "ULAW", "a-law": "ALAW"}
COLUMNS = ("path", "language", "transcript", "voice", "words_a_minute", "effects", "seconds", "rate", "kind")


def silence_of(milliseconds: int) -> Samples:
    """So much of nothing."""
    return np.zeros(milliseconds * LINE_RATE // 1000)


class Studio:
    """Speaks a script and records it."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._voice = Pyttsx3Voice()
        self._babble = cache(self._make_babble)

    def close(self) -> None:
        """End the speaking process."""
        self._voice.close()

    def record(self, recording: Recording) -> tuple[bytes, float]:
        """The bytes of one file, and how many seconds it lasts."""
        take = recording.take
        chance = np.random.default_rng(zlib.crc32(recording.path.encode()))
        around = Surroundings(chance, lambda length: self._talking(length, chance))
        edges = (0, 0) if recording.kind in ("call", "not-speech") else (LEAD_MS, TAIL_MS)
        samples = with_peak(self._spoken(recording.say, take.who, edges), USUAL_PEAK_DBFS)
        for effect in take.effects:
            if effect != "digital silence":
                samples = apply(effect, samples, around)
        if "digital silence" not in take.effects:
            samples = samples + white(len(samples), chance) * gain(ROOM_DBFS)
        sides = [samples] if take.channels == 1 else [samples, around.babble(len(samples)) * gain(-26)]
        return _encoded(recording, np.column_stack(sides)), len(samples) / LINE_RATE

    def _spoken(self, say: str, who: str, edges: tuple[int, int]) -> Samples:
        """The text as that person says it, between so many ms of silence before and after."""
        parts = [silence_of(edges[0])]
        for place, part in enumerate(PAUSE.split(say)):
            parts.append(silence_of(int(part)) if place % 2 else self._said(part.strip(), who))
        return np.concatenate([*parts, silence_of(edges[1])])

    def _said(self, text: str, who: str) -> Samples:
        person = self._script.people[who]
        pcm = self._voice.render(text, Manner(person.language, person.voice, person.pace))
        return trimmed(pcm.astype(np.float64) / FULL_SCALE)

    def _make_babble(self) -> Samples:
        """Everybody in the script who speaks English talking at once, over and over; RMS 1."""
        length = BABBLE_S * LINE_RATE
        mixed = np.zeros(length)
        people = [who for who, person in self._script.people.items() if person.language is Language.ENGLISH]
        for number, who in enumerate(people):
            sentence = self._script.babble[number % len(self._script.babble)]
            voice = with_peak(self._spoken(sentence, who, (0, 200)), 0.0)
            mixed += np.roll(np.resize(voice, length), number * LINE_RATE)
        return np.asarray(mixed / rms(mixed), dtype=np.float64)

    def _talking(self, length: int, chance: np.random.Generator) -> Samples:
        """So much background talk, from a place picked by chance."""
        babble = self._babble()
        return np.resize(np.roll(babble, int(chance.integers(len(babble)))), length)


def _encoded(recording: Recording, samples: Samples) -> bytes:
    """The samples (a column a channel) as the file that the recording wants."""
    take = recording.take
    if take.rate != LINE_RATE:
        samples = np.asarray(soxr.resample(samples, LINE_RATE, take.rate), dtype=np.float64)
    kind = Path(recording.path).suffix[1:].upper()
    subtype = "VORBIS" if kind == "OGG" else SUBTYPES[take.coding]
    file = io.BytesIO()
    soundfile.write(file, to_int16(samples), take.rate, format=kind, subtype=subtype)
    return ogg.renumber(file.getvalue()) if kind == "OGG" else file.getvalue()


def make(script: Script, out: Path, only: Sequence[str] = ()) -> None:
    """Make the recordings (all, or those whose paths are in `only`), and with all of them the list of transcripts."""
    studio = Studio(script)
    rows = []
    try:
        for recording in script.recordings():
            if only and recording.path not in only:
                continue
            data, seconds = studio.record(recording)
            path = out / recording.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            rows.append(_row(script, recording, seconds))
    finally:
        studio.close()
    if not only:
        _write_transcripts(out / "transcripts.tsv", rows)


def _row(script: Script, recording: Recording, seconds: float) -> tuple[str, ...]:
    take, person = recording.take, script.people[recording.take.who]
    spoken = recording.kind != "not-speech"
    effects = list(take.effects)
    effects += [take.coding] if take.coding != "pcm" else []
    effects += ["stereo"] if take.channels == 2 else []
    return (
        recording.path,
        person.language,
        recording.transcript,
        person.voice if spoken else "",
        str(person.pace) if spoken else "",
        ", ".join(effects),
        f"{seconds:.2f}",
        str(take.rate),
        recording.kind,
    )


def _write_transcripts(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerows([COLUMNS, *rows])


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m audio_samples.make", description="Make the audio samples.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: this one)")
    parser.add_argument("only", nargs="*", metavar="PATH", help="only these, as script.yaml places them")
    options = parser.parse_args()
    script = load_script()
    if unknown := set(options.only) - {recording.path for recording in script.recordings()}:
        sys.exit(f"not in the script: {', '.join(sorted(unknown))}")
    make(script, options.out, options.only)


if __name__ == "__main__":
    main()
