"""The microphone line on devices that stumble; real ones are in tests/integration."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ivr.audio import microphone_line
from ivr.audio.frames import FRAME_SAMPLES, silence
from ivr.audio.line import Ear
from ivr.audio.microphone_line import MicrophoneLine
from ivr.errors import DeviceError


class FakeCard:
    """Opens streams each of which delivers so many frames at once and then nothing, as a stalled PortAudio does."""

    def __init__(self, *frames: int) -> None:
        self.deliveries = list(frames)
        self.open = 0
        self.opened = 0
        self.active = True

    def __call__(self, _kind: str, *, channels: int, callback: Callable[..., None]) -> "FakeCard":
        self.open += 1
        self.opened += 1
        for _ in range(self.deliveries.pop(0) if self.deliveries else 0):
            to_fill = np.empty((FRAME_SAMPLES, channels), dtype=np.int16)
            callback(
                np.full((FRAME_SAMPLES, channels), self.opened, dtype=np.int16), to_fill, FRAME_SAMPLES, None, None
            )
        return self

    def close(self) -> None:
        self.open -= 1


def _line(card: Any, monkeypatch: pytest.MonkeyPatch) -> MicrophoneLine:
    monkeypatch.setattr(microphone_line, "open_stream", card)
    monkeypatch.setattr(microphone_line, "STALL_S", 0.01)
    monkeypatch.setattr(microphone_line, "PATIENCE_S", 0.05)
    return MicrophoneLine(loudspeaker=False)


def test_devices_that_stall_are_opened_anew_and_the_call_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An underrun that PortAudio does not survive costs some sound, not the call."""
    card = FakeCard(2, 0, 1)
    line = _line(card, monkeypatch)

    heard = [line.exchange(silence(), Ear.OPEN) for _ in range(3)]

    assert [int(frame[0]) for frame in heard if frame is not None] == [1, 1, 3]
    assert card.open == 1
    line.close()
    assert card.open == 0


def test_devices_that_never_come_back_end_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unplugged: after all patience an error that says what to do, and closing is still fine."""
    line = _line(FakeCard(1), monkeypatch)
    line.exchange(silence(), Ear.OPEN)

    with pytest.raises(DeviceError, match="no sound any more"):
        line.exchange(silence(), Ear.OPEN)
    line.close()  # with prompts still to be played


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
