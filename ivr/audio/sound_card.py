"""The way to the sound card. PortAudio is looked for only when a device is wanted."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import ModuleType
from typing import Any

from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE
from ivr.errors import DeviceError

GET_PORTAUDIO = "Install PortAudio (Debian and Ubuntu: apt install libportaudio2)"
FIND_DEVICE = "Plug in a sound device; `ivr doctor` lists what is found. Without one: --wav FILE or --text"


class Side(StrEnum):
    """What a device is used for: to hear the caller, or to be heard by them."""

    MICROPHONE = "microphone"
    LOUDSPEAKER = "loudspeaker"

    @property
    def _way(self) -> str:
        return "input" if self is Side.MICROPHONE else "output"

    @property
    def option(self) -> str:
        """How a device is named on the command line."""
        return f"--{self._way}"

    @property
    def stream(self) -> str:
        """The kind of stream it takes."""
        return f"{self._way.capitalize()}Stream"


@dataclass(frozen=True, slots=True)
class Device:
    """One device as the sound system numbers and names it, and whether it is the usual one of its side."""

    number: int
    name: str
    usual: bool

    def __str__(self) -> str:
        return f"{self.number} {self.name}{' (usual)' if self.usual else ''}"


def sound_library() -> ModuleType:
    """The module `sounddevice`. Raises DeviceError when it or PortAudio is missing."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceError("there is no PortAudio library to reach a sound card with", GET_PORTAUDIO) from error
    return sounddevice  # type: ignore[no-any-return]


def devices(side: Side) -> list[Device]:
    """The devices that can be this side. Raises DeviceError when the sound system does not answer."""
    sound = sound_library()
    way = side._way
    try:
        usual = sound.default.device[way]
        found = list(sound.query_devices())
    except (sound.PortAudioError, ValueError) as error:
        raise DeviceError(f"there is no {side}", FIND_DEVICE) from error
    numbered = enumerate(found)
    return [Device(at, one["name"], at == usual) for at, one in numbered if one[f"max_{way}_channels"] > 0]


def find_device(side: Side, wanted: str = "") -> Device:
    """The device of that number or name, or whose name alone holds what is `wanted`; nothing: the usual one.

    Raises DeviceError, which names the near misses.
    """
    there = devices(side)
    if not there:
        raise DeviceError(f"there is no {side}", FIND_DEVICE)
    if not wanted:
        return next((one for one in there if one.usual), there[0])
    if exact := [one for one in there if wanted in (str(one.number), one.name)]:
        return exact[0]
    alike = [one for one in there if wanted.casefold() in one.name.casefold()]
    if len(alike) == 1:
        return alike[0]
    raise DeviceError(_which(side, wanted, there, alike), f"Name one with {side.option}; `ivr doctor` lists them")


def _which(side: Side, wanted: str, there: list[Device], alike: list[Device]) -> str:
    if alike:
        return f"several {side}s are called like '{wanted}': {', '.join(map(str, alike))}"
    near = set(get_close_matches(wanted.casefold(), [one.name.casefold() for one in there], 3, 0.5))
    named = [one for one in there if one.name.casefold() in near] or there
    return f"there is no {side} called '{wanted}', but {', '.join(map(str, named))}"


def open_stream(side: Side, device: int | None = None, **options: Any) -> Any:
    """A started sounddevice stream of int16 at `LINE_RATE`; no `device` is the usual one. Raises DeviceError."""
    sound = sound_library()
    try:
        stream = getattr(sound, side.stream)(
            samplerate=LINE_RATE, blocksize=FRAME_SAMPLES, dtype="int16", device=device, **options
        )
        stream.start()
    except (sound.PortAudioError, ValueError) as error:
        raise DeviceError(f"the {side} cannot be opened", FIND_DEVICE) from error
    return stream
