"""`ivr doctor --echo`: plays prompts and hears what the microphone makes of them."""

import click
import numpy as np

from ivr import app
from ivr.audio.echo import Echo, EchoCanceller
from ivr.audio.echo_choices import EchoChoices
from ivr.audio.frames import FRAME_MS, LINE_RATE, Pcm, silence
from ivr.audio.line import Ear
from ivr.audio.microphone_line import Losses, MicrophoneLine
from ivr.audio.pcm import frames_of
from ivr.audio.sound_card import Side, find_device
from ivr.audio.webrtc_canceller import WebRtcCanceller
from ivr.errors import DeviceError, OperatorError
from ivr.prompts.voice import Manner
from ivr.settings import Settings
from ivr.speech.echo_check import EchoFinding, examine_echo
from ivr.speech.vad import WebRtcVoiceDetector
from ivr.terms import Language

SAID = {
    Language.ENGLISH: "Hello, this is a test of the loudspeaker. Please be quiet until it is over. "
    "What is your order number? It has eight digits.",
    Language.MANDARIN: "您好，这是扬声器的测试，请保持安静。请问您的订单号是多少？一共八位数字。",
}
QUIET_MS = 1_000
"""Silence before and after each prompt: the quiet of the room, and how long it sounds."""

IN_WORDS = {
    Echo.NONE: "the line never takes its prompts for a caller, so prompts may be interrupted",
    Echo.CANCEL: "the canceller leaves nothing that is taken for a caller, so prompts may be interrupted",
    Echo.HALF_DUPLEX: "nobody is listened to while a prompt sounds",
}


class _Ear:
    """Notes what is heard and played."""

    full_duplex = True

    def __init__(self) -> None:
        self.heard: list[Pcm] = []
        self.played: list[Pcm] = []

    def process(self, heard: Pcm, played: Pcm) -> Pcm:
        self.heard.append(heard)
        self.played.append(played)
        return heard


class _Onlooker:
    """Lets all pass."""

    def heard(self, frame: Pcm, ear: Ear) -> None:
        """Nothing is shown."""

    def lost(self, losses: Losses, at_ms: int) -> None:
        """Counted by the line."""


def measure_echo(settings: Settings) -> EchoFinding:
    """Measure with the devices of the settings, and keep what is right for `ivr call`. Raises OperatorError."""
    microphone = find_device(Side.MICROPHONE, settings.input)
    loudspeaker = find_device(Side.LOUDSPEAKER, settings.output)
    prompts = _prompts(settings)
    seconds = len(prompts) / LINE_RATE
    click.echo(f"Playing prompts for {seconds:.0f} s on {loudspeaker.name}. Please be quiet.", err=True)
    ear = _listen(prompts, microphone.number, loudspeaker.number)
    canceller: EchoCanceller | None
    try:
        canceller = WebRtcCanceller()
    except DeviceError:
        canceller = None
    found = examine_echo(ear.heard, ear.played, WebRtcVoiceDetector, canceller)
    if found.noises:
        raise OperatorError("somebody spoke before the test, or it is too loud here", "Try again when it is quiet")
    try:
        EchoChoices(settings.echo_file).keep(microphone.name, loudspeaker.name, found.choice)
    except OSError as error:
        raise OperatorError(
            f"{settings.echo_file} cannot be written", "See IVR_DATA_DIR in docs/settings.md"
        ) from error
    return found


def in_words(found: EchoFinding) -> list[str]:
    """What was found and chosen, for people."""
    echo = f"prompts are heard at {found.echo_dbfs:.0f} dBFS ({found.played_dbfs:.0f} dBFS played, the quiet room "
    lines = [f"{echo}{max(found.quiet_dbfs, -99):.0f} dBFS)"]
    if found.voices:
        lines[0] += f", {found.delay_ms} ms later; the room sounds for {found.tail_ms} ms more"
        lines.append(f"the line would take them for a caller {found.voices} times")
        if found.left is None:
            lines.append("there is no echo canceller: pip install '.[echo]'")
        else:
            lines.append(f"the canceller removes {found.removed_db:.0f} dB; after it that happens {found.left} times")
    choice = found.choice
    lines.append(f"chosen: --echo {choice.echo}: {IN_WORDS[choice.echo]}")
    if choice.echo is Echo.HALF_DUPLEX:
        lines[-1] += f", and for {choice.tail_ms} ms after it"
    return lines


def _prompts(settings: Settings) -> Pcm:
    voice = app.open_voice(settings)
    try:
        spoken = [voice.render(text, Manner(language)) for language, text in SAID.items()]
    finally:
        voice.close()
    pause = silence(QUIET_MS * LINE_RATE // 1000)
    return np.concatenate([pause, *(part for one in spoken for part in (one, pause))])


def _listen(prompts: Pcm, microphone: int, loudspeaker: int) -> _Ear:
    ear = _Ear()
    line = MicrophoneLine(
        ear, _Onlooker(), lambda _heard, _sounded: None, microphone=microphone, loudspeaker=loudspeaker
    )
    try:
        for frame in [*frames_of(prompts), *[silence()] * (QUIET_MS // FRAME_MS)]:
            line.exchange(frame, Ear.OPEN)
    finally:
        line.close()
    return ear
