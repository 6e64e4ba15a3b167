"""What happens to speech between a mouth and a telephone line: rooms, channels, noise, levels, coding.

Everything works on float samples of int16 range at 8 kHz, and every choice comes from the generator given.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

RATE = 8_000  # Hz
FULL_SCALE = 32_768.0

Samples = npt.NDArray[np.float32]
Generator = np.random.Generator

_BANDS_HZ = np.array((0, 150, 300, 600, 1000, 1500, 2200, 3000, 3400, 3700, 4000), np.float64)


def convolve(samples: Samples, response: npt.NDArray[np.float64]) -> Samples:
    """Return the convolution, as long as the samples."""
    size = 1 << (len(samples) + len(response) - 1).bit_length()
    product = np.fft.rfft(samples, size) * np.fft.rfft(response, size)
    return np.fft.irfft(product, size)[: len(samples)].astype(np.float32)


def room(samples: Samples, random: Generator) -> Samples:
    """Add the echoes of a room: noise that dies away (60 dB in 0.1 to 0.6 s), 2 to 18 dB below the direct sound."""
    decay = random.uniform(0.1, 0.6)
    times = np.arange(int(RATE * min(decay, 0.4))) / RATE
    response = random.normal(0, 1, len(times)) * np.exp(-6.9 * times / decay)
    response[: int(RATE * random.uniform(0.001, 0.01))] = 0
    response *= 10 ** (-random.uniform(2, 18) / 20) / np.sqrt((response**2).sum() + 1e-9)
    response[0] = 1
    return convolve(samples, response)


def channel(samples: Samples, random: Generator) -> Samples:
    """Colour the sound as microphones and lines do: a random smooth response, often without the band's edges."""
    gains = np.cumsum(random.normal(0, 2.2, len(_BANDS_HZ)))
    gains -= gains.mean()
    if random.random() < 0.4:
        gains[:2] -= random.uniform(6, 30)
        gains[-3:] -= np.array((0.3, 0.6, 1.0)) * random.uniform(3, 30)
    bins = np.interp(np.linspace(0, RATE / 2, 65), _BANDS_HZ, gains)
    response = np.fft.irfft(10 ** (bins / 20))  # zero phase; made causal by the roll
    return convolve(samples, np.roll(response, 32) * np.hanning(128))


def articulate(samples: Samples, places: Sequence[float], random: Generator) -> Samples:
    """Vary loudness (4 dB) and colour from unit to unit, as speakers do and espeak-ng does not.

    `places` are the first samples of the units; between them the change is gradual.
    """
    mix = np.interp(np.arange(len(samples)), places, random.uniform(0, 1, len(places))).astype(np.float32)
    decibels = np.interp(np.arange(len(samples)), places, random.normal(0, 4, len(places)))
    coloured = mix * channel(samples, random) + (1 - mix) * channel(samples, random)
    return np.asarray(coloured * 10 ** (decibels / 20), np.float32)


def coloured_noise(count: int, random: Generator) -> Samples:
    """Return noise of unit deviation whose spectrum falls or rises with frequency, swelling slowly at times."""
    size = 1 << (count - 1).bit_length()
    spectrum = np.fft.rfft(random.normal(0, 1, size))
    frequency = np.maximum(np.arange(len(spectrum)) / len(spectrum), 0.01)
    noise = np.fft.irfft(spectrum * frequency ** -random.uniform(-0.3, 1.2), size)[:count]
    if random.random() < 0.3:
        knots = random.uniform(0.1, 1.0, 2 + count // RATE)
        noise *= np.interp(np.arange(count), np.linspace(0, count, len(knots)), knots)
    return np.asarray(noise / (noise.std() + 1e-9), np.float32)


def background(count: int, voices: Sequence[Samples], random: Generator) -> Samples:
    """Return noise of unit deviation: coloured, with other voices, hum or clicks in it at times."""
    noise = coloured_noise(count, random)
    if len(voices) >= 3 and random.random() < 0.3:  # fewer would be understood, and they are labelled as silence
        crowd = np.sum([np.resize(voice, count) / (voice.std() + 1e-6) for voice in voices], axis=0)
        noise = noise * random.uniform(0.1, 0.6) + crowd / (crowd.std() + 1e-6)
    if random.random() < 0.1:
        hertz = random.choice((50.0, 60.0, 100.0, 120.0, 400.0, 1000.0))
        noise = noise + np.sin(2 * np.pi * hertz * np.arange(count) / RATE) * random.uniform(0.3, 1.5)
    if random.random() < 0.1:
        clicks = (random.random(count) < 3 / RATE) * random.normal(0, 30, count)
        noise = noise + convolve(clicks.astype(np.float32), np.exp(-np.arange(40) / 8.0))
    return np.asarray(noise / (noise.std() + 1e-9), np.float32)


def mu_law(samples: Samples) -> Samples:
    """Return the samples after coding as 8-bit mu-law (G.711) and back."""
    scaled = np.clip(samples / FULL_SCALE, -1, 1)
    coded = np.round(np.sign(scaled) * np.log1p(255 * np.abs(scaled)) / np.log(256) * 127) / 127
    return np.asarray(np.sign(coded) * (256 ** np.abs(coded) - 1) / 255 * FULL_SCALE, np.float32)


def distort(samples: Samples, voices: Sequence[Samples], random: Generator) -> Samples:
    """Return one utterance as a line might deliver it; `voices` are others that may be heard behind it, all at once."""
    if random.random() < 0.35:
        samples = room(samples, random)
    if random.random() < 0.85:
        samples = channel(samples, random)
    peak = FULL_SCALE * 10 ** (-random.uniform(0, 32) / 20)
    samples = samples / (np.abs(samples).max() + 1e-6) * peak
    if random.random() < 0.1:
        limit = peak * random.uniform(0.15, 0.6)
        samples = np.tanh(samples / limit) * limit
    if random.random() < 0.8:
        loudness = np.sqrt((samples**2).mean()) * 10 ** (-random.uniform(4, 45) / 20)
        samples = samples + background(len(samples), voices, random) * np.float32(loudness)
    samples = samples + random.normal(0, random.uniform(3, 20), len(samples)).astype(np.float32)
    if random.random() < 0.2:
        samples = mu_law(samples)
    return np.clip(np.round(samples), -FULL_SCALE, FULL_SCALE - 1).astype(np.float32)
