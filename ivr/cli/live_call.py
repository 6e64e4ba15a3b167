"""A call from the microphone: devices, echo, the level meter, and what the devices lost."""

import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ivr.audio.echo import Echo, EchoCanceller, EchoChoice, HalfDuplex, Headset
from ivr.audio.echo_choices import EchoChoices
from ivr.audio.frames import Pcm
from ivr.audio.line import Ear
from ivr.audio.microphone_line import Losses, MicrophoneLine
from ivr.audio.sound_card import Side, find_device
from ivr.audio.webrtc_canceller import WebRtcCanceller
from ivr.call.timeline import Timeline, Watcher
from ivr.cli.level_meter import LevelMeter
from ivr.house import new_call_id
from ivr.lobby import Door
from ivr.records.recording import open_recording
from ivr.settings import Settings

UNMEASURED = (
    "ivr: it is not known whether this microphone hears this loudspeaker, so prompts cannot be interrupted. "
    "`ivr doctor --echo` finds out; with a headset take --headset"
)

LEAST_APART_MS = 1_000
"""Lost sound is told at most once in so long: a device that stumbles stumbles often."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a caller at this machine has before them: devices by number, and what is done about echo."""

    microphone: int
    loudspeaker: int
    choice: EchoChoice

    def canceller(self) -> EchoCanceller:
        """A new call's ear. Raises DeviceError."""
        match self.choice.echo:
            case Echo.CANCEL:
                return WebRtcCanceller()
            case Echo.NONE:
                return Headset()
            case Echo.HALF_DUPLEX:
                return HalfDuplex(self.choice.tail_ms)


def furnish(settings: Settings, echo: Echo | None) -> Desk:
    """Find the devices of the settings; what is done about `echo` is as was measured with them, if nothing is said.

    Raises DeviceError.
    """
    microphone = find_device(Side.MICROPHONE, settings.input)
    loudspeaker = find_device(Side.LOUDSPEAKER, settings.output)
    measured = EchoChoices(settings.echo_file).of(microphone.name, loudspeaker.name)
    if echo is None and measured is None:
        click.echo(UNMEASURED, err=True)
    choice = measured or EchoChoice(Echo.HALF_DUPLEX)
    return Desk(microphone.number, loudspeaker.number, replace(choice, echo=echo or choice.echo))


class _Onlooker:
    """Shows the level, and tells what was lost: as events while the call lasts, and in words when it is over."""

    def __init__(self, meter: LevelMeter, timeline: Timeline) -> None:
        self._meter = meter
        self._timeline = timeline
        self._told_ms = -LEAST_APART_MS

    def heard(self, frame: Pcm, ear: Ear) -> None:
        self._meter.hear(frame, ear)

    def lost(self, losses: Losses, at_ms: int) -> None:
        if at_ms - self._told_ms >= LEAST_APART_MS:
            self._told_ms = at_ms
            self._timeline.emit("sound_lost", at_ms, microphone=losses.microphone, loudspeaker=losses.loudspeaker)


def hold_live_call(door: Door, told: Sequence[Watcher], out: Path | None, desk: Desk) -> None:
    """Hold one call with whoever sits here. Raises what a session raises, and WrongUse when `out` cannot be written."""
    meter = LevelMeter(sys.stderr)
    timeline = Timeline(meter, *told)
    with ExitStack() as stack:
        recording = stack.enter_context(closing(open_recording(out)))
        stack.callback(meter.wipe)
        line = MicrophoneLine(
            desk.canceller(),
            _Onlooker(meter, timeline),
            recording.add,
            microphone=desk.microphone,
            loudspeaker=desk.loudspeaker,
        )
        stack.callback(_tell_losses, line.losses)
        signal.signal(signal.SIGINT, lambda *_: line.hang_up())
        door.spoken(new_call_id(), line, timeline).run()


def _tell_losses(losses: Losses) -> None:
    if losses.microphone or losses.loudspeaker:
        text = (
            f"ivr: sound was lost {losses.microphone} times at the microphone and {losses.loudspeaker} times at the "
            "loudspeaker. Close what keeps the machine busy, or choose another device (docs/microphone.md)"
        )
        click.echo(text, err=True)
