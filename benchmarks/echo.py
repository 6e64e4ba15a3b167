"""Whether a line on a loudspeaker interrupts itself, and whether it still hears callers who speak over its prompts.

The voices of callers and the rooms are other than those of the tests, and nothing was tuned on them.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import click
import numpy as np
import soundfile

from benchmarks.rooms import MeasuredRoom, Room
from ivr import app
from ivr.audio.clip import read_clip
from ivr.audio.echo import Echo, EchoCanceller
from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, Pcm
from ivr.audio.pcm import frames_of, level_dbfs
from ivr.audio.webrtc_canceller import WebRtcCanceller
from ivr.cli.echo_measure import SAID
from ivr.prompts.voice import Manner
from ivr.settings import read_settings
from ivr.speech.echo_check import count_voices, examine_echo
from ivr.speech.vad import WebRtcVoiceDetector
from ivr.terms import Language

DATA = Path(__file__).parent.parent.parent / "shared" / "data"
OTHERS = {
    Language.ENGLISH: "Your parcel left our warehouse on Tuesday. It should be with you by the end of the week. "
    "Is there anything else that I can do for you?",
    Language.MANDARIN: "您的包裹已于星期二从仓库发出，预计本周末之前送到。请问还有什么可以帮您的吗？",
}
"""Prompts that had no part in choosing."""

LEVELS_DB = (0.0, -10.0, -20.0, -30.0)
DELAYS_MS = (40, 120, 300)
OPENING_S = 6
"""So much of the prompts callers speak over."""

CALLER_DBFS = (-20.0, -26.0, -32.0)


def measure() -> None:
    """Print, for each room and level, how often the line interrupts itself, and how many callers it hears."""
    prompts, others = _spoken(SAID), _spoken(OTHERS)
    callers = list(_callers())
    click.echo(
        "room       echo dB   removed dB   taken for callers without / with canceller   cancel chosen   on others"
    )
    for name, room in _rooms():
        for level in LEVELS_DB:
            _own_prompts(name, room, level, prompts, others)
    if not callers:
        click.echo("callers over prompts: not measured, there are no recordings of people here")
        return
    click.echo("room       echo dB   callers heard over prompts through the canceller, by their dBFS")
    opening = prompts[: OPENING_S * LINE_RATE]
    for name, room in _rooms():
        for level in LEVELS_DB[1:3]:
            heard = (f"{_heard(room, level, opening, callers, dbfs)} at {dbfs:.0f}" for dbfs in CALLER_DBFS)
            click.echo(f"{name:<10} {level:>7.0f}   of {len(callers)}: {', '.join(heard)}")


def _spoken(texts: Mapping[Language, str]) -> Pcm:
    """Prompts with a second of silence around each."""
    pause = np.zeros(LINE_RATE, dtype=np.int16)
    with closing(app.open_voice(read_settings())) as voice:
        spoken = [voice.render(text, Manner(language)) for language, text in texts.items()]
    return np.concatenate([pause, *(part for one in spoken for part in (one, pause))])


def _rooms() -> Iterator[tuple[str, MeasuredRoom]]:
    yield "desk", Room(direct=1.0, rings_ms=250, delay_ms=120)
    yield "kitchen", Room(direct=0.5, rings_ms=600, delay_ms=120)
    for path in sorted((DATA / "noise" / "speechbrain").glob("rir*.wav")):
        yield path.stem, MeasuredRoom(soundfile.read(path)[0], 120)


def _callers() -> Iterator[Pcm]:
    """Commands of real people, each cut to a second and a half at most."""
    for path in sorted((DATA / "speech").rglob("*.wav"))[::40]:
        pcm = read_clip(path).pcm[: LINE_RATE * 3 // 2]
        if len(pcm) > LINE_RATE // 2 and count_voices(frames_of(pcm), WebRtcVoiceDetector()):
            yield pcm


def _own_prompts(name: str, room: MeasuredRoom, level: float, prompts: Pcm, others: Pcm) -> None:
    """The doctor's test at each delay; where it chooses the canceller, that on prompts it did not choose by."""
    raw = left = cancels = wrong = 0
    removed = []
    for delay in DELAYS_MS:
        there = MeasuredRoom(room.way, delay)
        heard = there.hears(prompts, level)
        found = examine_echo(list(frames_of(heard)), list(frames_of(prompts)), WebRtcVoiceDetector, WebRtcCanceller())
        raw, left = raw + found.voices, left + (found.left or 0)
        removed.append(found.removed_db or 0.0)
        if found.choice.echo is Echo.CANCEL:
            cancels += 1
            cleaned = _cleaned(there.hears(others, level), others, WebRtcCanceller())
            wrong += count_voices(cleaned, WebRtcVoiceDetector())
    chosen = f"{cancels} of {len(DELAYS_MS)}"
    click.echo(f"{name:<10} {level:>7.0f} {np.mean(removed):>12.0f}   {raw:>15} / {left:<17} {chosen:>12} {wrong:>11}")


def _heard(room: MeasuredRoom, level: float, prompts: Pcm, callers: list[Pcm], dbfs: float) -> int:
    """How many callers are noticed who begin to speak in the middle of prompts, at that level."""
    heard = 0
    begin = 2 * LINE_RATE
    echo = room.hears(prompts, level).astype(np.int32)
    for caller in callers:
        both = echo.copy()
        louder = 10 ** ((dbfs - level_dbfs(caller)) / 20)
        both[begin : begin + len(caller)] += (caller * louder).astype(np.int32)
        cleaned = _cleaned(np.clip(both, -32768, 32767).astype(np.int16), prompts, WebRtcCanceller())
        heard += (
            count_voices(
                cleaned[begin // FRAME_SAMPLES : (begin + len(caller)) // FRAME_SAMPLES + 10], WebRtcVoiceDetector()
            )
            > 0
        )
    return heard


def _cleaned(heard: Pcm, played: Pcm, canceller: EchoCanceller) -> list[Pcm]:
    return [canceller.process(*pair) for pair in zip(frames_of(heard), frames_of(played), strict=True)]
