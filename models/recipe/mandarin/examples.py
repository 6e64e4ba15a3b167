"""Labelled frames, made as they are asked for: text, voice, line, filter bank.

A batch depends on the seed and its number only, so it does not matter who makes it, or when.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np
import numpy.typing as npt

from models.recipe.mandarin.distortion import RATE, Samples, articulate, distort
from models.recipe.mandarin.frames import SUBSAMPLING, Floats, filter_bank, label, vary
from models.recipe.mandarin.sentences import REQUESTS, Speaker, read_patterns, read_topics
from models.recipe.mandarin.vocabulary import SERVICE_WORDS, Reading, Vocabulary, load_vocabulary
from models.recipe.mandarin.voices import VARIANTS, EspeakVoice, Manner, Misread, Speech

Labels = npt.NDArray[np.int64]

TONES = "12345"
_CROWD = 4  # latest utterances kept as voices in the background


@dataclass(frozen=True, slots=True)
class Utterance:
    """Speech at 8 kHz, and where each unit begins (in samples)."""

    samples: Samples
    starts: tuple[tuple[str, float], ...]


class Studio:
    """Records made-up sentences with one of the voices; everything is drawn from the generator given."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        """Load the vocabulary and start the voice."""
        self._vocabulary = vocabulary or load_vocabulary()
        self._voice = EspeakVoice()
        self._topics = read_topics(SERVICE_WORDS)
        self._patterns = read_patterns(REQUESTS)
        self.words = sorted(self._vocabulary.lexicon)
        self._syllables = sorted({s.rstrip(TONES) for reading in self._vocabulary.readings.values() for s in reading})

    def request(self, random: Random) -> tuple[str, ...]:
        """Return the words of a request."""
        return tuple(self._vocabulary.cut(Speaker(self._topics, self._patterns, random).request()))

    def cut(self, text: str) -> list[str]:
        """Return a text as words of the vocabulary."""
        return self._vocabulary.cut(text)

    def read(self, text: str) -> list[Reading]:
        """Return the readings of a text's words."""
        return [self._vocabulary.readings[word] for word in self.cut(text)]

    def text(self, random: Random) -> list[Reading]:
        """Return something to say for training: a request, words at random, or syllables at random."""
        kind = random.random()
        if kind < 0.4:
            words = self.request(random)
        elif kind < 0.8:
            pool = self._vocabulary.service_words if random.random() < 0.6 else self.words
            words = tuple(random.choice(pool) for _ in range(random.randint(1, 7)))
        else:
            count = random.randint(2, 12)
            return [(random.choice(self._syllables) + random.choice(TONES),) for _ in range(count)]
        return [self._vocabulary.readings[word] for word in words]

    def record(
        self, readings: list[Reading], manner: Manner, pause: tuple[float, float], tract: float = 1.0
    ) -> Utterance:
        """Speak; `tract` > 1 shortens the vocal tract; `pause` in seconds before and after. Raises Misread."""
        speech = self._voice.speak(readings, manner)
        return _at_line_rate(speech, speech.rate * tract, pause)

    def training_utterance(self, random: Random) -> Utterance:
        """Return an utterance of one of the training voices, all of its properties at random."""
        while True:
            readings = self.text(random)
            tract = 2 ** random.uniform(-0.25, 0.3)
            manner = Manner(
                variant=random.choice(VARIANTS),
                rate=round(
                    120 * 3 ** random.random() / tract
                ),  # up to 360: people are quicker than espeak-ng's usual 175
                pitch=round(min(99.0, max(35.0, random.uniform(30, 99) / tract))),
                pitch_range=round(random.uniform(5, 65)),
                word_gap=random.choice((0, 0, 0, 1, 4)),
            )
            readings = _spoken(readings, random)
            self._voice.seed(random.getrandbits(31))
            try:
                speech = _uneven(self._voice.speak(readings, manner), random)
            except Misread:
                continue
            pause = random.uniform(0.05, 0.4), random.uniform(0.05, 0.4)
            return _at_line_rate(speech, speech.rate * tract, pause)


def _uneven(speech: Speech, random: Random) -> Speech:
    """Return the speech with each unit a little quicker or slower, its sounds a little higher or lower with it."""
    places = [place for _, place in speech.starts] + [len(speech.samples)]
    lengths = np.diff(places) * np.array([2 ** random.uniform(-0.2, 0.2) for _ in places[1:]])
    moved = np.concatenate([[0.0], np.cumsum(lengths)])
    times = np.interp(np.arange(int(moved[-1])), moved, places)
    samples = np.interp(times, np.arange(len(speech.samples)), speech.samples).astype(np.float32)
    starts = tuple((unit, round(place)) for (unit, _), place in zip(speech.starts, moved.tolist(), strict=False))
    return Speech(samples, speech.rate, starts)


def _at_line_rate(speech: Speech, rate: float, pause: tuple[float, float]) -> Utterance:
    """Return the speech as if it were of `rate`, with pauses around it."""
    import soxr

    samples = soxr.resample(speech.samples, rate, RATE, quality="MQ")
    before, after = (np.zeros(int(RATE * seconds), np.float32) for seconds in pause)
    starts = tuple((unit, start * RATE / rate + len(before)) for unit, start in speech.starts)
    return Utterance(np.concatenate([before, samples, after]), starts)


def _spoken(readings: list[Reading], random: Random) -> list[Reading]:
    """Vary how words hang together, pauses between them, and tones."""
    joined = random.random() < 0.5
    parts: list[Reading] = readings if joined else [(syllable,) for reading in readings for syllable in reading]
    if random.random() < 0.2:
        parts = [part for word in parts for part in ((word, ()) if random.random() < 0.25 else (word,))]
    if random.random() < 0.3:
        parts = [tuple(s if random.random() < 0.6 else s[:-1] + random.choice(TONES) for s in part) for part in parts]
    while parts and not parts[-1]:
        parts = parts[:-1]
    return parts


@cache
def _studio() -> Studio:
    """Return the one studio of this process."""
    return Studio()


def batch(seed: int, number: int, shape: tuple[int, int], context: int) -> tuple[Floats, Labels]:
    """Return batch `number`: rows (B, filters, frames with `context` on both sides) and labels (B, L) = `shape`.

    Utterances are laid end to end and cut into rows; a row's context is what stands beside it there.
    """
    wanted = shape[0] * shape[1]
    made: list[tuple[Floats, Labels]] = []
    crowd: deque[Samples] = deque(maxlen=_CROWD)
    while sum(len(labels) for _, labels in made) < wanted:
        made.append(_labelled_frames(f"{seed} {number} {len(made)}", crowd))
    line, labels = (np.concatenate(parts) for parts in zip(*made, strict=True))
    padded = np.pad(line[: wanted * SUBSAMPLING], ((context, context), (0, 0)), mode="edge")
    span, step = SUBSAMPLING * (shape[1] - 1) + 1 + 2 * context, SUBSAMPLING * shape[1]
    rows = [padded[first : first + span].T for first in range(0, step * shape[0], step)]
    return np.stack(rows), labels[:wanted].reshape(shape)


def _labelled_frames(seed: str, crowd: deque[Samples]) -> tuple[Floats, Labels]:
    """Return frames (3n, 32) and labels (n,) of one utterance; `crowd` are the voices in the background."""
    random = Random(seed)
    generator = np.random.default_rng(random.getrandbits(64))
    utterance = _studio().training_utterance(random)
    samples = utterance.samples
    if random.random() < 0.7:
        samples = articulate(samples, [place for _, place in utterance.starts], generator)
    frames = filter_bank(distort(samples, list(crowd), generator))
    if random.random() < 0.5:
        frames = vary(frames, generator)
    crowd.append(utterance.samples)
    offset = random.randrange(SUBSAMPLING)
    labels = label(utterance.starts, len(frames), offset)
    frames = frames[offset:]
    count = len(frames) // SUBSAMPLING
    return frames[: count * SUBSAMPLING], labels[:count]
