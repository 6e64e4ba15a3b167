"""Units with their times become one label for every 30 ms."""

from __future__ import annotations

import numpy as np

from models.recipe.mandarin.distortion import RATE, distort, mu_law
from models.recipe.mandarin.frames import UNITS, label

N, I = UNITS.index("n"), UNITS.index("i")  # noqa: E741


def test_a_unit_begins_at_the_first_frame_whose_middle_it_covers() -> None:
    """First frames and the frames after them have labels of their own; silence has one."""
    starts = [("n", 0.10 * RATE), ("i", 0.16 * RATE), ("SIL", 0.25 * RATE)]

    labels = label(starts, frames=36, offset=0)

    # frame k has its middle at 30 k + 12.5 ms: 12.5, 42.5, 72.5 | 102.5, 132.5 | 162.5 ... 222.5 | 252.5 ...
    assert labels.tolist() == [1, 1, 1, 2 * N, 2 * N + 1, 2 * I, 2 * I + 1, 2 * I + 1, 1, 1, 1, 1]


def test_an_offset_moves_the_frames() -> None:
    """Two frames later, the middles are 20 ms later."""
    starts = [("n", 0.10 * RATE)]

    assert label(starts, 12, 0).tolist() == [1, 1, 1, 2 * N]
    assert label(starts, 12, 2).tolist() == [1, 1, 1, 2 * N]
    assert label([("n", 0.09 * RATE)], 12, 2).tolist() == [1, 1, 2 * N, 2 * N + 1]


def test_units_shorter_than_a_frame_keep_one() -> None:
    """A unit of 5 ms pushes the next one on."""
    starts = [("n", 800.0), ("i", 840.0), ("n", 860.0)]

    assert label(starts, 18, 0).tolist() == [1, 1, 1, 2 * N, 2 * I, 2 * N]


def test_speech_from_the_first_frame_on() -> None:
    """No silence is made up before speech that is there at once."""
    assert label([("n", 0.0)], 6, 0).tolist() == [2 * N, 2 * N + 1]


def test_distortion_is_repeatable_and_keeps_length_and_range() -> None:
    """The same generator gives the same samples, as many as there were, of int16 range."""
    tone = (8000 * np.sin(np.arange(RATE) / 5)).astype(np.float32)
    for seed in range(20):
        first, again = (distort(tone, [tone[::-1]], np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first, again)
        assert len(first) == len(tone)
        assert np.abs(first).max() <= 32_768
        assert first.std() > 1


def test_mu_law_is_finer_for_soft_sounds() -> None:
    """Coding changes a sample by at most some percent of its size."""
    samples = np.array([0, 40, 400, 4000, 30_000, -4000], np.float32)

    coded = mu_law(samples)

    assert coded[0] == 0
    assert np.abs(coded - samples)[1:].max() <= 0.03 * 30_000
    assert np.all(np.abs(coded - samples)[2:] <= 0.05 * np.abs(samples[2:]))
