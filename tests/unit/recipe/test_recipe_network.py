"""The network computes the mixture model's scores."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from ivr.speech.graph.definition import ModelDefinition
from models.recipe.band import CEPSTRA
from models.recipe.network import DELTA_CONTEXT, MIXTURE_FLOOR, MIXTURE_SCALE, STREAMS, Version, add_mixtures, rounded
from models.recipe.nnet3 import Network
from models.recipe.nnet3_interpreter import run
from models.recipe.sphinx_model import AcousticModel, read_model, wheel_model_path

Floats = npt.NDArray[np.float64]

INNER = slice(DELTA_CONTEXT, -DELTA_CONTEXT)


@pytest.fixture
def small_model() -> AcousticModel:
    """A random model of three phones with four Gaussians each and seven senones."""
    random = np.random.default_rng(7)
    codebook = np.array([0, 0, 0, 2, 1, 1, 2])
    rows = np.array([[0, 1, 2], [4, 5, 5], [3, 6, 6]])
    return AcousticModel(
        ModelDefinition(("SIL", "AA", "B"), {}, rows, np.full((3, 3, 4), 0.25)),
        random.normal(size=(3, STREAMS, 4, CEPSTRA)),
        random.uniform(0.5, 2.0, size=(3, STREAMS, 4, CEPSTRA)),
        random.dirichlet(np.ones(4), size=(STREAMS, 7)).transpose(0, 2, 1),
        codebook,
    )


def direct_scores(model: AcousticModel, cepstra: Floats) -> Floats:
    """Return the log-likelihoods (frames, N) of the inner frames, Gaussian by Gaussian; see pocketsphinx."""
    frames = np.arange(DELTA_CONTEXT, len(cepstra) - DELTA_CONTEXT)
    deltas = cepstra[frames + 2] - cepstra[frames - 2]
    accelerations = cepstra[frames + 3] - cepstra[frames - 1] - cepstra[frames + 1] + cepstra[frames - 3]
    scores: Floats = np.zeros((len(frames), len(model.codebook)))
    for stream, x in enumerate((cepstra[frames], deltas, accelerations)):
        distance = x[:, None, None, :] - model.means[None, :, stream]
        variances = model.variances[None, :, stream]
        logs = -0.5 * (distance**2 / variances + np.log(2 * np.pi * variances)).sum(axis=3)
        largest = logs.max(axis=(1, 2), keepdims=True)
        shares = np.exp(logs - largest) / np.exp(logs - largest).sum(axis=(1, 2), keepdims=True)
        for senone, codebook in enumerate(model.codebook):
            mixture = shares[:, codebook] @ model.weights[stream][:, senone]
            scores[:, senone] += np.log(MIXTURE_SCALE * (mixture + MIXTURE_FLOOR))
    return scores


def network_scores(model: AcousticModel, cepstra: Floats) -> Floats:
    """Return what the serialised network says of the inner frames."""
    network = Network(CEPSTRA)
    always = network.affine("always", "input", np.zeros((1, CEPSTRA)), [1.0])
    add_mixtures(network, [Version(model, "input", always)])
    return run(network.serialise(DELTA_CONTEXT, DELTA_CONTEXT), cepstra)[INNER]


def test_network_scores_equal_the_mixtures(small_model: AcousticModel) -> None:
    """On random frames both ways agree to single precision."""
    cepstra = np.random.default_rng(1).normal(size=(20, CEPSTRA))

    actual = network_scores(small_model, cepstra)

    assert np.allclose(direct_scores(small_model, cepstra), actual, atol=1e-3)


@pytest.mark.skipif(not importlib.util.find_spec("pocketsphinx"), reason="needs the wheel pocketsphinx")
def test_network_scores_equal_the_real_models_mixtures() -> None:
    """The same, with the 5,126 senones of the wheel's model and frames like speech."""
    model = read_model(wheel_model_path() / "en-us")
    phones = np.random.default_rng(2).integers(len(model.means), size=12)
    cepstra = model.means[phones, 0, 5] + np.random.default_rng(3).normal(size=(12, CEPSTRA))

    actual = network_scores(model, cepstra)

    assert actual.shape == (6, 5126)
    assert np.allclose(direct_scores(model, cepstra), actual, atol=0.02)


def test_every_frame_is_scored_by_the_version_that_has_its_weight(small_model: AcousticModel) -> None:
    """With a weight of one the scores are that version's own, whatever features the other one gets."""
    cepstra = np.random.default_rng(5).normal(size=(20, CEPSTRA))
    chosen = np.repeat([0.0, 1.0], 10)[:, None]
    other = replace(small_model, means=small_model.means + 1, variances=2 * small_model.variances)
    network = Network(CEPSTRA + 1)
    network.slice("cepstra", "input", 0, CEPSTRA)
    second = network.slice("second", "input", CEPSTRA, 1)
    first = network.affine("first", second, [[-1.0]], [1.0])
    network.affine("other_cepstra", "cepstra", 3 * np.eye(CEPSTRA), np.zeros(CEPSTRA))
    add_mixtures(network, [Version(small_model, "cepstra", first), Version(other, "other_cepstra", second)])

    actual = run(network.serialise(DELTA_CONTEXT, DELTA_CONTEXT), np.hstack([cepstra, chosen]))[INNER]

    expected = np.where(chosen[INNER], direct_scores(other, 3 * cepstra), direct_scores(small_model, cepstra))
    assert np.allclose(expected, actual, atol=1e-3)


def test_rounding_keeps_so_many_significant_bits() -> None:
    """Large and small numbers alike, with either sign."""
    assert np.array_equal(rounded(np.array([1.0, -1.125, 1.124, 1e-3, 0.0]), 3), [1.0, -1.0, 1.0, 2**-10, 0.0])
