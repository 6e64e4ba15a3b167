"""What a call costs beside what Vosk alone costs on the same sound."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ivr import app
from ivr.audio.clip import Clip, read_clip
from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, AudioFrame
from ivr.call.timeline import Timeline
from ivr.dialogue.actions import Listen
from ivr.dialogue.events import CallStarted
from ivr.house import House
from ivr.settings import read_settings
from ivr.speech.recognizer import Expectation, Hearing, Recognizer
from ivr.speech.transcript import Transcript

CALLS = Path(__file__).parent.parent / "audio_samples" / "calls"
ROUNDS = 3


class _TimedEars:
    """The house's own recogniser, its CPU seconds counted."""

    def __init__(self, ears: Recognizer) -> None:
        self._ears = ears
        self.seconds = 0.0

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Count the CPU time of what happens inside."""
        began = time.process_time()
        yield
        self.seconds += time.process_time() - began

    def open(self, expectation: Expectation) -> Hearing:
        with self.watch():
            return _TimedHearing(self._ears.open(expectation), self)

    def unknown_words(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        return self._ears.unknown_words(phrases)


class _TimedHearing:
    """A hearing whose time is taken."""

    def __init__(self, hearing: Hearing, ears: _TimedEars) -> None:
        self._hearing = hearing
        self._ears = ears

    def feed(self, frame: AudioFrame) -> None:
        with self._ears.watch():
            self._hearing.feed(frame)

    def partial(self) -> Transcript:
        with self._ears.watch():
            return self._hearing.partial()

    def draft(self) -> Transcript:
        with self._ears.watch():
            return self._hearing.draft()

    def finish(self) -> Transcript:
        with self._ears.watch():
            return self._hearing.finish()


def measure() -> None:
    """CPU seconds of each whole-call sample, ours and bare Vosk's over the caller's whole side, in turn."""
    recordings = sorted(CALLS.glob("*.wav"))
    if not recordings:
        click.echo("no recorded calls in audio_samples/calls; run `python -m audio_samples.make`")
        return
    ratios, shares = [], []
    click.echo(f"{'call':<28} {'call s':>7} {'ours CPU s':>11} {'bare Vosk':>10} {'ours/bare':>10} {'own share':>10}")
    with TemporaryDirectory() as scratch:
        settings = read_settings().model_copy(update={"database": f"sqlite:///{scratch}/calls.sqlite"})
        house = House(app.open_flow(app.USUAL_FLOW, settings), settings)
        for path in recordings:
            clip = read_clip(path)
            _ours(house, clip)  # the prompts are in the cache from here on
            runs = [(_ours(house, clip), _bare(house, clip)) for _ in range(ROUNDS)]
            ours = statistics.median(cpu for (cpu, _, _), _ in runs)
            inside = statistics.median(inside for (_, inside, _), _ in runs)
            bare = statistics.median(bare for _, bare in runs)
            seconds = runs[0][0][2]
            ratios.append(ours / bare)
            shares.append((ours - inside) / ours)
            click.echo(
                f"{path.stem:<28} {seconds:7.1f} {ours:11.2f} {bare:10.2f} {ratios[-1]:10.2f} {shares[-1]:10.1%}"
            )
    click.echo(f"median: ours / bare Vosk {statistics.median(ratios):.2f}")
    click.echo(f"median: share of ours that is not libvosk {statistics.median(shares):.1%}")


def _ours(house: House, clip: Clip) -> tuple[float, float, float]:
    """CPU seconds of one call, those inside the recogniser, and the call's length in s of audio."""
    ears, ends = _TimedEars(house.recognizer), [0]
    call_id, line = house.recorded_call([clip])
    session = house.spoken(call_id, line, Timeline(lambda entry: ends.append(entry.at_ms)), ears=ears)
    began = time.process_time()
    session.run()
    return time.process_time() - began, ears.seconds, ends[-1] / 1000


def _bare(house: House, clip: Clip) -> float:
    """CPU seconds of Vosk alone over the whole clip, silence and all, with the first state's grammar."""
    first = next(action for action in house.dialogue().handle(CallStarted()) if isinstance(action, Listen))
    hearing = house.recognizer.open(first.expectation)
    began = time.process_time()
    for at in range(0, len(clip.pcm), FRAME_SAMPLES):
        hearing.feed(AudioFrame(clip.pcm[at : at + FRAME_SAMPLES], LINE_RATE, at * 1000 // LINE_RATE))
    hearing.finish()
    return time.process_time() - began
