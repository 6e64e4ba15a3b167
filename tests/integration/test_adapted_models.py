"""A name that no dictionary holds is heard once the model is adapted, and not before."""

import json
from pathlib import Path

import numpy as np
import pytest

from ivr import app
from ivr.adaptation import Adapted, adapt_model
from ivr.audio.frames import FRAME_SAMPLES, LINE_RATE, AudioFrame, Pcm, silence
from ivr.flow.loader import load_flow
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.settings import read_settings
from ivr.speech.adaptation import open_kit
from ivr.speech.graph.definition import ModelDefinition
from ivr.speech.graph.folder import EXTRA_SYMBOLS, UNKNOWN, write_graph
from ivr.speech.graph.kit import TriphoneGraphs, write_kit
from ivr.speech.graph.lexicon import Lexicon
from ivr.speech.model_store import open_model_dir
from ivr.speech.recognizer import Expectation
from ivr.speech.vosk_recognizer import VoskRecognizer, read_vocabulary
from ivr.terms import Language

FLOW = """
flow: shop
language: {language}
start: hello
hand_over: {{queue: general}}
intents:
  order: {{means: order, examples: {examples}}}
  billing: {{means: pay, examples: {others}}}
routes: {{order: desk, billing: desk}}
nodes:
  hello: {{say: Hello., listen: {{to: any}}}}
  desk: {{transfer: {{queue: billing}}}}
"""
SENTENCES = {
    Language.ENGLISH: ["i want to buy a zorblat", "where is my zorblat", "a 4k screen please", "i want to pay a bill"],
    Language.MANDARIN: ["我要买鑫多多的东西", "我的鑫多多订单到哪了", "我要付款", "账单多少钱"],
}
NAME = {Language.ENGLISH: "zorblat", Language.MANDARIN: "鑫多多"}


@pytest.fixture(params=list(Language))
def language(request: pytest.FixtureRequest) -> Language:
    """Each language has a starter that can be adapted."""
    wanted: Language = request.param
    return wanted


@pytest.fixture
def flow(language: Language, tmp_path: Path) -> Path:
    """A line whose callers speak of a made-up product."""
    path = tmp_path / "flow.yaml"
    lines = SENTENCES[language]
    path.write_text(FLOW.format(language=language, examples=lines[:3], others=lines[3:]), "utf-8")
    return path


def spoken(text: str, language: Language) -> Pcm:
    """The sentence in the line's voice, between two silences."""
    voice = Pyttsx3Voice()
    try:
        said = voice.render(text, Manner(language, "", 140, 0.9))
    finally:
        voice.close()
    quiet = silence(LINE_RATE // 2)
    return np.concatenate([quiet, said, quiet])


def hear(model: Path, language: Language, pcm: Pcm, phrases: list[str]) -> str:
    """What a model hears when it expects these phrases."""
    hearing = VoskRecognizer(open_model_dir(model, language)).open(Expectation(tuple(phrases)))
    for start in range(0, len(pcm) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        hearing.feed(AudioFrame(pcm[start : start + FRAME_SAMPLES], LINE_RATE, start * 1000 // LINE_RATE))
    return hearing.finish().text


def test_a_name_is_heard_after_adapting_and_not_before(flow: Path, language: Language, tmp_path: Path) -> None:
    """The voice says a sentence with the name in it."""
    settings = read_settings()
    phrases = SENTENCES[language]
    pcm = spoken(phrases[1], language)
    before = hear(app.model_for(settings, language).path, language, pcm, phrases)

    adapted = adapt_model(app.open_flow(str(flow), settings), settings, out=tmp_path / "model")

    assert NAME[language] not in before
    assert hear(adapted.path, language, pcm, phrases) == phrases[1]
    assert adapted.unheard == ()


def test_the_same_flow_gives_the_same_bytes(flow: Path, tmp_path: Path) -> None:
    """In every file; and what is written a second time takes the place of the first."""
    settings = read_settings()
    loaded = app.open_flow(str(flow), settings)
    first, second = (adapt_model(loaded, settings, out=tmp_path / folder / "model").path for folder in "ab")
    again = adapt_model(loaded, settings, out=second).path

    contents = [
        {path.relative_to(model): path.read_bytes() for path in model.rglob("*") if path.is_file()}
        for model in (first, again)
    ]
    assert contents[0] == contents[1]
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["model"]


def test_the_starters_own_words_give_the_starters_own_graph(tmp_path: Path) -> None:
    """What the recipe builds is what adapting builds: its transitions are those of the starter's final.mdl."""
    starter = app.model_for(read_settings(), Language.ENGLISH)
    kit = open_kit(starter)
    words = read_vocabulary(starter.path) - {*EXTRA_SYMBOLS, UNKNOWN, "<eps>"}

    graph = kit.graphs.build({word: kit.lexicon[word] for word in words})
    write_graph(tmp_path, graph)

    for name in ("HCLr.fst", "words.txt", "phones.txt", "phones/word_boundary.int", "disambig_tid.int"):
        assert (tmp_path / name).read_bytes() == (starter.path / "graph" / name).read_bytes(), name
    assert graph.transitions.serialise() in (starter.path / "am" / "final.mdl").read_bytes()


def test_choices_are_expected_in_the_form_in_which_words_are_recognised(tmp_path: Path) -> None:
    """An author writes M&S; the recogniser's words are "m" and "s"."""
    path = tmp_path / "flow.yaml"
    slots = "slots: {shop: {type: choice, ask: Which?, choices: {M&S: [M&S], Acme: [the ACME]}}}\n"
    path.write_text(FLOW.format(language="en", examples=["hello"], others=["goodbye shop"]) + slots, "utf-8")

    interpreter = app.interpreter_for(load_flow(path).flow)

    assert set(interpreter.expectation((), "shop").answers) == {"m s", "the acme"}


@pytest.fixture
def mandarin(tmp_path: Path) -> Path:
    """The files of a Mandarin model that cannot hear, with three words and the syllables of four."""
    path = tmp_path / "zh"
    syllables: Lexicon = {name: [(name[0], name[1:])] for name in ("wo3", "yao4", "mai3", "pin1", "duo1")}
    words: Lexicon = {"我": syllables["wo3"], "要": syllables["yao4"], "买": syllables["mai3"]}
    phones = ("+NSN+", "+SPN+", "SIL", *(unit for said in syllables.values() for unit in said[0]))
    senones = np.arange(3 * len(phones)).reshape(-1, 3)
    definition = ModelDefinition(phones, {}, senones, np.full((len(phones), 3, 4), 0.25))
    (path / "am").mkdir(parents=True)
    (path / "am" / "final.mdl").write_bytes(b"no network")
    details = {"name": "zh", "language": "zh", "decoding": "grammar", "word_time_scale": 1.0}
    (path / "ivr-model.json").write_text(json.dumps(details), "utf-8")
    graphs = TriphoneGraphs(definition)
    write_kit(path, "triphones", words, graphs.write, syllables)
    write_graph(path / "graph", graphs.build(words))
    return path


def test_a_mandarin_flow_gets_its_names_in_pinyin(mandarin: Path, tmp_path: Path) -> None:
    """Sentences are cut into the model's words; a stretch that is none is a name, guessed or the author's."""
    settings = read_settings().model_copy(update={"model": str(mandarin)})
    path, names = tmp_path / "flow.yaml", tmp_path / "names.txt"
    path.write_text(FLOW.format(language="zh", examples=["我要买拼多多"], others=["我买", "要vip"]), "utf-8")
    names.write_text("拼多多 pin1 duo1\n", "utf-8")
    loaded = load_flow(path)

    guessed = adapt_model(loaded, settings, out=tmp_path / "guessed")
    corrected = adapt_model(loaded, settings, names, tmp_path / "corrected")

    def said(adapted: Adapted) -> dict[str, tuple[str, str]]:
        return {one.word: (" ".join(one.variants[0]), one.source) for one in adapted.words}

    known = {"我": ("w o3", "dictionary"), "要": ("y ao4", "dictionary"), "买": ("m ai3", "dictionary")}
    assert said(guessed).items() >= (known | {"拼多多": ("p in1 d uo1 d uo1", "guess")}).items()
    assert said(corrected).items() >= (known | {"拼多多": ("p in1 d uo1", "lexicon")}).items()
    assert guessed.unheard == ("vip",)


def test_the_checker_cuts_chinese_into_the_models_words(mandarin: Path, tmp_path: Path) -> None:
    """A stretch of characters that are no words is warned of, where it first stands; and no more once adapted."""
    settings = read_settings().model_copy(update={"model": str(mandarin)})
    path = tmp_path / "flow.yaml"
    path.write_text(FLOW.format(language="zh", examples=["我要买拼多多"], others=["我买拼多多"]), "utf-8")
    loaded = load_flow(path)

    warned = app.unheard_words(loaded, settings)
    adapted = adapt_model(loaded, settings, out=tmp_path / "model")

    assert [(one.line, one.message.partition(" is ")[0]) for one in warned] == [(7, "'拼多多'")]
    assert app.unheard_words(loaded, settings.model_copy(update={"model": str(adapted.path)})) == []
