"""Which device is meant."""

from types import SimpleNamespace
from typing import Any

import pytest

from ivr.audio import sound_card
from ivr.audio.sound_card import Side, devices, find_device
from ivr.errors import DeviceError

FOUND = [("HDA Intel: Analog", 2, 2), ("Jabra Evolve: USB", 1, 2), ("Jabra Speak: USB", 1, 2), ("HDMI", 0, 8)]


def _system(monkeypatch: pytest.MonkeyPatch, found: list[tuple[str, int, int]], usual: int = 1) -> None:
    listed: list[dict[str, Any]] = [
        {"name": name, "max_input_channels": heard, "max_output_channels": played} for name, heard, played in found
    ]
    library = SimpleNamespace(
        default=SimpleNamespace(device={"input": usual, "output": usual}),
        query_devices=lambda: listed,
        PortAudioError=RuntimeError,
    )
    monkeypatch.setattr(sound_card, "sound_library", lambda: library)


@pytest.mark.parametrize(
    ("side", "wanted", "number"),
    [
        (Side.MICROPHONE, "", 1),
        (Side.MICROPHONE, "0", 0),
        (Side.MICROPHONE, "Jabra Speak: USB", 2),
        (Side.MICROPHONE, "evolve", 1),
        (Side.LOUDSPEAKER, "hdmi", 3),
        (Side.LOUDSPEAKER, "3", 3),
    ],
)
def test_a_device_is_found(monkeypatch: pytest.MonkeyPatch, side: Side, wanted: str, number: int) -> None:
    """By number, by name, by a part of its name that no other has; without either it is the usual one."""
    _system(monkeypatch, FOUND)

    assert find_device(side, wanted).number == number


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("jabra", "several microphones are called like 'jabra': 1 Jabra Evolve: USB (usual), 2 Jabra Speak: USB"),
        ("Jabra Evolv USB", "no microphone called 'Jabra Evolv USB', but 1 Jabra Evolve: USB (usual)"),
        ("HDMI", "no microphone called 'HDMI', but 0 HDA"),  # it cannot hear
        ("3", "no microphone called '3', but 0 HDA"),
    ],
)
def test_who_names_no_device_hears_of_those_near(monkeypatch: pytest.MonkeyPatch, wanted: str, said: str) -> None:
    """And how to name one."""
    _system(monkeypatch, FOUND)

    with pytest.raises(DeviceError) as caught:
        find_device(Side.MICROPHONE, wanted)

    assert said in caught.value.message
    assert "--input" in caught.value.fix


def test_only_what_has_channels_of_a_side_can_be_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen's loudspeakers hear nothing."""
    _system(monkeypatch, FOUND)

    assert [one.number for one in devices(Side.MICROPHONE)] == [0, 1, 2]
    assert [one.number for one in devices(Side.LOUDSPEAKER)] == [0, 1, 2, 3]


def test_without_any_microphone_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where one was named."""
    _system(monkeypatch, [FOUND[3]])

    for wanted in ("", "jabra"):
        with pytest.raises(DeviceError, match="there is no microphone"):
            find_device(Side.MICROPHONE, wanted)
