"""The written network scores frames as the trained one does."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from models.recipe.nnet3_interpreter import run

if importlib.util.find_spec("torch") is None:
    pytest.skip("torch is not installed (extra `training`)", allow_module_level=True)

import torch

from models.recipe.mandarin.export import GARBAGE, export
from models.recipe.mandarin.frames import FILTERS, LABELS, SUBSAMPLING
from models.recipe.mandarin.network import CONTEXT, AcousticNetwork


def test_the_exported_network_gives_the_same_scores() -> None:
    """Divided by the labels' frequencies, to the 16 bits that weights are kept in; garbage scores the same always."""
    torch.manual_seed(3)
    network = AcousticNetwork()
    for norm in network.norms:  # as if trained: means and deviations of their own
        norm.running_mean = torch.rand_like(norm.running_mean)
        norm.running_var = 0.5 + torch.rand_like(norm.running_var)
    network.eval()
    frequencies = torch.rand(LABELS, dtype=torch.float64) + 0.1
    frames = 10 + 3 * np.random.default_rng(0).normal(size=(CONTEXT * 2 + 31, FILTERS))

    with torch.no_grad():
        batch = torch.from_numpy(frames.T[None].astype(np.float32))
        expected = torch.log_softmax(network(batch)[0].T, 1).numpy() - np.log(frequencies.numpy())
    expected[:, 0] = GARBAGE
    actual = run(export(network, frequencies), frames)[CONTEXT:-CONTEXT:SUBSAMPLING]

    assert actual.shape == expected.shape == (11, LABELS)
    assert np.abs(actual - expected).max() < 2e-3
