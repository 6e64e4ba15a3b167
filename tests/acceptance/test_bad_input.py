"""What a person can do wrong: one clear line on standard error, the right exit code, nothing left behind."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.audio.clip import read_clip
from ivr.errors import AudioFileError
from tests.acceptance.conftest import Ivr

ODD = Path(__file__).parents[2].parent / "shared" / "data" / "odd"


def _wav(path: Path, samples: object, rate: int = 16_000) -> Path:
    soundfile.write(path, np.asarray(samples, dtype=np.int16), rate)
    return path


def _refused(result: object, code: int, *words: str) -> None:
    """The process ended with `code` and said why in one line, without a traceback."""
    told = result.stderr.strip()  # type: ignore[attr-defined]
    assert (code, 1) == (result.returncode, len(told.splitlines())), told  # type: ignore[attr-defined]
    assert "Traceback" not in told
    assert all(word in told for word in words), told


def test_a_missing_file_is_wrong_use(ivr: Ivr, tmp_path: Path) -> None:
    """A path that leads nowhere ends the command with code 2 and names the path."""
    _refused(ivr("call", "--wav", tmp_path / "nowhere.wav"), 2, "nowhere.wav", "no such file")


def test_an_empty_file_is_wrong_use(ivr: Ivr, tmp_path: Path) -> None:
    """A file of 0 bytes is no sound."""
    (tmp_path / "empty.wav").write_bytes(b"")

    _refused(ivr("call", "--wav", tmp_path / "empty.wav"), 2, "empty.wav", "empty")


def test_text_called_wav_is_wrong_use(ivr: Ivr, tmp_path: Path) -> None:
    """Text is not sound, whatever it is called."""
    (tmp_path / "text.wav").write_text("where is my parcel\n")

    _refused(ivr("call", "--wav", tmp_path / "text.wav"), 2, "text.wav", "not a sound file")


def test_a_cut_off_file_is_wrong_use_and_leaves_no_recording(ivr: Ivr, tmp_path: Path) -> None:
    """Half a recording is not the recorded call; nothing is written for it."""
    whole = io.BytesIO()
    soundfile.write(whole, np.ones(16_000, dtype=np.int16), 16_000, format="WAV")
    (tmp_path / "cut.wav").write_bytes(whole.getvalue()[:10_000])

    _refused(ivr("call", "--wav", tmp_path / "cut.wav", "--out", tmp_path / "out.wav"), 2, "cut.wav", "cut off")
    assert list(tmp_path.glob("out.wav*")) == []


@pytest.mark.parametrize("level", [0, 40], ids=["silence", "noise"])
def test_a_caller_without_words_is_answered_and_reported(ivr: Ivr, tmp_path: Path, level: int) -> None:
    """Silence or soft noise is a call that ends politely; the person who plays it is told, with exit code 1."""
    noise = np.random.default_rng(7).normal(0, level, 16_000 * 20)
    result = ivr("call", "--wav", _wav(tmp_path / "nothing.wav", noise), "--json")

    _refused(result, 1, "nothing.wav", "no words were heard")
    assert '"event": "call_ended"' in result.stdout


def test_an_unknown_flow_is_wrong_use_and_the_near_name_is_said(ivr: Ivr) -> None:
    """A mistyped sample line is answered with the nearest one."""
    _refused(ivr("call", "--flow", "retial", "--text"), 2, "retial", "Did you mean 'retail'?")


def test_a_broken_flow_names_file_line_and_column(ivr: Ivr, tmp_path: Path) -> None:
    """An author's mistake is a "no" (code 1), with its place and the near key."""
    flow = tmp_path / "flow.yaml"
    flow.write_text("flow: mini\nlanguage: en\nstrat: welcome\n")

    result = ivr("call", "--flow", flow, "--text")

    assert result.returncode == 1
    assert f"{flow}:3:1: error[unknown-key]: strat: no such key. Did you mean 'start'?" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_directory_without_a_model_is_the_environments_fault(ivr: Ivr, tmp_path: Path) -> None:
    """`--model` with a folder that holds no model ends with code 3 and says what a model is."""
    sound = _wav(tmp_path / "a.wav", np.zeros(16_000))

    _refused(ivr("call", "--wav", sound, "--model", tmp_path), 3, "no final.mdl")
    _refused(ivr("call", "--wav", sound, "--model", "ivr-en-startr"), 3, "Did you mean 'ivr-en-starter'?")


def test_a_damaged_model_is_the_environments_fault(ivr: Ivr, tmp_path: Path) -> None:
    """A folder that looks like a model but is none is refused before the caller is greeted."""
    (tmp_path / "model" / "am").mkdir(parents=True)
    (tmp_path / "model" / "am" / "final.mdl").write_bytes(b"\0B<TransitionModel> nonsense")
    sound = _wav(tmp_path / "a.wav", np.zeros(16_000))

    result = ivr("call", "--wav", sound, "--model", tmp_path / "model", "--json")

    assert (result.returncode, result.stdout) == (3, "")
    assert "Vosk cannot load this model" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_a_database_that_cannot_be_opened_is_the_environments_fault(ivr: Ivr, tmp_path: Path) -> None:
    """The setting is named, and the path is not a traceback."""
    (tmp_path / "file").write_text("")

    _refused(ivr("queue", "list", IVR_DATABASE=f"sqlite:///{tmp_path}/file/x.sqlite"), 3, "IVR_DATABASE")
    _refused(ivr("queue", "list", IVR_DATABASE="nonsense"), 3, "IVR_DATABASE")


def test_a_database_password_is_never_shown(ivr: Ivr) -> None:
    """An error about the database keeps the secret in its URL."""
    result = ivr("queue", "list", IVR_DATABASE="postgresql+psycopg://me:topsecret@127.0.0.1:1/x")

    assert result.returncode == 3
    assert "topsecret" not in result.stderr + result.stdout


def test_a_recording_that_cannot_be_written_is_wrong_use(ivr: Ivr, tmp_path: Path) -> None:
    """The folder of `--out` must exist; this is said before the call."""
    sound = _wav(tmp_path / "a.wav", np.zeros(16_000))

    result = ivr("call", "--wav", sound, "--out", tmp_path / "no" / "out.wav", "--json")

    _refused(result, 2, "cannot be written")
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--text", "--wav", "a.wav"),
        ("stray.wav",),
        ("--text", "--aloud"),
        ("--aloud",),
        ("--text", "--out", "x.wav"),
        ("--real-time",),
        ("--text", "--real-time"),
        ("--wav", "a.wav", "--real-time", "--aloud"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_use(ivr: Ivr, arguments: tuple[str, ...]) -> None:
    """Contradictions are refused at once, in one line."""
    _refused(ivr("call", *arguments), 2)


def test_an_unknown_command_is_answered_with_the_near_one(ivr: Ivr) -> None:
    """`ivr cal` suggests `call`."""
    result = ivr("cal")

    assert result.returncode == 2
    assert "Did you mean 'call'?" in result.stderr


def test_without_a_sound_card_the_microphone_call_says_what_to_do(ivr: Ivr, tmp_path: Path) -> None:
    """No PortAudio or no device: code 3, the fix, and the ways to call without one."""
    result = ivr("call", XDG_RUNTIME_DIR=str(tmp_path), HOME=str(tmp_path), PULSE_SERVER="unix:/nonexistent")

    if result.returncode == 0:
        pytest.skip("this machine has a sound card")
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
    assert any(word in result.stderr for word in ("apt install libportaudio2", "--wav FILE"))


@pytest.mark.skipif(not ODD.is_dir(), reason="the odd sound files of ../shared/data are not here")
def test_every_odd_file_is_read_or_refused_with_its_name() -> None:
    """Invalid, unsupported and unusual files give sound or an AudioFileError, never another error."""
    for path in sorted(ODD.glob("*/*.wav")):
        try:
            refused = None if len(read_clip(path).pcm) > 0 else ""
        except AudioFileError as error:
            refused = str(error)
        assert refused is None or str(path) in refused


@pytest.mark.skipif(not ODD.is_dir(), reason="the odd sound files of ../shared/data are not here")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ibm_sttgateway/04-empty-audio.wav", 2),
        ("wavefile_gem/data_chunk_truncated.wav", 2),
        ("wavefile_gem/bad_channel_count.wav", 2),
        ("scipy_wav/test-1234Hz-le-1ch-10S-20bit-extra.wav", 2),
        ("wavefile_gem/extensible_stereo_float_64_44100.wav", 1),
        ("scipy_wav/test-8000Hz-le-2ch-1byteu.wav", 1),
    ],
)
def test_an_odd_file_is_played_or_refused_in_one_line(ivr: Ivr, name: str, code: int) -> None:
    """What cannot be played is wrong use (2); what can be, but holds no words, is a "no" (1)."""
    _refused(ivr("call", "--wav", ODD / name, "--json"), code, Path(name).name)


NO_WORDS = [
    "caf\udce9 \udcff",
    "\x00\x01\x02",
    "\U0001f600" * 300,
    "word " * 10_000,
    "\u202e\u202d",
    "\udced\udca0\udc80",
]


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_whatever_is_typed_is_a_turn_and_the_next_is_understood(ivr: Ivr, locale: str) -> None:
    """Bytes that are no text, controls, pictures, ten thousand words: asked again, then a person; never a traceback."""
    for flow, agent in (("retail", "agent"), ("retail.zh", "\u4eba\u5de5")):
        for odd in NO_WORDS[:3], NO_WORDS[3:]:
            result = ivr("call", "--flow", flow, "--text", "--json", typed="\n".join([*odd[:2], agent]), LC_ALL=locale)

            assert (result.returncode, result.stderr) == (0, "")
            assert '"event": "transfer"' in result.stdout


def test_two_languages_in_one_sentence_are_understood_where_the_words_are_known(ivr: Ivr) -> None:
    """Either line, and digits of another script."""
    for flow, said in (
        ("retail.zh", "\u6211\u60f3 refund \u8fd9\u4e2a order"),
        ("retail", "i want a \u9000\u6b3e for my \u8ba2\u5355"),
    ):
        result = ivr(
            "call",
            "--flow",
            flow,
            "--text",
            "--json",
            typed=f"{said}\n\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
        )

        assert '"intent": "refund"' in result.stdout
        assert '"slots": {"order_number": "12345678"}' in result.stdout
