"""`ivr models evaluate`: how well a model hears recordings whose words are known."""

import json
from pathlib import Path
from typing import Any

import pytest
import soundfile

from audio_samples.script import HERE
from ivr.audio.clip import read_clip
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.terms import Language
from tests.acceptance.conftest import Ivr

SAMPLES = HERE / "transcripts.tsv"
FEW = ("--where", "path=utterances/*money_back.wav", "--where", "path=utterances/number_in_one_go.flac")
COUNTS = {"of", "substitutions", "deletions", "insertions", "error_percent"}


def _manifest(folder: Path, *rows: str) -> Path:
    """A manifest beside one good sound file."""
    soundfile.write(folder / "money.wav", read_clip(HERE / "utterances" / "money_back.wav").pcm, 16_000)
    (folder / "list.tsv").write_text("\n".join(("path\ttranscript\tlanguage\tspeaker", *rows)) + "\n", "utf-8")
    return folder / "list.tsv"


def _json(stdout: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(stdout)
    return told


def test_everything_that_is_measured_is_in_the_json(ivr: Ivr, tmp_path: Path) -> None:
    """Counts that fit each other, intervals around their percentages, costs that are above nothing."""
    details = tmp_path / "details.jsonl"
    arguments = ("--manifest", SAMPLES, *FEW, "--grammar", "transcripts", "--by", "kind", "--details", details)

    result = ivr("models", "evaluate", *arguments, "--json")

    told = _json(result.stdout)
    lines = [json.loads(line) for line in details.read_text("utf-8").splitlines()]
    assert (result.returncode, result.stderr) == (0, "")
    assert told["recordings"] == told["sentences"]["of"] == len(lines) == 3
    assert told["grammar"] == {"from": "transcripts", "phrases": 2, "garbage": False}
    assert set(told["words"]) == set(told["characters"]) == COUNTS
    assert told["words"]["of"] == sum(line["words"] for line in lines)
    assert told["sentences"]["right"] == sum(line["right"] for line in lines)
    assert told["digits"]["of"] == sum(line["digits_right"] is not None for line in lines) == 1
    assert told["sentences"]["low"] <= told["sentences"]["percent"] <= told["sentences"]["high"]
    assert told["real_time_factor"] == pytest.approx(told["decode_seconds"] / told["seconds"], abs=0.001)
    assert told["by"]["kind"]["utterance"]["words"] == told["words"]
    assert told["cost"]["load_seconds"] > 0
    assert all(line["heard"] == line["transcript"] for line in lines if line["right"])


def test_the_number_of_processes_changes_no_score(ivr: Ivr) -> None:
    """Only times and memory."""
    arguments = ("models", "evaluate", "--manifest", SAMPLES, *FEW, "--grammar", "words", "--json", "--jobs")

    one, two = (_json(ivr(*arguments, jobs).stdout) for jobs in (1, 2))

    for told in (one, two):
        for key in ("decode_seconds", "real_time_factor", "cost"):
            assert told.pop(key)
    assert one == two


def test_people_get_tables(ivr: Ivr) -> None:
    """What was measured on what, the rates, a row for each kind, and the cost."""
    result = ivr("models", "evaluate", "--manifest", SAMPLES, *FEW, "--by", "kind")

    assert (result.returncode, result.stderr) == (0, "")
    for words in ("ivr-en-starter", "no grammar", "word errors", "digit strings", "utterance", "real-time factor"):
        assert words in result.stdout


def test_what_a_recording_is_squeezed_through_is_told(ivr: Ivr) -> None:
    """Padding, telephone and noise are part of a measurement, and so of its report."""
    arguments = ("--padding", 300, "--telephone", "--noise", -45, "--grammar", "transcripts", "--json")

    told = _json(ivr("models", "evaluate", "--manifest", SAMPLES, *FEW, *arguments).stdout)

    assert told["conditions"] == {"padding_ms": 300, "telephone": True, "noise_dbfs": -45.0}


def test_rows_that_cannot_be_heard_are_told_with_their_line(ivr: Ivr, tmp_path: Path) -> None:
    """The others are scored, rows of another language and without words counted; and the exit code says so."""
    (tmp_path / "text.wav").write_text("where is my parcel")
    rows = ("text.wav\twhere\ten\tann", "money.wav\tI want my money back!\ten\tann", "x\t一\tzh\tmei", "x\t\ten\tann")
    manifest = _manifest(tmp_path, *rows)

    result = ivr("models", "evaluate", "--manifest", manifest, "--grammar", "transcripts", "--json")

    told = _json(result.stdout)
    assert result.returncode == 1
    assert f"{manifest}:2: {tmp_path / 'text.wav'}: this is not a sound file" in result.stderr
    assert (told["recordings"], told["failed"], told["sentences"]["right"]) == (1, 1, 1)
    assert told["left_out"] == {"other_language": 1, "without_transcript": 1}


@pytest.mark.parametrize(
    ("rows", "arguments", "told"),
    [
        (("no.wav\tone\ten\tann",), (), "list.tsv:2: "),
        (("money.wav\tone",), (), "list.tsv:2: 2 cells where the first line names 4 columns"),
        (("money.wav\t一\tzh\tann",), (), "Languages of its rows: zh; see --language"),
        (("money.wav\tone\ten\tann",), ("--by", "speakr"), "Did you mean 'speaker'?"),
        (("money.wav\tone\ten\tann",), ("--where", "ann"), "Write column=value"),
        (("money.wav\tone\ten\tann",), ("--half", "test"), "See --where and --half"),
        (("money.wav\tone\ten\tann",), ("--grammar", "sentences"), "sentences: cannot be read"),
        (("money.wav\tone\ten\tann",), ("--padding", "-1"), "--padding"),
        (("money.wav\tone\ten\tann",), ("--details", "no/such/folder/x"), "cannot be written"),
    ],
)
def test_wrong_use_is_one_clear_message(
    ivr: Ivr, tmp_path: Path, rows: tuple[str, ...], arguments: tuple[str, ...], told: str
) -> None:
    """Exit code 2, and nothing on standard output."""
    result = ivr("models", "evaluate", "--manifest", _manifest(tmp_path, *rows), *arguments)

    assert (result.returncode, result.stdout) == (2, "")
    assert told in result.stderr
    assert "Traceback" not in result.stderr


def test_a_manifest_is_needed(ivr: Ivr, tmp_path: Path) -> None:
    """And must be there."""
    assert ivr("models", "evaluate").returncode == 2
    assert "cannot be read" in ivr("models", "evaluate", "--manifest", tmp_path / "nowhere.tsv").stderr


def test_mandarin_is_scored_by_its_characters(ivr: Ivr, tmp_path: Path) -> None:
    """Our own voice says a wish and a number."""
    said, voice = {"refund.wav": "我要退款", "number.wav": "二三九"}, Pyttsx3Voice()
    for name, text in said.items():
        soundfile.write(tmp_path / name, voice.render(text, Manner(Language.MANDARIN)), 16_000)
    voice.close()
    manifest = _manifest(tmp_path, *(f"{name}\t{text}\tzh\tour voice" for name, text in said.items()))

    arguments = ("--language", "zh", "--grammar", "transcripts", "--json")
    told = _json(ivr("models", "evaluate", "--manifest", manifest, *arguments).stdout)

    assert (told["language"], told["characters"]["of"]) == ("zh", 7)
    assert (told["characters"]["error_percent"], told["digits"]["right"]) == (0, 1)
