"""Reading sound files: every flavour that is good, every way of being bad."""

import socket
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.audio.clip import read_clip
from ivr.errors import AudioFileError

SECOND = 0.5 * np.sin(2 * np.pi * 300 * np.arange(16000) / 16000)


def wav(path: Path, rate: int = 16000, subtype: str = "PCM_16", samples: np.ndarray = SECOND) -> Path:
    """A WAV file."""
    soundfile.write(path, samples, rate, subtype, format="WAV")
    return path


def with_size(path: Path, size: int) -> Path:
    """The same file with another size in the header of its data chunk."""
    data = bytearray(wav(path).read_bytes())
    at = data.index(b"data") + 4
    data[at : at + 4] = struct.pack("<I", size)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 32000, 44100, 48000])
def test_every_usual_rate_is_read_at_the_rate_of_the_line(tmp_path: Path, rate: int) -> None:
    """A second recorded at any rate from 8 to 48 kHz is a second at 16 kHz."""
    clip = read_clip(wav(tmp_path / "a.wav", rate, samples=np.resize(SECOND, rate)))

    assert rate == clip.source_rate
    assert pytest.approx(clip.duration_ms, abs=1) == 1000


@pytest.mark.parametrize("rate", [4000, 7999, 48001, 96000])
def test_rates_that_no_telephone_line_has_are_refused(tmp_path: Path, rate: int) -> None:
    """4 kHz holds no speech, and 96 kHz is no recorded call."""
    with pytest.raises(AudioFileError, match=f"its rate is {rate} Hz"):
        read_clip(wav(tmp_path / "a.wav", rate))


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_every_usual_sample_format_is_read(tmp_path: Path, subtype: str) -> None:
    """The samples are the same, as closely as their format can tell."""
    clip = read_clip(wav(tmp_path / "a.wav", subtype=subtype))

    assert np.allclose(SECOND, clip.pcm / 32768, atol=0.03)


@pytest.mark.parametrize(("container", "subtype"), [("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS")])
def test_compressed_files_are_read(tmp_path: Path, container: str, subtype: str) -> None:
    """FLAC and OGG files are read, whatever they are called."""
    path = tmp_path / "call.bin"
    soundfile.write(path, SECOND, 16000, subtype, format=container)

    assert pytest.approx(read_clip(path).duration_ms, abs=20) == 1000


def test_of_two_channels_the_left_one_is_the_caller(tmp_path: Path) -> None:
    """A two-channel recording of a call plays the caller into the line, and not the line itself."""
    both = np.column_stack((np.full(1600, 0.25), np.full(1600, -0.5)))

    assert {8192} == set(read_clip(wav(tmp_path / "a.wav", samples=both)).pcm.tolist())


def test_samples_that_are_no_numbers_are_silence(tmp_path: Path) -> None:
    """NaN is silence, infinity is full scale: never noise."""
    odd = np.array([np.nan, np.inf, -np.inf, 0.5], dtype=np.float32)

    assert read_clip(wav(tmp_path / "a.wav", subtype="FLOAT", samples=odd)).pcm.tolist() == [0, 32767, -32768, 16384]


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF])
def test_a_streamed_file_promises_nothing(tmp_path: Path, size: int) -> None:
    """A program that writes to a pipe does not know the size; all that is there is played."""
    assert read_clip(with_size(tmp_path / "a.wav", size)).duration_ms == 1000


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The message says which file is missing."""
    with pytest.raises(AudioFileError, match=r"gone\.wav: there is no such file\. Check the path"):
        read_clip(tmp_path / "gone.wav")


def test_a_folder_is_no_sound(tmp_path: Path) -> None:
    """A folder is called a folder."""
    with pytest.raises(AudioFileError, match="this is a folder"):
        read_clip(tmp_path)


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    """No bytes at all."""
    (tmp_path / "a.wav").touch()

    with pytest.raises(AudioFileError, match="the file is empty"):
        read_clip(tmp_path / "a.wav")


@pytest.mark.parametrize("content", [b"Dear sir,\n", b"RIFF", b"RIFF\x10\0\0\0WAVE", b"\0" * 4096, b"ID3\x04" * 99])
def test_what_is_no_sound_is_refused(tmp_path: Path, content: bytes) -> None:
    """Text, zeros or half a header called .wav."""
    (tmp_path / "a.wav").write_bytes(content)

    with pytest.raises(AudioFileError, match="this is not a sound file that can be read"):
        read_clip(tmp_path / "a.wav")


def test_a_header_without_sound_is_refused(tmp_path: Path) -> None:
    """A recording of nothing is no call."""
    with pytest.raises(AudioFileError, match=r"holds no sound at all \(0 samples\)"):
        read_clip(wav(tmp_path / "a.wav", samples=np.zeros(0)))


def test_half_a_recording_is_refused(tmp_path: Path) -> None:
    """A file cut off in the middle is not played as if it were the call."""
    path = wav(tmp_path / "a.wav")
    path.write_bytes(path.read_bytes()[:16044])

    with pytest.raises(AudioFileError, match="its header promises 32000 bytes of sound, 16000 are there"):
        read_clip(path)


def test_a_lying_size_is_refused(tmp_path: Path) -> None:
    """A header that promises more than the file holds."""
    with pytest.raises(AudioFileError, match="promises 1000000 bytes"):
        read_clip(with_size(tmp_path / "a.wav", 1_000_000))


def test_a_cut_flac_file_is_refused(tmp_path: Path) -> None:
    """Half a FLAC file is not played as if it were the call either."""
    path = tmp_path / "a.flac"
    soundfile.write(path, np.random.default_rng(1).normal(0, 0.1, 48000), 16000)
    path.write_bytes(path.read_bytes()[:30000])

    with pytest.raises(AudioFileError):
        read_clip(path)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is there and is no file that can be opened, here a socket."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("a.wav")

        with pytest.raises(AudioFileError):
            read_clip(Path("a.wav"))


def test_extra_chunks_before_the_sound_do_no_harm(tmp_path: Path) -> None:
    """A WAV file with a chunk of odd length that nobody knows is read."""
    data = wav(tmp_path / "a.wav").read_bytes()
    at = data.index(b"fmt ")
    (tmp_path / "b.wav").write_bytes(data[:at] + b"note\x03\0\0\0abc\0" + data[at:])

    assert read_clip(tmp_path / "b.wav").duration_ms == 1000
