"""The acoustic network in PyTorch: a time-delay network that gives one vector of label scores each 30 ms."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.recipe.mandarin.frames import FILTERS, LABELS, SUBSAMPLING

WIDTH = 288
FIRST_TAPS = 9  # 10 ms frames that the first layer sees
DILATIONS = (1, 1, 2, 2, 3, 3)  # of the layers after it, each with three taps, in steps of 30 ms
CONTEXT = FIRST_TAPS // 2 + SUBSAMPLING * sum(DILATIONS)  # 10 ms frames on either side

INPUT_MEAN, INPUT_SCALE = 10.0, 0.25  # roughly of the log filters of speech at all levels


class AcousticNetwork(nn.Module):
    """Convolutions over time; each but the last is followed by ReLU and a normalisation over the batch."""

    def __init__(self) -> None:
        """Make it with random weights (of torch's global generator)."""
        super().__init__()
        first = nn.Conv1d(FILTERS, WIDTH, FIRST_TAPS, stride=SUBSAMPLING)
        others = (nn.Conv1d(WIDTH, WIDTH, 3, dilation=dilation) for dilation in DILATIONS)
        self.convolutions = nn.ModuleList([first, *others])
        self.norms = nn.ModuleList([nn.BatchNorm1d(WIDTH) for _ in self.convolutions])
        self.output = nn.Conv1d(WIDTH, LABELS, 1)

    def forward(self, frames: Tensor) -> Tensor:
        """Return scores (B, labels, K) for frames (B, filters, 3 (K - 1) + 1 + 2 CONTEXT)."""
        values = (frames - INPUT_MEAN) * INPUT_SCALE
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            values = norm(torch.relu(convolution(values)))
        scores: Tensor = self.output(values)
        return scores
