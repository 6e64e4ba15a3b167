"""`ivr call`: hold a call, from the microphone, from recordings or by typing."""

import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from ivr import app
from ivr.audio.clip import Clip, read_clip
from ivr.audio.echo import Echo
from ivr.audio.pcm import level_dbfs
from ivr.audio.real_time_line import RealTimeLine
from ivr.call.timeline import CallEvent, Timeline, Watcher
from ivr.cli.attending import attended
from ivr.cli.keyboard import typed_lines
from ivr.cli.narrator import Narrator
from ivr.errors import WrongUse
from ivr.flow.line import Finding
from ivr.house import new_call_id
from ivr.lobby import Door, doors, open_door
from ivr.records.recording import open_recording
from ivr.records.taped_line import TapedLine
from ivr.settings import Settings, read_settings
from ivr.terms import Language


class _Listener:
    """Remembers whether any words of the caller were heard."""

    def __init__(self) -> None:
        self.heard_words = False

    def __call__(self, entry: CallEvent) -> None:
        self.heard_words = self.heard_words or (entry.event == "heard" and bool(entry.details["text"]))


@dataclass(frozen=True, slots=True)
class _Sound:
    """How the sound of calls comes and goes."""

    settings: Settings
    aloud: bool
    real_time: bool
    echo: Echo | None


@click.command()
@click.option(
    "--flow",
    default=app.USUAL_FLOW,
    show_default=True,
    metavar="FLOW",
    help="Flow file, or the name of a sample line (retail, retail.zh).",
)
@click.option(
    "--wav",
    "wavs",
    multiple=True,
    metavar="FILE [FILE]...",
    help="Recorded caller: one file is a whole call, several are one turn each.",
)
@click.option(
    "--language",
    type=click.Choice([one.value for one in (*Finding, *Language)]),
    help="Language of the call: heard in the caller's first words, asked for, or one of a line's; else as its "
    "line.yaml says, or the flow.",
)
@click.option("--text", "typed", is_flag=True, help="Hold the conversation by typing; an empty line is silence.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per event, and nothing else.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the recording: left the caller, right the line.",
)
@click.option("--model", metavar="NAME|DIR", help="Speech model: a directory or a name (ivr models list).")
@click.option("--aloud", is_flag=True, help="Play a recorded call on the loudspeaker, at the speed of speech.")
@click.option(
    "--real-time",
    is_flag=True,
    help="Hold a recorded call at the speed of speech; in --out each reply stands where it was really ready.",
)
@click.option(
    "--echo",
    type=click.Choice([one.value for one in Echo]),
    help="Microphone: what is done so that the line does not hear itself; else as `ivr doctor --echo` found right, or "
    "half-duplex.",
)
@click.option(
    "--speaker/--headset",
    default=None,
    help="Short for --echo half-duplex and --echo none: with a headset prompts can be interrupted.",
)
@click.option("--input", "microphone", metavar="NAME|NUMBER", help="The microphone, if not the usual one (ivr doctor).")
@click.option("--output", "loudspeaker", metavar="NAME|NUMBER", help="The loudspeaker, if not the usual one.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Hold the call as on this day, at noon; else as it is now.",
)
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%d %H:%M"]),
    metavar='"YYYY-MM-DD HH:MM"',
    help="Hold the call as at this moment, by the clock of the flow's opening hours.",
)
@click.option(
    "--forever",
    is_flag=True,
    help="Take one call after the other; each begins on the version that is live by then. With --wav, each file is a "
    "call.",
)
@click.option(
    "--wait",
    is_flag=True,
    help="Callers who go to a person stay on the line until an agent takes them; else the call ends when the ticket is "
    "written. With --wav only at the speed of speech.",
)
@click.option("--agent-input", metavar="NAME|NUMBER", help="With --wait: the agent's microphone, if they talk here.")
@click.option("--agent-output", metavar="NAME|NUMBER", help="With --wait: the agent's headphones.")
@click.argument("more", nargs=-1, metavar="")
def call(
    flow: str,
    wavs: tuple[str, ...],
    language: str | None,
    typed: bool,
    as_json: bool,
    out: Path | None,
    model: str | None,
    aloud: bool,
    real_time: bool,
    echo: str | None,
    speaker: bool | None,
    microphone: str | None,
    loudspeaker: str | None,
    today: datetime | None,
    now: datetime | None,
    forever: bool,
    wait: bool,
    agent_input: str | None,
    agent_output: str | None,
    more: tuple[str, ...],
) -> None:
    """Hold one call: from the microphone, or with --wav from recordings, or with --text by typing.

    \b
    Examples:
      ivr call --flow retail --text
      ivr call --flow flows/retail/flow.en.yaml --wav audio_samples/calls/track_order.wav --out call.wav
      ivr call --wav turn1.wav turn2.wav turn3.wav --json
      ivr call --flow retail --language detect --wav caller.wav
      ivr call --wav caller.wav --real-time --out call.wav
      ivr call --flow live:retail --forever
      ivr call --headset --input Jabra --output Jabra
      ivr call --text --wait
    """
    _refuse_what_is_not_expected(more if not wavs else (), today, now)
    _refuse_sound_in_typing(typed, sound=bool(wavs or aloud or out), endless=forever, out=out)
    _refuse_a_wrong_pace(bool(wavs), aloud, real_time)
    _refuse_a_wrong_wait(wait, agent_input, agent_output, wavs=bool(wavs), timed=aloud or real_time)
    _refuse_devices(microphone and (typed or wavs), loudspeaker and (typed or (wavs and not aloud)))
    settings = _settings(model=model, input=microphone, output=loudspeaker)
    sound = _Sound(settings, aloud, real_time, _echo(echo, speaker))
    clips = [read_clip(Path(name)) for name in (*wavs, *more)]
    told = (_Listener(), _print_json if as_json else Narrator())
    live = wait or (not clips and (sys.stdin.isatty() or not typed))
    attending = attended(settings, out, agent_input, agent_output) if wait else None
    day = today.date() if today else None
    if forever:
        with doors(
            flow, language, settings, _warn, replay=not live, today=day, now=now, attending=attending
        ) as next_house:
            _one_after_the_other(next_house, clips, told, sound)
        return
    house = open_door(
        flow, language, settings, by_sound=not typed, replay=not live, today=day, now=now, attending=attending
    )
    if typed:
        _typed(house, Timeline(*told), at_once=live)
    else:
        _by_sound(house, clips, told, out, sound)
    if out is not None and not as_json:
        click.echo(f"Recording: {out} (left the caller, right the line)")


def _settings(**chosen: str | None) -> Settings:
    """Those of the machine, but for what was chosen for this call."""
    return read_settings().model_copy(update={name: value for name, value in chosen.items() if value is not None})


def _refuse_what_is_not_expected(more: tuple[str, ...], today: datetime | None, now: datetime | None) -> None:
    if more:
        raise WrongUse(f"'{more[0]}' is not expected here", "Recordings go after --wav")
    if today and now:
        raise WrongUse("--today goes without --now", "--now names the day as well")


def _refuse_devices(*in_vain: object) -> None:
    if any(in_vain):
        raise WrongUse("--input and --output name the devices of a live call", "With --wav, --output goes with --aloud")


def _by_sound(
    house: Door, clips: list[Clip], told: "tuple[_Listener, Watcher]", out: Path | None, sound: "_Sound"
) -> None:
    """Exits with 1 when nothing was heard in a recording."""
    if not clips:
        _live(house, told, out, sound)
        return
    _recorded(house, clips, Timeline(*told), out, sound)
    if not told[0].heard_words:
        click.echo(f"ivr: {_why_nothing_was_heard(clips)}", err=True)
        sys.exit(1)


def _refuse_sound_in_typing(typed: bool, *, sound: bool, endless: bool, out: Path | None) -> None:
    if typed and sound:
        raise WrongUse("--text goes without --wav, --aloud and --out", "There is no sound in a typed call")
    if endless and (typed or out):
        raise WrongUse("--forever goes without --text and --out", "It is for calls by sound, and for many of them")


def _refuse_a_wrong_wait(
    wait: bool, agent_input: str | None, agent_output: str | None, *, wavs: bool, timed: bool
) -> None:
    if wait and wavs and not timed:
        raise WrongUse("--wait goes with --wav only at the speed of speech", "Add --real-time or --aloud")
    if (agent_input or agent_output) and not wait:
        raise WrongUse("--agent-input and --agent-output go with --wait", "Without it no caller meets an agent")


def _echo(named: str | None, speaker: bool | None) -> Echo | None:
    if speaker is None:
        return Echo(named) if named else None
    meant = Echo.HALF_DUPLEX if speaker else Echo.NONE
    if named not in (None, meant):
        raise WrongUse(f"--echo {named} goes without --speaker and --headset", "Say one of them")
    return meant


def _refuse_a_wrong_pace(recorded: bool, aloud: bool, real_time: bool) -> None:
    if aloud and not recorded:
        raise WrongUse("--aloud goes with --wav", "A call from the microphone is heard anyway")
    if real_time and not recorded:
        raise WrongUse("--real-time goes with --wav", "A call from the microphone is at the speed of speech anyway")
    if real_time and aloud:
        raise WrongUse("--real-time goes without --aloud", "--aloud follows the clock of the sound card")


def _one_after_the_other(
    next_house: Callable[[], Door],
    clips: list[Clip],
    told: Sequence[Watcher],
    sound: _Sound,
) -> None:
    for clip in clips:
        _recorded(next_house(), [clip], Timeline(*told), None, sound)
    while not clips:
        click.echo("Enter takes the next call, Ctrl-D ends.", err=True)
        if not sys.stdin.readline():
            return
        _live(next_house(), told, None, sound)


def _warn(text: str) -> None:
    click.echo(f"ivr: {text}", err=True)


def _print_json(entry: CallEvent) -> None:
    click.echo(entry.as_json())


def _recorded(house: Door, clips: list[Clip], timeline: Timeline, out: Path | None, sound: _Sound) -> None:
    call_id, line = house.recorded_call(clips)
    if sound.real_time:
        line, out = RealTimeLine(TapedLine(line, open_recording(out))), None
    if sound.aloud:
        from ivr.audio.aloud_line import AloudLine  # late, as in the next: needs a sound card
        from ivr.audio.sound_card import Side, find_device

        line = AloudLine(line, find_device(Side.LOUDSPEAKER, sound.settings.output).number)
    house.spoken(call_id, line, timeline, out).run()


def _live(house: Door, told: Sequence[Watcher], out: Path | None, sound: _Sound) -> None:
    from ivr.cli.live_call import furnish, hold_live_call  # late: needs a sound card

    hold_live_call(house, told, out, furnish(sound.settings, sound.echo))


def _typed(house: Door, timeline: Timeline, *, at_once: bool) -> None:
    """Hold a call by typing: line by line as they come, or all lines of a file, which are always the same call."""
    if at_once:
        house.typed(new_call_id(), typed_lines(), timeline).run()
        return
    lines = sys.stdin.buffer.read().decode("utf-8", "replace").splitlines()
    house.typed(house.typed_id(lines), iter(lines), timeline).run()


def _why_nothing_was_heard(clips: list[Clip]) -> str:
    loudest = max(level_dbfs(clip.pcm) for clip in clips)
    level = "digital silence" if math.isinf(loudest) else f"level {loudest:.0f} dBFS"
    names = ", ".join(str(clip.path) for clip in clips)
    return f"{names}: no words were heard in it ({level}). Check that the caller is on the left channel and loud enough"
