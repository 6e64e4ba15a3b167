"""Waiting, leaving a message and talking to an agent, by sound: frame by frame, over fakes."""

import numpy as np

from ivr.audio.frames import FRAME_MS
from ivr.audio.line import Ear
from ivr.call.exchange import Gone, Silent, Spoke
from ivr.call.message import BEGIN_MS, END_MS, TAIL_MS
from ivr.call.spoken import SpokenExchange
from ivr.dialogue.actions import Hold, Listen
from ivr.prompts.voice import Manner
from ivr.records.recording import NoRecording
from ivr.speech.endpointer import Outlook, Patience
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import CannedRecognizer, LoudnessDetector, ScriptedLine, SilentVoice, hush, voice

EN = Language.ENGLISH
LISTEN = Listen("desk", Expectation(), Patience(10_000, 500, 20_000))


def exchange(line: ScriptedLine, *heard: str) -> SpokenExchange:
    """A conversation with a caller who follows a script."""
    ears = CannedRecognizer(*heard)
    return SpokenExchange(line, SilentVoice(), Manner(EN), ears, LoudnessDetector(), NoRecording())


def open_outlook(_transcript: Transcript, _over_prompt_ms: int) -> Outlook:
    """Nobody knows."""
    return Outlook.OPEN


class Looks:
    """Sees something new at the `at`-th look."""

    def __init__(self, at: int = 0) -> None:
        self.at = at
        self.count = 0

    def __call__(self) -> bool:
        self.count += 1
        return self.count == self.at


def test_music_plays_until_the_caller_speaks() -> None:
    """And then it is quiet for them."""
    line = ScriptedLine(hush(3_000), voice(600), hush(2_000))
    reply = exchange(line, "call me back").hold(Hold(LISTEN), open_outlook, Looks())

    assert isinstance(reply, Spoke)
    assert reply.transcript.text == "call me back"
    at = [bool(frame.any()) for frame in line.played]
    assert all(at[10:150]), "music"
    assert not any(at[160:180]), "the caller speaks"
    assert set(line.ears) == {Ear.OPEN}


def test_without_music_it_is_quiet() -> None:
    """After words the caller is given time to answer."""
    line = ScriptedLine(hush(20_000))
    reply = exchange(line).hold(Hold(LISTEN, music=False), open_outlook, Looks())

    assert isinstance(reply, Silent)
    assert len(line.played) == 10_000 // FRAME_MS
    assert not any(frame.any() for frame in line.played)


def test_news_end_the_wait_within_a_second() -> None:
    """It is looked once a second of audio."""
    line, looks = ScriptedLine(hush(20_000)), Looks(at=4)

    assert exchange(line).hold(Hold(LISTEN), open_outlook, looks) is None
    assert len(line.played) == 3_000 // FRAME_MS


def test_news_interrupt_nobody() -> None:
    """Who speaks is heard first."""
    line, looks = ScriptedLine(hush(200), voice(4_000), hush(2_000)), Looks(at=2)

    assert isinstance(exchange(line, "call me back").hold(Hold(LISTEN), open_outlook, looks), Spoke)


def test_hanging_up_ends_the_wait() -> None:
    """At once."""
    assert isinstance(exchange(ScriptedLine(hush(1_000))).hold(Hold(LISTEN), open_outlook, Looks()), Gone)


def test_a_message_ends_with_a_pause() -> None:
    """Most of which is not kept."""
    line = ScriptedLine(hush(1_000), voice(2_000), hush(1_000), voice(1_000), hush(20_000))
    spoken = exchange(line).take_message(120_000, Looks())

    assert spoken is not None
    assert spoken.ms == 5_000 + TAIL_MS
    assert spoken.pcm is not None
    assert len(spoken.pcm) * 1000 // 16_000 == spoken.ms
    assert len(line.played) == (5_000 + END_MS) // FRAME_MS


def test_a_message_has_an_end() -> None:
    """However long the caller speaks; and what was said is kept when they hang up."""
    long = exchange(ScriptedLine(voice(20_000))).take_message(4_000, Looks())
    cut = exchange(ScriptedLine(voice(2_000))).take_message(4_000, Looks())

    assert [one.ms if one else 0 for one in (long, cut)] == [4_000, 2_000]


def test_silence_is_no_message() -> None:
    """Nor is a click."""
    line = ScriptedLine(hush(20_000))
    assert exchange(line).take_message(120_000, Looks()) is None
    assert len(line.played) == BEGIN_MS // FRAME_MS
    assert exchange(ScriptedLine(voice(100), hush(9_000))).take_message(120_000, Looks()) is None


def test_caller_and_agent_are_joined() -> None:
    """Until something is new; each hears the other one frame later."""
    caller, agent = ScriptedLine(voice(10_000)), ScriptedLine(hush(500), voice(10_000))

    assert exchange(caller).join(agent, Looks(at=4), lambda: False)
    assert len(caller.played) == 3_000 // FRAME_MS
    assert np.array_equal(np.concatenate(agent.played), voice(3_000))
    first = next(place for place, frame in enumerate(caller.played) if frame.any())
    assert first == 500 // FRAME_MS + 1


def test_a_caller_who_hangs_up_leaves_the_agent() -> None:
    """Which is told apart from news."""
    assert not exchange(ScriptedLine(voice(1_000))).join(None, Looks(), lambda: False)
