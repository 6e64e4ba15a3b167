"""Keys are heard as ITU-T Q.24 wants them heard, and nothing else is."""

import io

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_samples.effects import Samples
from audio_samples.key_tones import ALL_KEYS, Press, dialled, pressed, silence
from ivr.audio.dtmf import KeyDetector, KeyReading
from ivr.audio.frames import LINE_RATE, Pcm
from ivr.audio.pcm import frames_of, resample, to_int16

ACCEPTED = st.builds(
    Press,
    ms=st.floats(40, 120),
    level_db=st.floats(-28, -6),
    twist_db=st.floats(-8, 4),
    off=st.tuples(st.floats(-0.015, 0.015), st.floats(-0.015, 0.015)),
    phases=st.tuples(st.floats(0, 6.28), st.floats(0, 6.28)),
)


def readings(pcm: Pcm) -> list[KeyReading]:
    """What the detector says of each frame."""
    detector = KeyDetector()
    return [detector.push(frame) for frame in frames_of(pcm)]


def heard(samples: Samples) -> str:
    """The keys in samples of -1..1."""
    return "".join(reading.pressed for reading in readings(to_int16(samples)))


def by_telephone(samples: Samples) -> Samples:
    """The samples after 8 kHz mu-law, as on a telephone line."""
    file = io.BytesIO()
    soundfile.write(file, resample(to_int16(samples), LINE_RATE, 8000), 8000, format="WAV", subtype="ULAW")
    file.seek(0)
    return resample(soundfile.read(file, dtype="int16")[0], 8000, LINE_RATE) / 32768.0


def around(samples: Samples, at_ms: float = 50) -> Samples:
    """The samples, beginning anywhere in a frame."""
    return np.concatenate((silence(at_ms), samples, silence(80)))


def test_all_sixteen_keys() -> None:
    """In their order, and by telephone, too."""
    assert heard(dialled(ALL_KEYS)) == ALL_KEYS
    assert heard(by_telephone(dialled(ALL_KEYS))) == ALL_KEYS


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ALL_KEYS), ACCEPTED, st.floats(0, 40), st.booleans())
def test_whatever_has_to_be_accepted_is(key: str, how: Press, at_ms: float, telephone: bool) -> None:
    """Any length, level, twist, detuning and phase within the limits together, at any place in a frame."""
    samples = around(pressed(key, how), at_ms)

    assert heard(by_telephone(samples) if telephone else samples) == key


@settings(max_examples=60, deadline=None)
@given(st.text(ALL_KEYS, min_size=1, max_size=12), st.floats(40, 70), st.floats(40, 70), st.integers(0, 2**32 - 1))
def test_keys_in_a_row_are_all_heard_in_noise(keys: str, ms: float, pause_ms: float, seed: int) -> None:
    """Equal ones among them; the noise is 15 dB below each tone."""
    samples = dialled(keys, Press(ms=ms), pause_ms)
    noise = np.random.default_rng(seed).normal(size=len(samples)) * 10 ** ((-16 - 3 - 15) / 20)

    assert heard(samples + noise) == keys


@pytest.mark.parametrize("key", ALL_KEYS)
@pytest.mark.parametrize("ms", [5, 10, 15, 23])
def test_what_is_too_short_is_no_key(key: str, ms: float) -> None:
    """Clicks of tones."""
    assert all(heard(around(pressed(key, Press(ms=ms)), at_ms)) == "" for at_ms in (40, 47, 53))


@pytest.mark.parametrize("key", ALL_KEYS)
@pytest.mark.parametrize("off", [(0.035, 0.0), (-0.035, 0.0), (0.0, 0.035), (0.0, -0.035), (0.05, 0.05), (-0.05, 0.04)])
def test_what_is_out_of_tune_is_no_key(key: str, off: tuple[float, float]) -> None:
    """One tone or both are 3.5 % and more away."""
    assert heard(around(pressed(key, Press(ms=200, off=off)))) == ""


@pytest.mark.parametrize("twist_db", [-13, -30, 9, 30])
def test_a_tone_that_nearly_hides_the_other_is_no_key(twist_db: float) -> None:
    """Nor is a single one, as in the beeps of a line."""
    assert heard(around(pressed("5", Press(ms=200, twist_db=twist_db)))) == ""


def test_what_is_too_soft_is_no_key() -> None:
    """At -55 dBm0 nobody has pressed a key on this telephone."""
    assert heard(around(pressed("5", Press(ms=200, level_db=-58)))) == ""


def test_tones_louder_than_full_scale_are_keys() -> None:
    """Two tones of 0 dBm0 are clipped."""
    assert heard(dialled(ALL_KEYS, Press(level_db=-3))) == ALL_KEYS
    assert heard(dialled(ALL_KEYS, Press(level_db=0))) == ALL_KEYS


@pytest.mark.parametrize("at_ms", range(40, 60, 3))
def test_a_key_with_a_short_gap_in_it_is_pressed_once(at_ms: float) -> None:
    """10 ms are a crackle of the line, 40 ms are a pause."""
    crackle = np.concatenate((pressed("7"), silence(10), pressed("7")))
    twice = np.concatenate((pressed("7"), silence(40), pressed("7")))

    assert heard(around(crackle, at_ms)) == "7"
    assert heard(around(twice, at_ms)) == "77"


def test_a_key_held_long_is_pressed_once() -> None:
    """Three seconds."""
    assert heard(around(pressed("1", Press(ms=3000)))) == "1"


def test_a_key_is_known_soon() -> None:
    """At the latest 65 ms after it began; at most 20 ms of it are in frames that do not sound, and 10 ms of its end."""
    for at_ms in range(100, 120):
        frames = readings(to_int16(around(pressed("3", Press(ms=200)), at_ms)))
        known = next(i for i, reading in enumerate(frames) if reading.pressed)
        sounding = [i for i, reading in enumerate(frames) if reading.sounding]

        assert (known + 1) * 20 - at_ms <= 65
        assert sounding[0] * 20 - at_ms <= 20
        assert sounding == list(range(sounding[0], sounding[-1] + 1))
        assert -10 <= (sounding[-1] + 1) * 20 - (at_ms + 200) <= 40


@pytest.mark.parametrize("hertz", [(440,), (1000,), (350, 440), (440, 480), (480, 620), (950, 1400)])
def test_tones_of_the_line_are_no_keys(hertz: tuple[int, ...]) -> None:
    """Beeps, dial tone, ringing, busy, and the first two of a number not in service."""
    time = np.arange(LINE_RATE) / LINE_RATE

    assert heard(np.asarray(sum(0.2 * np.sin(2 * np.pi * tone * time) for tone in hertz))) == ""


def test_music_is_no_key() -> None:
    """Chords of every two notes between 650 and 1700 Hz, each with an octave above as instruments have."""
    notes = [440 * 2 ** (step / 12) for step in range(7, 24)]
    time = np.arange(LINE_RATE // 5) / LINE_RATE
    chords = [
        sum(0.2 * np.sin(2 * np.pi * note * time) + 0.1 * np.sin(4 * np.pi * note * time) for note in (low, high))
        for low in notes
        for high in notes
        if low < high
    ]

    assert heard(np.concatenate([np.asarray(chord) for chord in chords])) == ""


def test_noise_is_no_key() -> None:
    """Ten seconds of it, loud, and digital silence."""
    assert heard(np.random.default_rng(7).normal(size=10 * LINE_RATE) * 0.2) == ""
    assert heard(silence(1000)) == ""


def test_the_same_frames_give_the_same_readings() -> None:
    """Replays are exact."""
    pcm = to_int16(dialled("159D") + np.random.default_rng(1).normal(size=len(dialled("159D"))) * 0.01)

    assert readings(pcm) == readings(pcm)
