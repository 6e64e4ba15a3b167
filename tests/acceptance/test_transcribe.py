"""`ivr transcribe`: sound files to words, one line of JSON each."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from audio_samples.script import HERE
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.terms import Language
from tests.acceptance.conftest import Ivr

ODD = Path(__file__).parents[2].parent / "shared" / "data" / "odd"
UTTERANCES = HERE / "utterances"
MONEY_BACK, TRACK = UTTERANCES / "money_back.wav", UTTERANCES / "track_my_parcel.wav"


@pytest.fixture
def phrases(tmp_path: Path) -> Path:
    """A grammar of some sentences of the sample line, as people write them."""
    path = tmp_path / "phrases.txt"
    path.write_text("# what callers want\nI want my money back.\ntrack my parcel\nwhere is my order\n", "utf-8")
    return path


def _lines(stdout: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stdout.splitlines()]


def _without_times(stdout: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in line.items() if key != "decode_seconds"} for line in _lines(stdout)]


def test_each_file_gives_a_line_with_its_words(ivr: Ivr, phrases: Path) -> None:
    """In the order of the files; times lie inside the file and in order."""
    result = ivr("transcribe", "--grammar", phrases, TRACK, MONEY_BACK)

    track, money = _lines(result.stdout)
    assert (result.returncode, result.stderr) == (0, "")
    assert list(track) == ["file", "text", "confidence", "words", "seconds", "decode_seconds"]
    assert [track["text"], money["text"]] == ["track my parcel", "i want my money back"]
    assert [track["file"], money["file"]] == [str(TRACK), str(MONEY_BACK)]
    assert " ".join(word["text"] for word in money["words"]) == money["text"]
    times = [time for word in money["words"] for time in (word["start_ms"], word["end_ms"])]
    assert times == sorted(times)
    assert 0 <= times[0] <= times[-1] <= money["seconds"] * 1000
    assert all(0 < one["confidence"] <= 1 for one in (money, *money["words"]))
    assert money["decode_seconds"] > 0
    assert money["seconds"] == pytest.approx(soundfile.info(MONEY_BACK).duration, abs=0.001)


def test_the_number_of_processes_changes_nothing(ivr: Ivr, phrases: Path, tmp_path: Path) -> None:
    """But the time it took; files that fail are among them, in their place."""
    files = [MONEY_BACK, tmp_path / "nowhere.wav", TRACK, *sorted(UTTERANCES.glob("p*.flac")), phrases]

    one, three = (ivr("transcribe", "--grammar", phrases, "--jobs", jobs, *files) for jobs in (1, 3))

    assert (one.returncode, three.returncode) == (1, 1)
    assert _without_times(one.stdout) == _without_times(three.stdout)
    assert [line["file"] for line in _lines(one.stdout)] == [str(file) for file in files]


def test_a_file_that_fails_is_told_and_the_others_go_on(ivr: Ivr, tmp_path: Path) -> None:
    """Folders, text and nothing at all; nothing on standard error, since the lines say it."""
    (tmp_path / "text.wav").write_text("where is my parcel")
    (tmp_path / "empty.wav").touch()

    result = ivr("transcribe", tmp_path, tmp_path / "text.wav", tmp_path / "empty.wav", "-", TRACK)

    *failed, heard = _lines(result.stdout)
    assert (result.returncode, result.stderr) == (1, "")
    assert [set(line) for line in failed] == [{"file", "error"}] * 4
    assert all(
        told in line["error"]
        for told, line in zip(("this is a folder", "not a sound file", "empty", "no such file"), failed, strict=True)
    )
    assert "text" in heard


def test_a_file_name_that_is_no_text_can_be_had_back(ivr: Ivr, tmp_path: Path) -> None:
    """Old archives have such names; the line is still JSON."""
    name = os.fsencode(tmp_path) + b"/caf\xe9.wav"
    if sys.platform != "linux":
        pytest.skip("other systems refuse such names")

    result = ivr("transcribe", os.fsdecode(name))

    assert os.fsencode(_lines(result.stdout)[0]["file"]) == name


def test_silence_is_no_words_and_no_failure(ivr: Ivr) -> None:
    """Nobody spoke: that is an answer."""
    (line,) = _lines(ivr("transcribe", UTTERANCES / "silence_digital.wav").stdout)

    assert {"text": "", "confidence": 0.0, "words": []}.items() <= line.items()


def test_a_long_recording_is_one_utterance(ivr: Ivr, phrases: Path, tmp_path: Path) -> None:
    """Two sentences a minute apart are both there, each at its time."""
    sound, rate = soundfile.read(MONEY_BACK, dtype="int16")
    quiet = np.zeros(rate * 60, dtype=np.int16)
    soundfile.write(tmp_path / "long.wav", np.concatenate((sound, quiet, sound)), rate)

    (line,) = _lines(ivr("transcribe", "--grammar", phrases, tmp_path / "long.wav").stdout)

    assert line["text"] == "i want my money back i want my money back"
    apart = line["words"][5]["start_ms"] - line["words"][0]["start_ms"]
    assert apart == pytest.approx(60_000 + len(sound) * 1000 / rate, abs=60)


def test_words_that_the_model_cannot_hear_are_told(ivr: Ivr, tmp_path: Path) -> None:
    """On standard error; the rest of the grammar works."""
    (tmp_path / "a.json").write_text('["track my parcel", "track my zorbifex"]')

    result = ivr("transcribe", "--grammar", tmp_path / "a.json", TRACK)

    assert (result.returncode, _lines(result.stdout)[0]["text"]) == (0, "track my parcel")
    assert result.stderr == "words that the speech model cannot hear: zorbifex\n"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "Missing argument"),
        (("--grammar", "nowhere.txt", "a.wav"), 2, "nowhere.txt: cannot be read"),
        (("--grammar", str(MONEY_BACK), "a.wav"), 2, "not UTF-8 text"),
        (("--jobs", "0", "a.wav"), 2, "--jobs"),
        (("--language", "fr", "a.wav"), 2, "--language"),
        (("--model", "ivr-en-startr", "a.wav"), 3, "Did you mean 'ivr-en-starter'?"),
        (("--model", "ivr-en-starter", "--language", "zh", "a.wav"), 3, "hears 'en', not 'zh'"),
    ],
)
def test_wrong_use_is_said_before_anything_is_heard(ivr: Ivr, arguments: tuple[str, ...], code: int, told: str) -> None:
    """With the exit code of whose move it is, and nothing on standard output."""
    result = ivr("transcribe", *arguments)

    assert (result.returncode, result.stdout) == (code, "")
    assert told in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_model_that_cannot_be_loaded_is_said_once(ivr: Ivr, tmp_path: Path, jobs: int) -> None:
    """Not for every file, and not by every process."""
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"\0B<TransitionModel> nonsense")

    result = ivr("transcribe", "--jobs", jobs, "--model", tmp_path, TRACK, MONEY_BACK)

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.count("Vosk cannot load this model") == 1
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="this system has no signals")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_everything(cache_dir: Path, tmp_path: Path, jobs: int) -> None:
    """In the midst of hours of sound: one word, and no process is left in the group."""
    soundfile.write(tmp_path / "long.wav", np.tile(soundfile.read(MONEY_BACK, dtype="int16")[0], 2_000), 16_000)
    command = [sys.executable, "-m", "ivr", "transcribe", "--jobs", str(jobs), TRACK, *[tmp_path / "long.wav"] * 3]
    environment = os.environ | {"IVR_CACHE_DIR": str(cache_dir)}
    with subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        rest, told = process.communicate(timeout=60)

    assert json.loads(first)["file"] == str(TRACK)
    assert (process.returncode, rest, told.strip()) == (1, "", "Aborted!")
    assert _is_gone(process.pid)


def _is_gone(group: int) -> bool:
    """Whether the processes of a group end within some seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(not ODD.is_dir(), reason="the odd sound files of ../shared/data are not here")
def test_odd_files_are_heard_or_refused(ivr: Ivr) -> None:
    """Every one of them gives a line with its name, and none a traceback."""
    files = sorted(ODD.glob("*/*.wav"))

    result = ivr("transcribe", "--jobs", 2, *files)

    lines = _lines(result.stdout)
    assert (result.returncode, result.stderr) == (1, "")
    assert [line["file"] for line in lines] == [str(file) for file in files]
    assert {"text" in line or line["error"].startswith(line["file"]) for line in lines} == {True}


def test_mandarin_is_written_in_characters(ivr: Ivr, tmp_path: Path) -> None:
    """Our own voice says one of two sentences."""
    voice = Pyttsx3Voice()
    soundfile.write(tmp_path / "refund.wav", voice.render("我要退款", Manner(Language.MANDARIN)), 16_000)
    voice.close()
    (tmp_path / "phrases.txt").write_text("我要退款\n查询订单\n", "utf-8")

    result = ivr("transcribe", "--language", "zh", "--grammar", tmp_path / "phrases.txt", tmp_path / "refund.wav")

    assert (result.returncode, _lines(result.stdout)[0]["text"]) == (0, "我要退款")
