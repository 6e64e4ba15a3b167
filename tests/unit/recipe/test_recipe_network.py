"""The network computes the mixture model's scores."""

from __future__ import annotations

import importlib.util

import numpy as np
import numpy.typing as npt
import pytest

from models.recipe.front_end import MeanWindow, add_mean_subtraction
from models.recipe.network import CEPSTRA, DELTA_CONTEXT, MIXTURE_FLOOR, MIXTURE_SCALE, STREAMS, add_mixtures
from models.recipe.nnet3 import Network
from models.recipe.nnet3_interpreter import run
from models.recipe.sphinx_model import AcousticModel, ModelDefinition, read_model, wheel_model_path

Floats = npt.NDArray[np.float64]

INNER = slice(DELTA_CONTEXT, -DELTA_CONTEXT)


@pytest.fixture
def small_model() -> AcousticModel:
    """A random model of three phones with four Gaussians each and seven senones."""
    random = np.random.default_rng(7)
    codebook = np.array([0, 0, 0, 2, 1, 1, 2])
    rows = np.array([[0, 1, 2], [4, 5, 5], [3, 6, 6]])
    return AcousticModel(
        ModelDefinition(("SIL", "AA", "B"), {}, rows, codebook),
        random.normal(size=(3, STREAMS, 4, CEPSTRA)),
        random.uniform(0.5, 2.0, size=(3, STREAMS, 4, CEPSTRA)),
        random.dirichlet(np.ones(4), size=(STREAMS, 7)).transpose(0, 2, 1),
        np.full((3, 3, 4), 0.25),
    )


def direct_scores(model: AcousticModel, cepstra: Floats) -> Floats:
    """Return the log-likelihoods (frames, N) of the inner frames, Gaussian by Gaussian; see pocketsphinx."""
    frames = np.arange(DELTA_CONTEXT, len(cepstra) - DELTA_CONTEXT)
    deltas = cepstra[frames + 2] - cepstra[frames - 2]
    accelerations = cepstra[frames + 3] - cepstra[frames - 1] - cepstra[frames + 1] + cepstra[frames - 3]
    scores: Floats = np.zeros((len(frames), len(model.definition.codebook)))
    for stream, x in enumerate((cepstra[frames], deltas, accelerations)):
        distance = x[:, None, None, :] - model.means[None, :, stream]
        variances = model.variances[None, :, stream]
        logs = -0.5 * (distance**2 / variances + np.log(2 * np.pi * variances)).sum(axis=3)
        largest = logs.max(axis=(1, 2), keepdims=True)
        shares = np.exp(logs - largest) / np.exp(logs - largest).sum(axis=(1, 2), keepdims=True)
        for senone, codebook in enumerate(model.definition.codebook):
            mixture = shares[:, codebook] @ model.weights[stream][:, senone]
            scores[:, senone] += np.log(MIXTURE_SCALE * (mixture + MIXTURE_FLOOR))
    return scores


def network_scores(model: AcousticModel, cepstra: Floats) -> Floats:
    """Return what the serialised network says of the inner frames."""
    network = Network(CEPSTRA)
    add_mixtures(network, model, "input")
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


def test_mean_of_the_speech_is_subtracted() -> None:
    """A constant added to all cepstra (another microphone, another loudness) hardly matters."""
    random = np.random.default_rng(4)
    quiet, loud = random.normal(size=(2, 60, CEPSTRA))
    quiet[:, 0] -= 60
    frames = np.vstack([quiet, loud, quiet])
    window = MeanWindow(before=200, after=200, loudness_prior=0.0, timbre_prior=0.0)
    network = Network(CEPSTRA)
    network.output(add_mean_subtraction(network, window))
    content = network.serialise(0, 200)

    normalised = run(content, frames)

    assert np.allclose(normalised[60:120].mean(axis=0), 0, atol=0.5)  # softly gated: c0 is a little off
    assert np.allclose(normalised, run(content, frames + np.arange(CEPSTRA)), atol=1e-3)
