"""Ears that do not hear the line itself."""

import numpy as np

from ivr.audio.echo import HalfDuplex, Headset
from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence

CALLER = np.full(FRAME_SAMPLES, 500, dtype=np.int16)
PROMPT = np.full(FRAME_SAMPLES, 3000, dtype=np.int16)
ALMOST_SILENT = np.full(FRAME_SAMPLES, 1, dtype=np.int16)


def _heard(played: list[Pcm], tail_ms: int) -> str:
    ear = HalfDuplex(tail_ms)
    return "".join(".x"[bool(ear.process(CALLER, frame).any())] for frame in played)


def test_half_duplex_is_deaf_while_the_loudspeaker_sounds_and_a_tail_longer() -> None:
    """By the frames that are played, not by any clock."""
    played = [silence()] * 2 + [PROMPT] * 3 + [silence()] * 6

    assert _heard(played, 0) == "xx...xxxxxx"
    assert _heard(played, 60) == "xx......xxx"


def test_a_pause_in_a_prompt_shorter_than_the_tail_opens_no_ear() -> None:
    """Nor does what a synthetic voice leaves just above silence count as sound."""
    played = [PROMPT, *[silence()] * 3, PROMPT, *[ALMOST_SILENT] * 5]

    assert _heard(played, 60) == ".....".ljust(8, ".") + "xx"


def test_a_headset_hears_all() -> None:
    """Whatever is played."""
    assert Headset().process(CALLER, PROMPT) is CALLER
