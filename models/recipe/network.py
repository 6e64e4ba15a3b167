"""The mixture model as a network: the same scores, computed by matrix products.

Per stream, one affine over (x, x squared, 1) gives the log-density of all P x G Gaussians and ONE softmax turns
them into likelihoods (a normaliser shared by all codebooks changes no comparison); a fixed affine per
codebook mixes them into its senones; the product of the three streams is taken, and its logarithm.

There may be several versions of the Gaussians, each for features of its own: every frame's log-densities are
their weighted sum. With a weight of 1 for one version, the scores are exactly that version's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ivr.speech.graph.definition import Floats, Ints
from models.recipe.band import CEPSTRA
from models.recipe.nnet3 import Network, append, offset
from models.recipe.sphinx_model import AcousticModel

STREAMS = 3
DELTA_CONTEXT = 3  # frames on either side that the double deltas reach
MIXTURE_SCALE = 1e4  # keeps products of three mixtures clear of the smallest floats; a constant in the scores
MIXTURE_FLOOR = 1e-7  # added to every mixture, as a Gaussian that fits everything a little


def delta_weights() -> Floats:
    """Return (39, 7 x 13): cepstra, deltas, double deltas ("1s_c_d_dd" of Sphinx) from frames -3 to 3."""
    weights = np.zeros((STREAMS, CEPSTRA, 2 * DELTA_CONTEXT + 1, CEPSTRA))
    taps = (
        {0: 1.0},  # c
        {2: 1.0, -2: -1.0},  # c[+2] - c[-2]
        {3: 1.0, -1: -1.0, 1: -1.0, -3: 1.0},  # (c[+3] - c[-1]) - (c[+1] - c[-3])
    )
    for stream, coefficients in enumerate(taps):
        for frame, coefficient in coefficients.items():
            weights[stream, :, DELTA_CONTEXT + frame, :] = coefficient * np.eye(CEPSTRA)
    return weights.reshape(STREAMS * CEPSTRA, -1)


def density_weights(model: AcousticModel, stream: int) -> Floats:
    """Return (P x G, 2D + 1): weights that take (x, x squared, 1) to the log-densities of a stream."""
    means = model.means[:, stream].reshape(-1, CEPSTRA)
    variances = model.variances[:, stream].reshape(-1, CEPSTRA)
    precision = 0.5 / variances
    constant = -0.5 * np.log(2 * np.pi * variances).sum(axis=1) - (means**2 * precision).sum(axis=1)
    return np.column_stack([2 * means * precision, -precision, constant])


@dataclass(frozen=True, slots=True)
class Version:
    """Gaussians, the node of the 13 normalised cepstra they are for, and the node of this version's weight."""

    model: AcousticModel
    cepstra: str
    weight: str
    bits: int = 24  # of every number that are kept; fewer make a smaller archive


def rounded(values: Floats, bits: int) -> Floats:
    """Return the nearest numbers with so many significant bits."""
    fractions, exponents = np.frexp(values)
    return np.asarray(np.ldexp(np.round(np.ldexp(fractions, bits)), exponents - bits))


def add_mixtures(network: Network, versions: Sequence[Version]) -> None:
    """Add all from the normalised cepstra to the output: N log-likelihoods a frame.

    The versions differ in their means and variances only.
    """
    model = versions[0].model
    terms = [_add_terms(network, f"_{number}", version) for number, version in enumerate(versions)]
    codebooks = [np.flatnonzero(model.codebook == p) for p in range(len(model.definition.phones))]
    mixtures = []
    for stream in range(STREAMS):
        weights = np.hstack([rounded(density_weights(one.model, stream), one.bits) for one in versions])
        inputs = append(*(node for nodes in terms for node in nodes[stream]))
        densities = network.affine(f"densities{stream}", inputs, weights, np.zeros(len(weights)))
        mixtures += _add_stream(network, model, stream, codebooks, densities)
    order = np.concatenate(codebooks)
    senones = len(order)
    network.product("product", append(*mixtures), STREAMS * senones, senones)
    network.magnitude_logarithms("logarithms", "product", senones)
    # Each value has two outputs, the logarithm second; what is left over is put behind the senones.
    place = np.argsort(order)
    network.permutation("in_order", "logarithms", [*(2 * place + 1), *range(0, 2 * senones, 2)])
    network.output(network.slice("scores", "in_order", 0, senones))


def _add_terms(network: Network, suffix: str, version: Version) -> list[tuple[str, str, str]]:
    """Add what a version's densities are linear in; return, per stream, the nodes of x, x squared and 1, weighted."""
    context = append(*(offset(version.cepstra, frame) for frame in range(-DELTA_CONTEXT, DELTA_CONTEXT + 1)))
    size = STREAMS * CEPSTRA
    features = network.affine(f"features{suffix}", context, delta_weights(), np.zeros(size))
    squares = network.product(f"squares{suffix}", append(features, features), 2 * size, size)
    weights = network.affine(f"weights{suffix}", version.weight, np.ones((2 * size, 1)), np.zeros(2 * size))
    terms = network.product(f"terms{suffix}", append(weights, features, squares), 4 * size, 2 * size)
    return [
        (
            network.slice(f"values{suffix}_{stream}", terms, CEPSTRA * stream, CEPSTRA),
            network.slice(f"squares{suffix}_{stream}", terms, size + CEPSTRA * stream, CEPSTRA),
            version.weight,
        )
        for stream in range(STREAMS)
    ]


def _add_stream(
    network: Network, model: AcousticModel, stream: int, codebooks: list[Ints], densities: str
) -> list[str]:
    """Add one stream; return the nodes of its mixtures, one per codebook."""
    gaussians = model.means.shape[2]
    likelihoods = network.softmax(f"likelihoods{stream}", densities, len(codebooks) * gaussians)
    nodes = []
    for number, senones in enumerate(codebooks):
        part = network.slice(f"part{stream}_{number}", likelihoods, number * gaussians, gaussians)
        mixing = MIXTURE_SCALE * model.weights[stream][:, senones].T
        floor = np.full(len(senones), MIXTURE_SCALE * MIXTURE_FLOOR)
        nodes.append(network.affine(f"mixture{stream}_{number}", part, mixing, floor))
    return nodes
