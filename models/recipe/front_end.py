"""From Kaldi's log filter energies to the normalised cepstra that the Sphinx model was trained on.

Sphinx subtracts each utterance's mean cepstrum; libvosk at most a running mean. So the network does it: it
estimates the mean cepstrum of the *speech* in a window around every frame and subtracts that. Loudness,
microphone and telephone band all show up as a constant cepstrum, so this takes most of their influence away.
The cepstra are made twice, for wide and for telephone band; how empty the upper filters are tells which count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ivr.speech.graph.definition import Floats
from models.recipe.band import CEPSTRA, FILTERS, spectrum
from models.recipe.nnet3 import Network, append, offset

# Rough average of the cepstra of speech (13,), taken over from an earlier conversion of the same model; the
# recordings behind it are not on record. Window means fall back on it where there is little speech.
BROAD_MEAN = (60.42, -9.76, -0.04, -1.3, -0.62, -0.85, -2.07, 0.27, -3.47, 0.61, -3.46, 0.16, 0.91)
UPPER_FILTERS = slice(20, FILTERS)  # wholly above 4 kHz


@dataclass(frozen=True, slots=True)
class Window:
    """What is averaged around every frame, and how; frames are 10 ms."""

    before: int = 100  # frames
    after: int = 100  # frames; also what the decoder lags behind the audio
    gate_slope: float = 0.3  # per unit of c0: how sharply speech is told from silence
    loudness_prior: float = 0.025  # weight of the broad mean of c0, per frame of the window
    timbre_prior: float = 0.25  # the same for the other cepstra, whose mean depends on the words too
    band_slope: float = 30.0  # how sharply telephone band is told from wide band, per unit of variance
    band_variance: float = 0.3  # of the upper filters' mean log energy; below 0.1 without sound above 4 kHz
    level_slope: float = 10.0  # the same, per unit of that mean: a steady noise does not vary either, but is louder
    band_level: float = 1.0  # above the broad mean's; a floor of -70 dBFS has about 0.4, wide-band speech 2 to 5


def add_front_end(network: Network, transforms: Sequence[Floats], window: Window) -> tuple[list[str], str]:
    """Add all from the input (25 log filter energies a frame) to normalised cepstra.

    Each transform (13, 25) makes cepstra of its own; the last one's first tells speech from silence. Returns
    their nodes, and the node of one value a frame: 0 for wide band to 1 for telephone band.
    """
    bands = len(transforms)
    size = CEPSTRA * bands
    order = np.arange(size).reshape(bands, CEPSTRA).T.ravel()  # first every band's c0, then every band's c1 ...
    together = np.vstack(transforms)[order]
    network.affine("centred", "input", together, -together @ spectrum(np.array(BROAD_MEAN)))
    _add_averages(network, transforms[-1][0], window)
    _add_gated_speech(network, size, bands - 1, window)
    gated = np.eye(1 + size)
    loudness = _add_mean(network, "loudness_mean", gated[: 1 + bands], window.loudness_prior, window)
    timbre = _add_mean(network, "timbre_mean", np.delete(gated, range(1, 1 + bands), 0), window.timbre_prior, window)
    # The last columns are zero: they only make the decoder wait for `after` frames.
    weights = np.hstack([np.eye(size), -np.eye(size), np.zeros((size, FILTERS))])[np.argsort(order)]
    context = append("centred", loudness, timbre, offset("input", window.after))
    network.affine("normalised", context, weights, np.zeros(size))
    nodes = [network.slice(f"normalised{band}", "normalised", CEPSTRA * band, CEPSTRA) for band in range(bands)]
    return nodes, _add_band(network, window)


def _add_averages(network: Network, loudness: Floats, window: Window) -> None:
    """Add the node "averages": the window's means of loudness, and of the upper filters' level and its square."""
    level = np.zeros(FILTERS)
    level[UPPER_FILTERS] = 1 / len(level[UPPER_FILTERS])
    values = np.vstack([loudness, level])
    network.affine("levels", "input", values, -values @ spectrum(np.array(BROAD_MEAN)))
    # (1, loudness, level, level) times (1, 1, 1, level)
    factors = np.zeros((8, 2))
    factors[1, 0] = factors[2, 1] = factors[3, 1] = factors[7, 1] = 1.0
    network.affine("factors", "levels", factors, [1, 0, 0, 0, 1, 1, 1, 0])
    network.product("counted_levels", "factors", 8, 4)
    network.window_mean("averages", "counted_levels", 4, window.before, window.after)


def _add_gated_speech(network: Network, size: int, loudest: int, window: Window) -> None:
    """Add the node "gated": a weight between 0 (silence) and 1 (speech) per frame, and weighted cepstra."""
    excess = np.zeros((1 + size, size + 3))
    excess[:, loudest], excess[:, size] = window.gate_slope, -window.gate_slope
    network.affine("excess_loudness", append("centred", "averages"), excess, np.zeros(1 + size))
    network.sigmoid("gate", "excess_loudness", 1 + size)
    network.affine("counted", "centred", np.eye(1 + size)[:, 1:], np.eye(1 + size)[0])
    network.product("gated", append("gate", "counted"), 2 * (1 + size), 1 + size)


def _add_mean(network: Network, name: str, columns: Floats, prior: float, window: Window) -> str:
    """Add the window's mean of some cepstra over the gated frames and the broad mean (zero here).

    The rows of `columns` pick the weight and the cepstra from "gated".
    """
    network.affine(f"{name}_terms", "gated", columns, prior * np.eye(len(columns))[0])
    return network.window_mean(name, f"{name}_terms", len(columns), window.before, window.after)


def _add_band(network: Network, window: Window) -> str:
    """Add the node "telephone": 1 where the upper filters' level was low in the window and hardly varied, else 0."""
    network.affine("level_twice", "averages", [[0, 1, 0], [0, 1, 0]], [0, 0])
    network.product("squared_level", "level_twice", 2, 1)
    weights = [[0, -window.level_slope, -window.band_slope, window.band_slope]]
    bias = [window.band_slope * window.band_variance + window.level_slope * window.band_level]
    emptiness = network.affine("emptiness", append("averages", "squared_level"), weights, bias)
    return network.sigmoid("telephone", emptiness, 1)
