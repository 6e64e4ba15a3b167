"""The mixture model as a network: the same scores, computed by matrix products.

Per stream, one affine over (x, x squared) gives the log-density of all P x G Gaussians and ONE softmax turns
them into likelihoods (a normaliser shared by all codebooks changes no comparison); a fixed affine per
codebook mixes them into its senones; the product of the three streams is taken, and its logarithm.
"""

from __future__ import annotations

import numpy as np

from models.recipe.nnet3 import Network, append, offset
from models.recipe.sphinx_model import AcousticModel, Floats, Ints

CEPSTRA = 13
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


def density_weights(model: AcousticModel, stream: int) -> tuple[Floats, Floats]:
    """Return weights (P x G, 2D), bias (P x G,) that take (x, x squared) to the log-densities of a stream."""
    means = model.means[:, stream].reshape(-1, CEPSTRA)
    variances = model.variances[:, stream].reshape(-1, CEPSTRA)
    precision = 0.5 / variances
    constant = -0.5 * np.log(2 * np.pi * variances).sum(axis=1) - (means**2 * precision).sum(axis=1)
    return np.hstack([2 * means * precision, -precision]), constant


def add_mixtures(network: Network, model: AcousticModel, cepstra: str) -> None:
    """Add all from the normalised cepstra (node of 13 values) to the output: N log-likelihoods a frame."""
    context = append(*(offset(cepstra, frame) for frame in range(-DELTA_CONTEXT, DELTA_CONTEXT + 1)))
    size = STREAMS * CEPSTRA
    network.affine("features", context, delta_weights(), np.zeros(size))
    network.product("squares", append("features", "features"), 2 * size, size)
    codebooks = [np.flatnonzero(model.definition.codebook == p) for p in range(len(model.definition.phones))]
    mixtures = [mixture for stream in range(STREAMS) for mixture in _add_stream(network, model, stream, codebooks)]
    order = np.concatenate(codebooks)
    senones = len(order)
    network.product("product", append(*mixtures), STREAMS * senones, senones)
    network.magnitude_logarithms("logarithms", "product", senones)
    # Each value has two outputs, the logarithm second; what is left over is put behind the senones.
    place = np.argsort(order)
    network.permutation("in_order", "logarithms", [*(2 * place + 1), *range(0, 2 * senones, 2)])
    network.output(network.slice("scores", "in_order", 0, senones))


def _add_stream(network: Network, model: AcousticModel, stream: int, codebooks: list[Ints]) -> list[str]:
    """Add one stream; return the nodes of its mixtures, one per codebook."""
    values = network.slice(f"values{stream}", "features", CEPSTRA * stream, CEPSTRA)
    squares = network.slice(f"squares{stream}", "squares", CEPSTRA * stream, CEPSTRA)
    weights, bias = density_weights(model, stream)
    densities = network.affine(f"densities{stream}", append(values, squares), weights, bias)
    likelihoods = network.softmax(f"likelihoods{stream}", densities, len(bias))
    gaussians = model.means.shape[2]
    nodes = []
    for number, senones in enumerate(codebooks):
        part = network.slice(f"part{stream}_{number}", likelihoods, number * gaussians, gaussians)
        mixing = MIXTURE_SCALE * model.weights[stream][:, senones].T
        floor = np.full(len(senones), MIXTURE_SCALE * MIXTURE_FLOOR)
        nodes.append(network.affine(f"mixture{stream}_{number}", part, mixing, floor))
    return nodes
