"""Caller and agent hear each other, one frame later; who is held hears music."""

import numpy as np

from ivr.audio.bridge import Bridge
from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, silence
from ivr.audio.hold_music import HoldMusic
from ivr.audio.line import Ear
from ivr.audio.pcm import level_dbfs
from ivr.testing import ScriptedLine, voice


def test_each_hears_the_other() -> None:
    """What the caller says goes to the agent as it is, what the agent says comes back."""
    agent = ScriptedLine(voice(40))
    bridge, said = Bridge(agent), voice(20)[::-1].copy()

    assert np.array_equal(bridge.pass_on(said, held=False), voice(20))
    assert np.array_equal(agent.played[0], said)
    assert agent.ears == [Ear.OPEN]


def test_who_is_held_hears_music_and_is_not_heard() -> None:
    """And hears nothing of the agent."""
    agent = ScriptedLine(voice(40))
    bridge = Bridge(agent)

    heard = bridge.pass_on(voice(20), held=True)
    assert not np.array_equal(heard, voice(20))
    assert not agent.played[0].any()
    assert bridge.pass_on(voice(20), held=False).any()


def test_an_agent_who_is_gone_is_silent() -> None:
    """And so is one without a line."""
    assert not Bridge(ScriptedLine()).pass_on(voice(20), held=False).any()
    assert not Bridge(None).pass_on(voice(20), held=False).any()


def test_music_is_soft_and_goes_round() -> None:
    """The same each time, frame by frame, without a click where it begins anew."""
    music, again = HoldMusic(), HoldMusic()
    tune = [music.frame() for _ in range(30 * LINE_RATE // FRAME_SAMPLES)]

    assert all(np.array_equal(frame, again.frame()) for frame in tune[:100])
    whole = np.concatenate(tune)
    assert -60 < level_dbfs(whole) < -30
    assert np.abs(np.diff(whole.astype(np.int32))).max() < 600
    assert silence().shape == tune[0].shape
