"""From Kaldi's cepstra to the normalised cepstra that the Sphinx model was trained on.

Sphinx subtracts each utterance's mean cepstrum; libvosk at most a running mean. So the network does it: it
estimates the mean cepstrum of the *speech* in a window around every frame and subtracts that. Loudness,
microphone and telephone band all show up as a constant cepstrum, so this takes most of their influence away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.recipe.network import CEPSTRA
from models.recipe.nnet3 import Network, append, offset

# Rough average of the cepstra of speech (13,), taken over from an earlier conversion of the same model; the
# recordings behind it are not on record. Window means fall back on it where there is little speech.
BROAD_MEAN = (60.42, -9.76, -0.04, -1.3, -0.62, -0.85, -2.07, 0.27, -3.47, 0.61, -3.46, 0.16, 0.91)


@dataclass(frozen=True, slots=True)
class MeanWindow:
    """How the mean of the speech is estimated; frames are 10 ms."""

    before: int = 300  # frames
    after: int = 100  # frames; also what the decoder lags behind the audio
    gate_slope: float = 0.3  # per unit of c0: how sharply speech is told from silence
    gate_offset: float = 0.0  # c0 above the window's mean at which a frame counts half as speech
    loudness_prior: float = 0.025  # weight of the broad mean of c0, per frame of the window
    timbre_prior: float = 0.25  # the same for the other cepstra, whose mean depends on the words too


def add_mean_subtraction(network: Network, window: MeanWindow) -> str:
    """Add the subtraction of the speech's mean from the input (13 cepstra a frame); return the node."""
    network.affine("centred", "input", np.eye(CEPSTRA), np.negative(BROAD_MEAN))
    _add_gated_speech(network, window)
    loudness = _add_mean(network, "loudness_mean", range(1), window.loudness_prior, window)
    timbre = _add_mean(network, "timbre_mean", range(1, CEPSTRA), window.timbre_prior, window)
    # The last third of the weights is zero: it only makes the decoder wait for `after` frames.
    weights = np.hstack([np.eye(CEPSTRA), -np.eye(CEPSTRA), np.zeros((CEPSTRA, CEPSTRA))])
    context = append("centred", loudness, timbre, offset("input", window.after))
    return network.affine("normalised", context, weights, np.zeros(CEPSTRA))


def _add_gated_speech(network: Network, window: MeanWindow) -> None:
    """Add the node "gated": a weight between 0 (silence) and 1 (speech) per frame, and weighted cepstra."""
    loudness = np.zeros((2, CEPSTRA))
    loudness[1, 0] = 1.0
    network.affine("counted_loudness", "centred", loudness, [1.0, 0.0])
    network.window_mean("mean_loudness", "counted_loudness", 2, window.before, window.after)
    values = 1 + CEPSTRA
    slope = np.zeros((values, CEPSTRA + 1))
    slope[:, 0], slope[:, CEPSTRA] = window.gate_slope, -window.gate_slope
    threshold = np.full(values, -window.gate_slope * window.gate_offset)
    network.affine("excess_loudness", append("centred", "mean_loudness"), slope, threshold)
    network.sigmoid("gate", "excess_loudness", values)
    network.affine("counted", "centred", np.eye(values)[:, 1:], np.eye(values)[0])
    network.product("gated", append("gate", "counted"), 2 * values, values)


def _add_mean(network: Network, name: str, cepstra: range, prior: float, window: MeanWindow) -> str:
    """Add the window's mean of some cepstra over the gated frames and the broad mean (zero here)."""
    columns = [0, *(1 + number for number in cepstra)]
    bias = prior * np.eye(len(columns))[0]
    network.affine(f"{name}_terms", "gated", np.eye(1 + CEPSTRA)[columns], bias)
    return network.window_mean(name, f"{name}_terms", len(columns), window.before, window.after)
