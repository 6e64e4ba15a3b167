"""A version goes live while a call by sound is held: that call notices nothing, the next one is on the new version."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr import app
from ivr.audio.clip import read_clip
from ivr.audio.frames import FRAME_SAMPLES, Pcm
from ivr.audio.line import Ear, Line
from ivr.call.timeline import CallEvent, Timeline
from ivr.flow.loader import LoadedFlow
from ivr.house import House, taking_calls
from ivr.settings import Settings

CLIP = Path(__file__).parents[2] / "audio_samples" / "calls" / "track_order.wav"
FLOW = """\
flow: shop
language: en
start: hello
hand_over: {queue: desk}
intents:
  track_order: {means: know where it is, examples: [where is my order, track my parcel, where is my parcel]}
  refund: {means: return it, examples: [refund, i want my money back, return the shoes]}
routes: {track_order: found, refund: found}
nodes:
  hello: {say: This is the shop., listen: {to: any}}
  found: {say: I will see., listen: {to: any}}
"""


class CountingLine:
    """Counts what comes from another line, and lets something happen at frame `at`."""

    def __init__(self, line: Line, at: int, then: Callable[[], None]) -> None:
        self._line = line
        self._at = at
        self._then = then
        self.frames: list[Pcm] = []

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        if len(self.frames) == self._at:
            self._then()
        pcm = self._line.exchange(played, ear)
        if pcm is not None:
            self.frames.append(pcm)
        return pcm

    def stop_playing(self) -> None:
        self._line.stop_playing()

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A machine of this test's own."""
    return Settings(data_dir=tmp_path / "data")


def write(tmp_path: Path, say: str, settings: Settings) -> LoadedFlow:
    """The shop with what it says first."""
    path = tmp_path / "flow.en.yaml"
    path.write_text(FLOW.replace("This is the shop.", say), "utf-8")
    return app.open_flow(str(path), settings)


def hold(house: House, out: Path, at: int = -1, then: Callable[[], None] = lambda: None) -> tuple[list[str], int]:
    """Hold the recorded call; its events, and how many frames came in."""
    events: list[str] = []

    def note(entry: CallEvent) -> None:
        events.append(entry.as_json())

    call_id, line = house.recorded_call([read_clip(CLIP)])
    counting = CountingLine(line, at, then)
    house.spoken(call_id, counting, Timeline(note), out).run()
    heard, _ = soundfile.read(out, dtype="int16", always_2d=True)
    assert np.array_equal(heard[:, 0], np.concatenate(counting.frames))  # every frame that came in was processed
    assert len(heard) == len(counting.frames) * FRAME_SAMPLES
    return events, len(counting.frames)


def test_a_publish_in_mid_call_changes_the_next_call_and_not_this_one(tmp_path: Path, settings: Settings) -> None:
    """Same frames, same events, same bytes of the recording as without it; the next call has the new words."""
    publisher = app.publisher(settings, app.open_versions(settings))
    publisher.publish([write(tmp_path, "This is the shop.", settings)], "anna", "first")
    told: list[str] = []
    took: list[float] = []
    with taking_calls("live:shop", settings, told.append, replay=True) as next_house:
        running = next_house()
        quiet = hold(running, tmp_path / "quiet.wav")

        def publish() -> None:
            publisher.publish([write(tmp_path, "Good day.", settings)], "anna", "second")
            began = time.monotonic()
            while next_house() is running and time.monotonic() - began < 20:
                time.sleep(0.01)
            took.append(time.monotonic() - began)

        published = hold(running, tmp_path / "published.wav", at=150, then=publish)
        after, _ = hold(next_house(), tmp_path / "after.wav")

    assert published == quiet
    assert (tmp_path / "published.wav").read_bytes() == (tmp_path / "quiet.wav").read_bytes()
    assert "This is the shop." in quiet[0][1]
    assert "Good day." in after[1]
    assert took[0] < 1
    assert told == []
