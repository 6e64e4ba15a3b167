"""Prompts rendered once."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.audio.frames import LINE_RATE
from ivr.prompts.cache import CachedVoice
from ivr.prompts.voice import Manner
from ivr.terms import Language
from ivr.testing import SilentVoice

MANNER = Manner(Language.ENGLISH)


@pytest.fixture
def voice() -> SilentVoice:
    """The voice behind the cache."""
    return SilentVoice()


def test_a_prompt_is_rendered_once(tmp_path: Path, voice: SilentVoice) -> None:
    """For this process, and for the next."""
    first = CachedVoice(voice, tmp_path).render("hello", MANNER)
    again = CachedVoice(voice, tmp_path)

    assert np.array_equal(first, again.render("hello", MANNER))
    assert np.array_equal(first, again.render("hello", MANNER))
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
    CachedVoice(voice, tmp_path, "1").render("hello", MANNER)
    CachedVoice(voice, tmp_path, edition).render(text, manner)

    assert len(voice.spoken) == 2


@pytest.mark.parametrize("damage", [b"", b"RIFF", b"hello"])
def test_a_damaged_file_is_rendered_anew(tmp_path: Path, voice: SilentVoice, damage: bytes) -> None:
    """And mended."""
    first = CachedVoice(voice, tmp_path).render("hello", MANNER)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)

    assert np.array_equal(first, CachedVoice(voice, tmp_path).render("hello", MANNER))
    assert np.array_equal(first, soundfile.read(path, dtype="int16")[0])


def test_a_file_of_another_rate_is_rendered_anew(tmp_path: Path, voice: SilentVoice) -> None:
    """It would be spoken too fast."""
    first = CachedVoice(voice, tmp_path).render("hello", MANNER)
    (path,) = tmp_path.iterdir()
    soundfile.write(path, first, LINE_RATE // 2)

    assert np.array_equal(first, CachedVoice(voice, tmp_path).render("hello", MANNER))


def test_a_file_that_was_cut_off_is_rendered_anew(tmp_path: Path, voice: SilentVoice) -> None:
    """Half a prompt is no prompt."""
    first = CachedVoice(voice, tmp_path).render("hello", MANNER)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:1000])

    assert np.array_equal(first, CachedVoice(voice, tmp_path).render("hello", MANNER))


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, voice: SilentVoice) -> None:
    """Here a file stands in its place; the prompt is spoken all the same."""
    (tmp_path / "cache").touch()

    assert len(CachedVoice(voice, tmp_path / "cache").render("hello", MANNER))


def test_nothing_half_written_stays_behind(tmp_path: Path, voice: SilentVoice) -> None:
    """Only whole prompts stand in the folder."""
    CachedVoice(voice, tmp_path / "new" / "cache").render("hello", MANNER)

    assert [path.suffix for path in (tmp_path / "new" / "cache").iterdir()] == [".wav"]
