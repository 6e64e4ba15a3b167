"""The microphone line on devices that stumble; real ones are in tests/integration."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ivr.audio import microphone_line
from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.microphone_line import MOST_AHEAD, MicrophoneLine
from ivr.errors import DeviceError


class FakeCard:
    """A card whose microphone, each time it is opened, delivers so many frames at once and then nothing more.

    Its loudspeaker asks for a block whenever the test says so.
    """

    def __init__(self, *frames: int) -> None:
        self.deliveries = list(frames)
        self.opened = {"InputStream": 0, "OutputStream": 0}
        self.closed = 0
        self.active = True
        self.ask: Callable[..., None] = print

    def __call__(self, kind: str, *, channels: int, callback: Callable[..., None]) -> "FakeCard":
        self.opened[kind] += 1
        if kind == "OutputStream":
            self.ask = callback
            return self
        for _ in range(self.deliveries.pop(0) if self.deliveries else 0):
            recorded = np.full((FRAME_SAMPLES, channels), self.opened[kind], dtype=np.int16)
            callback(recorded, FRAME_SAMPLES, None, None)
        return self

    def block(self) -> int:
        """What the loudspeaker plays next."""
        to_fill = np.empty((FRAME_SAMPLES, 1), dtype=np.int16)
        self.ask(to_fill, FRAME_SAMPLES, None, None)
        return int(to_fill[0, 0])

    def close(self) -> None:
        self.closed += 1


def _line(card: Any, monkeypatch: pytest.MonkeyPatch) -> MicrophoneLine:
    monkeypatch.setattr(microphone_line, "open_stream", card)
    monkeypatch.setattr(microphone_line, "STALL_S", 0.05)
    monkeypatch.setattr(microphone_line, "PATIENCE_S", 0.5)
    return MicrophoneLine(loudspeaker=False)


def _sound(level: int) -> Pcm:
    return np.full(FRAME_SAMPLES, level, dtype=np.int16)


def test_a_microphone_that_stalls_is_opened_anew_and_the_call_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An underrun that PortAudio does not survive costs some sound, not the call."""
    card = FakeCard(2, 0, 1)
    line = _line(card, monkeypatch)

    heard = []
    for _ in range(3):
        card.block()
        heard.append(line.exchange(silence(), Ear.OPEN))

    assert [int(frame[0]) for frame in heard if frame is not None] == [1, 1, 3]
    line.close()
    assert card.closed == sum(card.opened.values())


def test_a_microphone_that_never_comes_back_ends_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unplugged: after all patience an error that says what to do, and closing is still fine."""
    line = _line(FakeCard(1), monkeypatch)
    line.exchange(_sound(5), Ear.OPEN)

    with pytest.raises(DeviceError, match="microphone delivers no sound any more"):
        line.exchange(_sound(5), Ear.OPEN)
    line.close()  # with a prompt still to be played


def test_a_loudspeaker_that_stalls_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What had been meant for it is played then."""
    card = FakeCard(9)
    line = _line(card, monkeypatch)

    line.exchange(_sound(7), Ear.OPEN)
    time.sleep(0.07)
    line.exchange(_sound(8), Ear.OPEN)

    assert card.opened["OutputStream"] == 2
    assert [card.block(), card.block(), card.block()] == [7, 8, 0]


def test_a_loudspeaker_that_never_comes_back_ends_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller who hears nothing is not left waiting."""
    line = _line(FakeCard(99), monkeypatch)

    def wait() -> None:
        while True:
            time.sleep(0.01)
            line.exchange(silence(), Ear.OPEN)

    with pytest.raises(DeviceError, match="loudspeaker takes no sound any more"):
        wait()


def test_silence_does_not_pile_up_before_a_slow_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each prompt would come later than the one before; of prompts nothing is left out."""
    card = FakeCard(300)
    line = _line(card, monkeypatch)

    for _ in range(200):
        line.exchange(silence(), Ear.OPEN)
    for _ in range(50):
        line.exchange(_sound(5), Ear.OPEN)

    played = [card.block() for _ in range(100)]
    assert played == [0] * MOST_AHEAD + [5] * 50 + [0] * (50 - MOST_AHEAD)


def test_a_device_that_cannot_be_opened_again_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sound system itself says that the device is gone: no more waiting."""
    card = FakeCard(1)
    line = _line(card, monkeypatch)
    line.exchange(silence(), Ear.OPEN)

    def refuse(_kind: str, **_options: Any) -> None:
        raise DeviceError("the sound device cannot be opened", "plug it in")

    monkeypatch.setattr(microphone_line, "open_stream", refuse)
    with pytest.raises(DeviceError, match="cannot be opened"):
        line.exchange(silence(), Ear.OPEN)
