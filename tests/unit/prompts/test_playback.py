"""A prompt as it is played."""

import numpy as np

from ivr.audio.frames import Pcm
from ivr.audio.pcm import frames_of
from ivr.prompts.playback import Playback
from ivr.terms import Language

LEAD = 800
"""Samples of silence at the beginning of every piece: 50 ms."""


def spoken(piece: str) -> Pcm:
    """Silence, and then 100 ms as loud as the piece is long."""
    return np.concatenate((np.zeros(LEAD), np.full(1600, 1000 * len(piece)))).astype(np.int16)


def test_a_prompt_begins_with_a_sound_and_keeps_the_pauses_within() -> None:
    """Whoever has waited for a reply does not wait for the silence before it too."""
    playback = Playback(("a,", "be."), spoken, Language.ENGLISH)
    frames = []
    while (frame := playback.frame()) is not None:
        frames.append(frame)

    first, second = spoken("a,")[LEAD:], spoken("be.")
    assert np.array_equal([*frames_of(first), *frames_of(second)], frames)
