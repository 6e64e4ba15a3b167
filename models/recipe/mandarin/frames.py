"""From samples to filter-bank frames, and from units with their times to one label a frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from models.recipe.mandarin.distortion import RATE, Samples
from models.recipe.mandarin.pinyin import FINALS, INITIALS
from models.recipe.mandarin.voices import SILENCE

UNITS = (SILENCE, *INITIALS, *FINALS)
LABELS = 2 * len(UNITS)  # unit u begins with label 2u and goes on with label 2u + 1; silence has label 1 only
FILTERS = 32
SHIFT = 80  # samples between frames
SUBSAMPLING = 3  # input frames for each label
_CENTRE = 100  # sample of a frame's middle: windows of 25 ms

Floats = npt.NDArray[np.float32]
_NUMBER = {unit: number for number, unit in enumerate(UNITS)}


def filter_bank(samples: Samples) -> Floats:
    """Return (frames, 32) logarithms of Kaldi's mel filters, 10 ms apart, of samples of int16 range at 8 kHz.

    The same as conf/fbank.conf tells libvosk.
    """
    import kaldi_native_fbank

    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq, options.frame_opts.dither = RATE, 0
    options.mel_opts.num_bins = FILTERS
    options.mel_opts.low_freq, options.mel_opts.high_freq = 60, 3800
    options.use_energy = False
    bank = kaldi_native_fbank.OnlineFbank(options)
    bank.accept_waveform(RATE, samples.tolist())
    bank.input_finished()
    return np.array([bank.get_frame(i) for i in range(bank.num_frames_ready)], np.float32).reshape(-1, FILTERS)


def vary(frames: Floats, random: np.random.Generator) -> Floats:
    """Return the frames of a speaker who differs from a synthesiser: formants, contrast and transitions changed.

    The filters are bent against each other by up to 1.5 of them, each one's contrast about its mean is 0.6 to 1.2 of
    what it was, and sounds run into each other a little at times.
    """
    filters = np.arange(FILTERS)
    wave = random.uniform(0.5, 2.0) * np.pi * filters / FILTERS + random.uniform(0, 2 * np.pi)
    bent = np.clip(filters + random.uniform(0, 1.5) * np.sin(wave), 0, FILTERS - 1)
    below = np.minimum(bent.astype(np.int64), FILTERS - 2)
    share = (bent - below).astype(np.float32)
    varied = frames[:, below] * (1 - share) + frames[:, below + 1] * share
    contrast = random.uniform(0.7, 1.1) + np.interp(filters, (0, 10, 21, 31), random.uniform(-0.1, 0.1, 4))
    mean = varied.mean(axis=0)
    varied = mean + (varied - mean) * contrast.astype(np.float32)
    if random.random() < 0.4:
        blend = np.float32(random.uniform(0.05, 0.3))
        varied[1:-1] = (1 - 2 * blend) * varied[1:-1] + blend * (varied[:-2] + varied[2:])
    return np.asarray(varied, np.float32)


def label(starts: Sequence[tuple[str, float]], frames: int, offset: int) -> npt.NDArray[np.int64]:
    """Return a label for every third frame of `frames` from frame `offset` on.

    `starts` are units with their first samples, ascending; before the first there is silence. Every unit but
    silence gets a frame of its own, however short it is, and pushes the next ones on.
    """
    count = (frames - offset + SUBSAMPLING - 1) // SUBSAMPLING
    labels = np.ones(count, np.int64)
    following = 0
    for unit, start in starts:
        step = SUBSAMPLING * SHIFT
        first = max(following, int(np.ceil((start - _CENTRE - offset * SHIFT) / step)))
        if first >= count:
            break
        labels[first:] = 2 * _NUMBER[unit] + 1
        if unit != SILENCE:
            labels[first] = 2 * _NUMBER[unit]
            following = first + 1
    return labels
