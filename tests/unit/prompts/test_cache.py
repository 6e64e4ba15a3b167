"""Prompts rendered once."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ivr.audio.frames import Pcm
from ivr.errors import VoiceError
from ivr.prompts.cache import CachedVoice
from ivr.prompts.prompt_folder import PromptFolder
from ivr.prompts.voice import Manner, When
from ivr.terms import Language
from ivr.testing import SilentVoice

MANNER = Manner(Language.ENGLISH)


@pytest.fixture
def voice() -> SilentVoice:
    """The voice behind the cache."""
    return SilentVoice()


def test_a_prompt_is_rendered_once(tmp_path: Path, voice: SilentVoice) -> None:
    """For this process, and for the next."""
    first = CachedVoice(voice, PromptFolder(tmp_path, 1)).render("hello", MANNER)
    again = CachedVoice(voice, PromptFolder(tmp_path, 1))

    assert np.array_equal(first, again.render("hello", MANNER))
    assert np.array_equal(first, again.render("hello ", MANNER))
    assert voice.spoken == ["hello"]


@pytest.mark.parametrize(
    ("text", "manner", "edition"),
    [
        ("hullo", MANNER, "1"),
        ("hello", Manner(Language.MANDARIN), "1"),
        ("hello", Manner(Language.ENGLISH, name="gmw/en"), "1"),
        ("hello", Manner(Language.ENGLISH, rate=151), "1"),
        ("hello", Manner(Language.ENGLISH, volume=0.5), "1"),
        ("hello", MANNER, "2"),
    ],
)
def test_another_text_manner_or_edition_is_another_prompt(
    tmp_path: Path, voice: SilentVoice, text: str, manner: Manner, edition: str
) -> None:
    """Nothing is spoken in the voice of something else."""
    CachedVoice(voice, PromptFolder(tmp_path, 1), lambda _: "1").render("hello", MANNER)
    CachedVoice(voice, PromptFolder(tmp_path, 1), lambda _: edition).render(text, manner)

    assert len(voice.spoken) == 2


def test_memory_holds_what_was_said_last(tmp_path: Path, voice: SilentVoice) -> None:
    """Up to so many bytes; without a folder the others are rendered anew."""
    two = 2 * SilentVoice().render("1", MANNER).nbytes
    cached = CachedVoice(voice, PromptFolder(tmp_path, 0), memory_bytes=two)
    for text in "12131":
        cached.render(text, MANNER)

    assert voice.spoken == ["1", "2", "3"]
    cached.render("2", MANNER)
    assert voice.spoken == ["1", "2", "3", "2"]


def test_a_prompt_that_memory_cannot_hold_is_spoken_all_the_same(tmp_path: Path, voice: SilentVoice) -> None:
    """However long it is."""
    assert len(CachedVoice(voice, PromptFolder(tmp_path, 1), memory_bytes=10).render("hello", MANNER))


class SlowVoice(SilentVoice):
    """Speaks only when it is let; a text "bad" cannot be spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()

    def render(self, text: str, manner: Manner) -> Pcm:
        pcm = super().render(text, manner)
        assert self.let.wait(10)
        if text == "bad":
            raise VoiceError("it cannot be spoken")
        return pcm


@pytest.fixture
def slow() -> Iterator[SlowVoice]:
    """A voice that waits; it is let go at the end."""
    slow = SlowVoice()
    yield slow
    slow.let.set()


def _until(spoken: list[str], texts: list[str]) -> None:
    """Wait until these have been asked for."""
    for _ in range(1000):
        if spoken == texts:
            return
        time.sleep(0.005)
    pytest.fail(f"{spoken} were asked for, not {texts}")


def test_who_wants_what_is_being_rendered_waits_for_that(tmp_path: Path, slow: SlowVoice) -> None:
    """It is not rendered twice."""
    cached = CachedVoice(slow, PromptFolder(tmp_path, 1))
    cached.prepare(["hello"], MANNER)
    _until(slow.spoken, ["hello"])
    threading.Timer(0.05, slow.let.set).start()

    assert len(cached.render("hello", MANNER))
    assert slow.spoken == ["hello"]
    cached.close()


def test_what_is_wanted_soon_goes_before_what_may_be_wanted_sometime(tmp_path: Path, slow: SlowVoice) -> None:
    """A call does not wait for other calls' prompts; what is wanted now waits for nobody's turn."""
    cached = CachedVoice(slow, PromptFolder(tmp_path, 1))
    cached.prepare(["one", "two", "three"], MANNER, When.SOMETIME)
    _until(slow.spoken, ["one"])
    cached.prepare(["four", "five"], MANNER)
    slow.let.set()

    _until(slow.spoken, ["one", "four", "five", "two", "three"])
    cached.close()


def test_a_text_that_cannot_be_made_ready_fails_when_it_is_said(tmp_path: Path, slow: SlowVoice) -> None:
    """Not before, and the others are made ready; each time it is tried anew."""
    slow.let.set()
    cached = CachedVoice(slow, PromptFolder(tmp_path, 1))
    cached.prepare(["bad", "good"], MANNER)

    _until(slow.spoken, ["bad", "good"])
    with pytest.raises(VoiceError):
        cached.render("bad", MANNER)
    assert slow.spoken == ["bad", "good", "bad"]
    cached.close()


def test_who_closes_does_not_wait_for_what_may_be_said_sometime(tmp_path: Path, slow: SlowVoice) -> None:
    """Only for what is being rendered."""
    cached = CachedVoice(slow, PromptFolder(tmp_path, 1))
    cached.prepare(["one", "two", "three"], MANNER, When.SOMETIME)
    _until(slow.spoken, ["one"])
    threading.Timer(0.05, slow.let.set).start()
    cached.close()

    assert slow.spoken == ["one"]


def test_many_threads_hear_the_same(tmp_path: Path, voice: SilentVoice) -> None:
    """And each text is rendered once."""
    cached = CachedVoice(voice, PromptFolder(tmp_path, 1))
    heard: list[Pcm] = []
    threads = [
        threading.Thread(target=lambda: heard.extend(cached.render(f"text {one}", MANNER) for one in range(20)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(voice.spoken) == sorted(f"text {one}" for one in range(20))
    assert len({pcm.tobytes() for pcm in heard}) == 2  # of one digit and of two
    assert len(heard) == 160
