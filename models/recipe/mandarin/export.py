"""The trained network as a Kaldi nnet3 network, with the same scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

from models.recipe.mandarin.frames import FILTERS, LABELS, SUBSAMPLING
from models.recipe.mandarin.network import (
    CONTEXT,
    DILATIONS,
    FIRST_TAPS,
    INPUT_MEAN,
    INPUT_SCALE,
    WIDTH,
    AcousticNetwork,
)
from models.recipe.nnet3 import Network, append, offset

GARBAGE = 2.4  # logarithm; a label that is surely right has 3 to 6

Doubles = npt.NDArray[np.float64]


def _array(tensor: Tensor) -> Doubles:
    return np.asarray(tensor.detach().numpy(), np.float64)


def _after_norm(convolution: nn.Conv1d, scale: Doubles, shift: Doubles) -> tuple[Doubles, Doubles]:
    """Return weights (out, taps x in) and bias of a convolution of scale * x + shift: Kaldi's order of inputs."""
    assert convolution.bias is not None
    weights, bias = _array(convolution.weight), _array(convolution.bias)
    bias = bias + (weights * shift[:, None]).sum(axis=(1, 2))
    return (weights * scale[:, None]).transpose(0, 2, 1).reshape(len(weights), -1), bias


def export(network: AcousticNetwork, frequencies: Tensor) -> bytes:
    """Return `AmNnetSimple`: the logarithm of how much likelier each label is than by its frequency alone.

    Label 0, which no unit has, is garbage: the same for every frame.
    """
    kaldi = Network(FILTERS)
    node = "input"
    scale, shift = np.full(FILTERS, INPUT_SCALE), np.full(FILTERS, -INPUT_MEAN * INPUT_SCALE)
    half = FIRST_TAPS // 2
    contexts = [range(-half, half + 1), *((-SUBSAMPLING * d, 0, SUBSAMPLING * d) for d in DILATIONS)]
    for number, (taps, convolution, norm) in enumerate(
        zip(contexts, network.convolutions, network.norms, strict=True), start=1
    ):
        assert isinstance(convolution, nn.Conv1d)
        assert isinstance(norm, nn.BatchNorm1d)
        weights, bias = _after_norm(convolution, scale, shift)
        context = append(*(offset(node, frames) for frames in taps))
        affine = kaldi.affine(f"affine{number}", context, weights, bias, compressed=True)
        node = kaldi.rectifier(f"relu{number}", affine, WIDTH)
        assert norm.running_mean is not None
        assert norm.running_var is not None
        scale = _array(norm.weight) / np.sqrt(_array(norm.running_var) + norm.eps)
        shift = _array(norm.bias) - _array(norm.running_mean) * scale
    scores = kaldi.affine("scores", node, *_after_norm(network.output, scale, shift), compressed=True)
    known, bias = np.eye(LABELS), -np.log(_array(frequencies))
    known[0], bias[0] = 0.0, GARBAGE
    kaldi.output(kaldi.affine("likelihoods", kaldi.log_softmax("labels", scores, LABELS), known, bias))
    return kaldi.serialise(CONTEXT, CONTEXT)
