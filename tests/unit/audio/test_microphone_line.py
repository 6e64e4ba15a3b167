"""The microphone line on devices that stumble; real ones are in tests/integration."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ivr.audio import microphone_line
from ivr.audio.echo import EchoCanceller, HalfDuplex, Headset
from ivr.audio.frames import FRAME_SAMPLES, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.microphone_line import LEAST_AHEAD, MOST_AHEAD, Losses, MicrophoneLine
from ivr.audio.sound_card import Side
from ivr.errors import DeviceError

TIMES = SimpleNamespace(currentTime=1.0, inputBufferAdcTime=0.99, outputBufferDacTime=1.05)
"""10 ms from the microphone and 50 ms to the loudspeaker."""


class FakeCard:
    """A card whose microphone, each time it is opened, delivers so many frames at once and then nothing more.

    Its loudspeaker asks for a block whenever the test says so.
    """

    def __init__(self, *frames: int) -> None:
        self.deliveries = list(frames)
        self.opened = dict.fromkeys(Side, 0)
        self.devices: list[int | None] = []
        self.closed = 0
        self.ask: Callable[..., None] = print
        self.bring: Callable[..., None] = print

    def __call__(self, side: Side, device: int | None, *, channels: int, callback: Callable[..., None]) -> "FakeCard":
        self.opened[side] += 1
        self.devices.append(device)
        if side is Side.LOUDSPEAKER:
            self.ask = callback
            return self
        self.bring = callback
        for _ in range(self.deliveries.pop(0) if self.deliveries else 0):
            self.hear(self.opened[side])
        return self

    def hear(self, level: int, status: bool = False) -> None:
        """The microphone has a block."""
        self.bring(np.full((FRAME_SAMPLES, 1), level, dtype=np.int16), FRAME_SAMPLES, TIMES, status)

    def block(self, status: bool = False) -> int:
        """What the loudspeaker plays next."""
        to_fill = np.empty((FRAME_SAMPLES, 1), dtype=np.int16)
        self.ask(to_fill, FRAME_SAMPLES, TIMES, status)
        return int(to_fill[0, 0])

    def close(self) -> None:
        self.closed += 1


class Notes:
    """Writes down what is recorded, heard and lost."""

    def __init__(self) -> None:
        self.recorded: list[tuple[int, int]] = []
        self.lost_at: list[tuple[Losses, int]] = []

    def record(self, heard: Pcm, sounded: Pcm) -> None:
        self.recorded.append((int(heard[0]), int(sounded[0])))

    def heard(self, frame: Pcm, ear: Ear) -> None:
        """Nothing to note."""

    def lost(self, losses: Losses, at_ms: int) -> None:
        self.lost_at.append((losses, at_ms))


def _line(
    card: Any,
    monkeypatch: pytest.MonkeyPatch,
    notes: Notes | None = None,
    echo: EchoCanceller | None = None,
) -> MicrophoneLine:
    monkeypatch.setattr(microphone_line, "open_stream", card)
    monkeypatch.setattr(microphone_line, "STALL_S", 0.05)
    monkeypatch.setattr(microphone_line, "PATIENCE_S", 0.5)
    monkeypatch.setattr(MicrophoneLine, "_is_of_the_call", lambda _self, _captured_at: True)  # frames are there at once
    notes = notes or Notes()
    return MicrophoneLine(echo or Headset(), notes, notes.record, microphone=3, loudspeaker=4)


@contextmanager
def _going_on(card: FakeCard, level: int) -> Iterator[None]:
    """Meanwhile the loudspeaker asks for blocks and the microphone brings them."""
    enough = threading.Event()

    def go_on() -> None:
        while not enough.wait(0.002):
            card.hear(level)
            card.block()

    sound = threading.Thread(target=go_on)
    sound.start()
    yield
    enough.set()
    sound.join()


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

    assert card.opened[Side.LOUDSPEAKER] == 2
    assert [card.block() for _ in range(LEAST_AHEAD + 3)] == [0] * LEAST_AHEAD + [7, 8, 0]


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

    def refuse(_side: Side, _device: int | None, **_options: Any) -> None:
        raise DeviceError("the sound device cannot be opened", "plug it in")

    monkeypatch.setattr(microphone_line, "open_stream", refuse)
    with pytest.raises(DeviceError, match="cannot be opened"):
        line.exchange(silence(), Ear.OPEN)


def test_what_was_heard_before_the_call_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that took long to begin does not hear what was said meanwhile, nor plays its prompts that much early."""
    card = FakeCard()
    monkeypatch.setattr(microphone_line, "open_stream", card)
    notes = Notes()
    line = MicrophoneLine(Headset(), notes, notes.record)
    for _ in range(30):
        card.hear(7)
    with _going_on(card, 9):
        heard = line.exchange(silence(), Ear.OPEN)

    assert heard is not None
    assert heard[0] == 9


def test_the_chosen_devices_are_opened_and_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the numbers they were chosen by."""
    card = FakeCard(0, 1)
    line = _line(card, monkeypatch)
    line.exchange(silence(), Ear.OPEN)

    assert card.devices == [4, 3, 3]


def test_lost_sound_is_counted_and_told_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """An overrun of the microphone, an underrun of the loudspeaker, and a prompt that came too late for it."""
    card, notes = FakeCard(1), Notes()
    line = _line(card, monkeypatch, notes)
    line.exchange(_sound(5), Ear.OPEN)
    for _ in range(LEAST_AHEAD + 1):
        card.block()
    card.block()  # the prompt goes on, but its next frame is not there yet
    card.hear(1, status=True)
    line.exchange(_sound(5), Ear.OPEN)
    card.block(status=True)
    card.hear(1)
    line.exchange(silence(), Ear.OPEN)
    for _ in range(LEAST_AHEAD):
        card.block()
    card.block()  # nothing is said, nothing is missed

    assert notes.lost_at == [(Losses(1, 1), 20), (Losses(1, 2), 40)]
    assert line.losses == Losses(1, 2)


def test_the_recording_has_the_prompt_where_the_caller_heard_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not where it was handed to the loudspeaker, which sounds later: here by two frames, as the devices say."""
    card, notes = FakeCard(), Notes()
    line = _line(card, monkeypatch, notes)
    for level in range(1, 7):
        card.hear(100 + level)
        line.exchange(_sound(level), Ear.OPEN)
        card.block()
    with _going_on(card, 0):
        line.close()

    heard_in = [at for at, (heard, _) in enumerate(notes.recorded) if heard == 101]
    sounded_in = [at for at, (_, sounded) in enumerate(notes.recorded) if sounded == 1]
    assert heard_in == [0]
    assert sounded_in == [LEAST_AHEAD + 1 + 2]  # it waits, goes out after a frame was heard, is two on its way
    assert [sounded for _, sounded in notes.recorded if sounded] == [1, 2, 3, 4, 5, 6]


def test_half_duplex_hears_nothing_over_prompts_nor_their_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A prompt that was handed over is still to sound, and then hangs in the room, when the caller's turn begins."""
    card = FakeCard()
    line = _line(card, monkeypatch, echo=HalfDuplex(tail_ms=60))
    heard = []
    for ear, played in [(Ear.OVER_PROMPT, _sound(900))] * 3 + [(Ear.OPEN, silence())] * 10:
        card.hear(5)
        frame = line.exchange(played, ear)
        card.block()
        assert frame is not None
        heard.append(int(frame[0]))

    assert heard == [0] * 3 + [5] + [0] * 6 + [5] * 3  # the prompt waits, sounds, and hangs in the room for three more
