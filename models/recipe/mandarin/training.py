"""Training by frame cross-entropy on the stream of examples."""

from __future__ import annotations

import math
import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from models.recipe.mandarin.examples import Labels, batch
from models.recipe.mandarin.frames import LABELS, Floats
from models.recipe.mandarin.network import CONTEXT, AcousticNetwork

SHAPE = (32, 100)  # rows of a batch, labels of a row
_AHEAD = 8  # batches


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how to train."""

    steps: int  # batches
    uses: int = 2  # of each batch, with different parts hidden
    rate: float = 3e-3  # peak of the learning rate
    warm_up: int = 40  # steps
    seed: int = 1


def _batches(plan: Plan) -> Iterator[tuple[Floats, Labels]]:
    """Yield the plan's batches, which another process makes ahead.

    One process: espeak-ng begins an utterance where the last one left its oscillators, so the order matters.
    """
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as maker:
        waiting: deque[Future[tuple[Floats, Labels]]] = deque()
        for number in range(plan.steps + _AHEAD):
            if number < plan.steps:
                waiting.append(maker.submit(batch, plan.seed, number, SHAPE, CONTEXT))
            if number >= _AHEAD:
                yield waiting.popleft().result()


def _mask(frames: Tensor, random: torch.Generator) -> Tensor:
    """Hide a few filters of some rows, and a short stretch of time of others (SpecAugment)."""
    rows, filters, count = frames.shape
    hidden = torch.zeros(rows, filters, count, dtype=torch.bool)
    for row in range(rows):
        chance = torch.rand(4, generator=random).tolist()
        if chance[0] < 0.5:
            width = 1 + int(5 * chance[1])
            first = int((filters - width) * chance[2])
            hidden[row, first : first + width] = True
        if chance[3] < 0.3:
            first = int(count * chance[1])
            hidden[row, :, first : first + 4 + int(12 * chance[2])] = True
    return frames.masked_fill(hidden, float(frames.mean()))


def train(plan: Plan, log: Path) -> tuple[AcousticNetwork, Tensor]:
    """Return a trained network and the relative frequency of each label. The progress is written to `log`."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(plan.seed)
    random = torch.Generator().manual_seed(plan.seed)
    network = AcousticNetwork().train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=1e-3)
    counts = torch.ones(LABELS, dtype=torch.float64)
    right = total = 0
    for number, (rows, marks) in enumerate(_batches(plan)):
        frames, labels = torch.from_numpy(rows), torch.from_numpy(marks)
        counts += torch.bincount(labels.flatten(), minlength=LABELS)
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * _schedule(number, plan)
        for _ in range(plan.uses):
            scores = _update(network, optimiser, _mask(frames, random), labels)
        right += int((scores.argmax(1) == labels).sum())
        total += labels.numel()
        if number % 25 == 24 or number == plan.steps - 1:
            with log.open("a", encoding="utf-8") as file:
                print(f"step {number + 1}: labels right {right / total:.4f}", file=file)
            right = total = 0
    return network.eval(), counts / counts.sum()


def _update(network: AcousticNetwork, optimiser: torch.optim.Optimizer, frames: Tensor, labels: Tensor) -> Tensor:
    """Take one step along the gradient; return the scores before it."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores: Tensor = network(frames)
    loss = nn.functional.cross_entropy(scores.float(), labels)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimiser.step()
    return scores


def _schedule(step: int, plan: Plan) -> float:
    """Return the share of the learning rate: a short rise, then half a cosine down to a hundredth."""
    fall = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / plan.steps))
    return fall * min(1.0, (step + 1) / plan.warm_up)
