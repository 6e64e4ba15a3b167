"""Normalised cepstra from filter energies, for wide and for telephone band."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from models.recipe.band import CEPSTRA, FILTERS, TELEPHONE_FILTERS, spectrum, wide_transform
from models.recipe.front_end import BROAD_MEAN, Window, add_front_end
from models.recipe.nnet3 import Network
from models.recipe.nnet3_interpreter import run

Floats = npt.NDArray[np.float64]

BROAD = spectrum(np.array(BROAD_MEAN))


def speech(seed: int) -> Floats:
    """Return filter energies (180, 25): 60 quiet frames, 60 loud ones, 60 quiet ones."""
    frames = BROAD + np.random.default_rng(seed).normal(size=(180, FILTERS))
    frames[:60] -= 12
    frames[120:] -= 12
    return frames


def cepstra(frames: Floats, window: Window) -> Floats:
    """Return what the network makes of these frames in wide band."""
    network = Network(FILTERS)
    nodes, _ = add_front_end(network, [wide_transform()], window)
    network.output(nodes[0])
    return run(network.serialise(0, window.after), frames)


def telephone(frames: Floats) -> Floats:
    """Return how far the network takes each frame (180,) for telephone band."""
    network = Network(FILTERS)
    _, band = add_front_end(network, [wide_transform(), wide_transform()], Window())
    network.output(band)
    return run(network.serialise(0, Window().after), frames)[:, 0]


def test_mean_of_the_speech_is_subtracted() -> None:
    """A constant added to all filters (another microphone, another loudness) hardly matters."""
    frames = speech(4)
    window = Window(before=200, after=200, loudness_prior=0.0, timbre_prior=0.0)

    normalised = cepstra(frames, window)

    assert np.allclose(normalised[60:120].mean(axis=0), 0, atol=0.5)  # softly gated: c0 is a little off
    assert np.allclose(normalised, cepstra(frames + np.linspace(-3, 3, FILTERS), window), atol=1e-2)


def test_without_a_mean_to_subtract_the_cepstra_are_kaldis() -> None:
    """Far from any speech the broad mean is all that is subtracted."""
    frames = speech(5)
    window = Window(loudness_prior=1e6, timbre_prior=1e6)

    assert np.allclose(cepstra(frames, window), frames @ wide_transform().T - BROAD_MEAN, atol=1e-2)


def test_two_bands_are_kept_apart() -> None:
    """Each transform's node has what that transform alone would give; the last one finds the speech."""
    frames, halved = speech(6), 0.5 * wide_transform()
    network = Network(FILTERS)
    nodes, _ = add_front_end(network, [halved, wide_transform()], Window())
    network.affine("both", f"Append({', '.join(nodes)})", np.eye(2 * CEPSTRA), np.zeros(2 * CEPSTRA))
    network.output("both")

    first, second = np.hsplit(run(network.serialise(0, Window().after), frames), 2)

    assert np.allclose(second, cepstra(frames, Window()), atol=1e-4)
    assert np.allclose(first, 0.5 * second, atol=1e-4)


def with_floor(level: float) -> Floats:
    """Speech below 3.4 kHz and a steady noise above, its level in nats above the broad mean's."""
    frames = speech(7)
    above = spectrum(np.array(BROAD_MEAN))[TELEPHONE_FILTERS:].mean() + level
    frames[:, TELEPHONE_FILTERS:] = above + 0.3 * np.random.default_rng(8).normal(
        size=(180, FILTERS - TELEPHONE_FILTERS)
    )
    return frames


@pytest.mark.parametrize("level", [-12.0, 0.5])
def test_empty_upper_filters_mean_telephone_band(level: float) -> None:
    """Above 4 kHz there is a soft floor that hardly varies while the speech below does."""
    assert telephone(with_floor(level)).min() > 0.95


def test_a_steady_noise_is_no_telephone() -> None:
    """It does not vary either, but it is louder than any floor."""
    assert telephone(with_floor(4.0)).max() < 0.05


def test_varying_upper_filters_mean_wide_band() -> None:
    """Where the upper filters follow the speech, the wide band's cepstra count."""
    assert telephone(speech(9)).max() < 0.01
