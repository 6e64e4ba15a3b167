"""Which voices there are, and what happens without one."""

import json
from pathlib import Path

import soundfile

from ivr.audio.frames import LINE_RATE
from tests.acceptance.conftest import Ivr

CALL = Path(__file__).parents[2] / "audio_samples" / "calls" / "track_order.wav"


def test_the_voices_of_a_language(ivr: Ivr) -> None:
    """One of them speaks where a flow names none."""
    there = json.loads(ivr("voices", "list", "--language", "zh", "--json").stdout)

    assert [one["name"] for one in there if one["usual"]] == ["sit/cmn-latn-pinyin"]
    assert {one["language"] for one in there} == {"zh"}


def test_a_text_is_heard_before_a_caller_hears_it(ivr: Ivr, tmp_path: Path) -> None:
    """And how its figures are said stands on the terminal; a name that is none is wrong use."""
    out = tmp_path / "said.wav"

    done = ivr("voices", "say", "March 2, 3:05", "--voice", "gmw/en+f3", "--out", out)
    wrong = ivr("voices", "say", "March 2", "--voice", "gmw/eng", "--out", tmp_path / "none.wav")

    assert (done.returncode, done.stdout) == (0, "March 2nd, 3 oh 5\n")
    assert soundfile.info(out).samplerate == LINE_RATE
    assert soundfile.info(out).frames > LINE_RATE
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "no voice 'gmw/eng'. Did you mean 'gmw/en'?" in wrong.stderr


def test_a_line_without_its_voice_file_does_not_open(ivr: Ivr, tmp_path: Path) -> None:
    """The operator is told which file, and where; nobody hears another voice."""
    call = ivr("call", "--wav", CALL, IVR_VOICE_EN="en_US-gone-low", IVR_VOICES_DIR=str(tmp_path))
    doctor = ivr("doctor", "--only", "voice", IVR_VOICE_EN="en_US-gone-low", IVR_VOICES_DIR=str(tmp_path))

    assert (call.returncode, call.stdout) == (3, "")
    assert f"the voice 'en_US-gone-low' has no file {tmp_path / 'en_US-gone-low.onnx'}" in call.stderr
    assert doctor.returncode == 1
    assert "!! voice       the voice 'en_US-gone-low' has no file" in doctor.stdout
