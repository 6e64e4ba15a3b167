"""What the telephone band leaves of the cepstra and of the Gaussians."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from ivr.speech.graph.definition import ModelDefinition
from models.recipe.band import (
    CEPSTRA,
    DETAIL,
    FILTERS,
    LIFTER,
    TELEPHONE_FILTERS,
    as_heard,
    cosine_transform,
    spectrum,
    telephone_transform,
    wide_transform,
)
from models.recipe.sphinx_model import AcousticModel

Floats = npt.NDArray[np.float64]
SAMPLES = 200_000


@pytest.fixture
def model() -> AcousticModel:
    """Two phones with two Gaussians each and three senones, the second phone's twice as often as the first's."""
    random = np.random.default_rng(7)
    definition = ModelDefinition(("AA", "B"), {}, np.array([[0, 0, 0], [1, 2, 2]]), np.full((2, 3, 4), 0.25))
    return AcousticModel(
        definition=definition,
        codebook=np.array([0, 1, 1]),
        means=random.normal(size=(2, 3, 2, CEPSTRA)) * 3 * LIFTER,
        variances=random.uniform(0.5, 2.0, size=(2, 3, 2, CEPSTRA)) * LIFTER**2,
        weights=np.full((3, 2, 3), 0.5),
    )


def spectra(model: AcousticModel, phone: int, gaussian: int, count: int, last: float | None = None) -> Floats:
    """Return random spectra (count, 25) of one Gaussian of the static stream; their detail follows from its own
    variance of the last cepstrum, or from the variance `last`.
    """
    random = np.random.default_rng(10 * phone + gaussian)
    mean = model.means[phone, 0, gaussian] / LIFTER
    variance = model.variances[phone, 0, gaussian] / LIFTER**2
    detail = np.full(FILTERS - CEPSTRA, DETAIL * (variance[-1] if last is None else last))
    deviations = np.sqrt(np.concatenate([variance, detail]))
    orders = random.normal(size=(count, FILTERS)) * deviations + np.pad(mean, (0, FILTERS - CEPSTRA))
    return np.asarray(orders @ cosine_transform())


def test_wide_band_is_kaldis_cosine_transform_and_lifter() -> None:
    """As in Kaldi's feature-mfcc, with a lifter of length 22."""
    energies = np.random.default_rng(1).normal(size=FILTERS)
    expected = [energies.sum() / 5]
    for order in range(1, CEPSTRA):
        wave = sum(energy * np.cos(np.pi * order * (at + 0.5) / 25) for at, energy in enumerate(energies))
        expected.append((1 + 11 * np.sin(np.pi * order / 22)) * np.sqrt(2 / 25) * wave)

    assert np.allclose(wide_transform() @ energies, expected)


def test_a_spectrum_has_the_cepstra_it_was_made_of() -> None:
    """The smooth spectrum inverts the transform."""
    cepstra = np.random.default_rng(2).normal(size=CEPSTRA)

    assert np.allclose(wide_transform() @ spectrum(cepstra), cepstra)


def test_telephone_band_is_the_best_linear_estimate(model: AcousticModel) -> None:
    """It is the regression of the cepstra on the lower filters, over spectra drawn from the model."""
    shares = {(0, 0): 1, (0, 1): 1, (1, 0): 2, (1, 1): 2}
    counts = np.array([[1, 1], [2, 2]]) / 6
    last = model.means[:, 0, :, -1] / LIFTER[-1]
    inner = model.variances[:, 0, :, -1] / LIFTER[-1] ** 2
    last_variance = (counts * (last**2 + inner)).sum() - (counts * last).sum() ** 2
    drawn = np.vstack([spectra(model, *which, share * SAMPLES // 6, last_variance) for which, share in shares.items()])
    centred = drawn - drawn.mean(axis=0)
    expected = np.linalg.lstsq(centred[:, :TELEPHONE_FILTERS], centred @ wide_transform().T)[0].T

    actual = telephone_transform(model)

    assert not actual[:, TELEPHONE_FILTERS:].any()
    assert np.abs(actual[:, :TELEPHONE_FILTERS] - expected).max() < 0.02 * np.abs(expected).max()


def test_gaussians_in_wide_band_stay_as_they_are(model: AcousticModel) -> None:
    """The identity on cepstra changes nothing."""
    heard = as_heard(model, wide_transform())

    assert np.allclose(heard.means, model.means)
    assert np.allclose(heard.variances, model.variances)


def test_gaussians_in_telephone_band_are_those_of_the_estimate(model: AcousticModel) -> None:
    """Means and variances are those of estimates made from spectra of each Gaussian."""
    transform = telephone_transform(model)
    estimates = spectra(model, 1, 0, SAMPLES) @ transform.T

    heard = as_heard(model, transform)

    assert np.allclose(heard.means[1, 0, 0], estimates.mean(axis=0), atol=0.2)
    assert np.allclose(heard.variances[1, 0, 0], estimates.var(axis=0), rtol=0.03)


def test_a_gaussian_that_no_state_uses_does_not_count(model: AcousticModel) -> None:
    """Estimates follow the sounds that occur."""
    weights = model.weights * np.array([1.0, 0.0])[None, :, None]
    unused = replace(model, weights=weights)
    means = model.means.copy()
    means[:, :, 1] += 100

    assert np.allclose(telephone_transform(unused), telephone_transform(replace(unused, means=means)))
