"""Voices of Piper, by a stand-in of the same inputs and outputs: each phoneme is a step as high as its number."""

import json
from pathlib import Path

import numpy as np
import pytest

from ivr.audio.frames import LINE_RATE
from ivr.errors import VoiceError
from ivr.prompts.cache import CachedVoice
from ivr.prompts.piper_voice import PAUSE_MS, PiperVoice, voice_names
from ivr.prompts.prompt_folder import PromptFolder
from ivr.prompts.voice import Manner
from ivr.prompts.voices import Voices
from ivr.terms import Language

for package in ("onnx", "onnxruntime"):
    pytest.importorskip(package, reason="the extras 'embeddings' and 'piper' are not installed")

NAME = "en_US-steps-low"
RATE = 16_000
STEP = 160
"""Samples of a phoneme."""

PHONEMES = "_^$ .,?!:;'abcdefhijklmnopqrstuvwxyzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒˈˌː̩θ12345ɕχɜ"


def write_voice(folder: Path, name: str = NAME, speakers: int = 1, **settings: object) -> None:
    """A voice file whose samples tell what it was asked: the numbers of the phonemes, their length and its noise."""
    from onnx import TensorProto, checker, helper, save

    def node(kind: str, inputs: str, output: str, **more: object) -> object:
        return helper.make_node(kind, inputs.split(), [output], **more)

    constants = [
        helper.make_tensor("step", TensorProto.FLOAT, [1], [STEP]),
        helper.make_tensor("loudest", TensorProto.FLOAT, [1], [200]),
        helper.make_tensor("first", TensorProto.INT64, [1], [0]),
        helper.make_tensor("second", TensorProto.INT64, [1], [1]),
        helper.make_tensor("last", TensorProto.INT64, [1], [2]),
        helper.make_tensor("flat", TensorProto.INT64, [4], [1, 1, 1, -1]),
    ]
    nodes = [
        node("Gather", "scales second", "length"),
        node("Mul", "length step", "samples"),
        node("Cast", "samples", "each", to=TensorProto.INT64),
        node("Concat", "input_lengths each", "shape", axis=0),
        node("Cast", "input", "ids", to=TensorProto.FLOAT),
        node("Transpose", "ids", "column", perm=[1, 0]),
        node("Div", "column loudest", "height"),
        node("Expand", "height shape", "steps"),
        node("RandomNormalLike", "steps", "chance"),
        node("Gather", "scales first", "noise"),
        node("Mul", "chance noise", "hiss"),
        node("Add", "steps hiss", "noisy"),
        node("Gather", "scales last", "unevenness"),
        node("Add", "noisy unevenness", "uneven"),
        node("Reshape", "uneven flat", "output"),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, None]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, None])
    graph = helper.make_graph(nodes, "steps", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    save(model, folder / f"{name}.onnx")
    told = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "num_speakers": speakers,
        "phoneme_id_map": {phoneme: [number] for number, phoneme in enumerate(PHONEMES)},
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(told | settings), "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the voice in it."""
    path = tmp_path_factory.mktemp("voices")
    write_voice(path)
    return path


def said(folder: Path, text: str, name: str = NAME, rate: int = 150, volume: float = 0.5) -> np.ndarray:
    """What the voice says, by a voice that has never spoken."""
    voice = PiperVoice(folder)
    try:
        return voice.render(text, Manner(Language.ENGLISH, name, rate, volume))
    finally:
        voice.close()


def phonemes(pcm: np.ndarray) -> str:
    """The phonemes that the stand-in was given, without what stands between them."""
    heights = pcm[STEP // 2 :: STEP].astype(float) / 32767 / (1.5 * 0.5) * 200
    return "".join(PHONEMES[round(height)] for height in heights if height > 0.5)


def test_the_phonemes_of_espeak_are_asked_for(folder: Path) -> None:
    """Begun and ended as the voices of Piper expect it, with the marks at which they pause."""
    assert phonemes(said(folder, "Yes, two")) == "^jˈɛs, tˈuː$"


def test_the_same_text_gives_the_same_samples(folder: Path) -> None:
    """In another voice of the same file, and after other texts: the noise is left out."""
    voice = PiperVoice(folder)
    manner = Manner(Language.ENGLISH, NAME, 150, 0.5)
    try:
        first, _, again = (voice.render(text, manner) for text in ("Hello there.", "What else?", "Hello there."))
    finally:
        voice.close()

    assert np.array_equal(first, again)
    assert np.array_equal(first, said(folder, "Hello there."))


def test_figures_are_said_as_by_every_voice(folder: Path) -> None:
    """By the same words."""
    assert np.array_equal(said(folder, "March 2"), said(folder, "March 2nd"))


def test_sentences_are_computed_one_by_one(folder: Path) -> None:
    """With silence between them; the full stops of p.m. end none."""
    one, two = said(folder, "Yes."), said(folder, "No!")

    assert len(said(folder, "Yes. No!")) == len(one) + len(two) + LINE_RATE * PAUSE_MS // 1000
    assert "." not in phonemes(said(folder, "At 5:00 p.m. today"))


def test_rate_and_volume(folder: Path) -> None:
    """Twice as fast is half as long."""
    usual = said(folder, "Yes")

    assert len(said(folder, "Yes", rate=300)) == len(usual) // 2
    assert np.abs(said(folder, "Yes", volume=0.25)).max() == pytest.approx(np.abs(usual).max() / 2, abs=1)


@pytest.mark.parametrize("text", ["", "...", "—", "  "])
def test_nothing_to_say_is_silence(folder: Path, text: str) -> None:
    """No voice is asked."""
    assert len(said(folder, text)) == 0


def test_a_voice_of_several_speakers_speaks_as_the_first(tmp_path: Path) -> None:
    """The others have no names that a flow could say."""
    write_voice(tmp_path, speakers=3)

    assert len(said(tmp_path, "Yes"))


@pytest.mark.parametrize("missing", [f"{NAME}.onnx", f"{NAME}.onnx.json"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    """With what to do."""
    write_voice(tmp_path)
    (tmp_path / missing).unlink()

    with pytest.raises(VoiceError, match=f"the voice '{NAME}' has no file .*{missing}") as told:
        said(tmp_path, "Yes")
    assert str(tmp_path) in told.value.fix


@pytest.mark.parametrize(
    ("file", "content"),
    [("onnx", "no network"), ("onnx.json", "{"), ("onnx.json", "[]"), ("onnx.json", "{}")],
)
def test_a_damaged_file_is_told(tmp_path: Path, file: str, content: str) -> None:
    """Nobody sees what the parser of the file says."""
    write_voice(tmp_path)
    (tmp_path / f"{NAME}.{file}").write_text(content, "utf-8")

    with pytest.raises(VoiceError, match=f"{NAME}.onnx.json is no voice of Piper"):
        said(tmp_path, "Yes")


def test_voices_of_other_phonemes_are_refused(tmp_path: Path) -> None:
    """They would speak gibberish."""
    write_voice(tmp_path, phoneme_type="pinyin")

    with pytest.raises(VoiceError, match="wants phonemes of the type 'pinyin'"):
        said(tmp_path, "Yes")


def test_a_voice_that_espeak_cannot_pronounce_is_told(tmp_path: Path) -> None:
    """Its file names the voice of espeak-ng by which it is pronounced."""
    write_voice(tmp_path, espeak={"voice": "nowhere"})

    with pytest.raises(VoiceError, match="espeak-ng has no voice 'nowhere'"):
        said(tmp_path, "Yes")


def test_every_voice_is_behind_one(folder: Path, tmp_path: Path) -> None:
    """By its name; and a voice file of other samples never speaks from the cache of this one."""
    voices = Voices(folder)
    cached = CachedVoice(voices, PromptFolder(tmp_path, 1), voices.edition)
    steps, usual = Manner(Language.ENGLISH, NAME, 150, 0.5), Manner(Language.ENGLISH)
    try:
        assert np.array_equal(cached.render("Yes", steps), said(folder, "Yes"))
        assert not np.array_equal(cached.render("Yes", usual), cached.render("Yes", steps))
        edition = voices.edition(steps)
        with pytest.raises(VoiceError):
            cached.render("Yes", Manner(Language.ENGLISH, "en_US-gone-low"))
    finally:
        cached.close()
    write_voice(tmp_path, num_symbols=7)
    others = Voices(tmp_path)

    assert others.edition(steps) != edition != others.edition(usual)
    assert voice_names(folder) == [NAME]
