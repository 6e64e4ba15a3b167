"""The way to the sound card. PortAudio is looked for only when a device is wanted."""

from types import ModuleType
from typing import Any

from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE
from ivr.errors import DeviceError

GET_PORTAUDIO = "Install PortAudio (Debian and Ubuntu: apt install libportaudio2)"
FIND_DEVICE = "Plug in a sound device; `ivr doctor` lists what is found. Without one: --wav FILE or --text"


def sound_library() -> ModuleType:
    """The module `sounddevice`. Raises DeviceError when it or PortAudio is missing."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise DeviceError("there is no PortAudio library to reach a sound card with", GET_PORTAUDIO) from error
    return sounddevice  # type: ignore[no-any-return]


def device_names() -> tuple[str, str]:
    """The names of the usual microphone and loudspeaker. Raises DeviceError when one is missing."""
    sound = sound_library()
    try:
        return str(sound.query_devices(kind="input")["name"]), str(sound.query_devices(kind="output")["name"])
    except (sound.PortAudioError, ValueError) as error:
        raise DeviceError("there is no microphone or no loudspeaker", FIND_DEVICE) from error


def open_stream(kind: str, **options: Any) -> Any:
    """A started sounddevice stream (`Stream` or `OutputStream`) of int16 at `LINE_RATE`. Raises DeviceError."""
    sound = sound_library()
    try:
        stream = getattr(sound, kind)(samplerate=LINE_RATE, blocksize=FRAME_SAMPLES, dtype="int16", **options)
        stream.start()
    except (sound.PortAudioError, ValueError) as error:
        raise DeviceError("the sound device cannot be opened", FIND_DEVICE) from error
    return stream
