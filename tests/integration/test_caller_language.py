"""The language of recorded callers, heard by both starter models at once."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ivr import app
from ivr.audio.clip import read_clip
from ivr.audio.frames import LINE_RATE, AudioFrame
from ivr.audio.pcm import frames_of
from ivr.dialogue.actions import ChooseLanguage, ChosenBy, Listen
from ivr.dialogue.events import CallStarted, Heard
from ivr.dialogue.reception import Reception, Tongue
from ivr.flow.line import Finding, LoadedLine, load_line
from ivr.settings import read_settings
from ivr.speech.bilingual_recognizer import BilingualRecognizer
from ivr.speech.transcription import Conditions
from ivr.speech.vosk_recognizer import VoskRecognizer
from ivr.terms import Language

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "audio_samples"
NO_WISH = ("number", "goodbye", "out_of_scope")


@dataclass(frozen=True)
class Door:
    """The sample line's reception with its ears."""

    line: LoadedLine
    tongues: list[Tongue]
    ears: BilingualRecognizer

    def choice(self, path: Path) -> ChooseLanguage:
        """What the reception makes of a recording as the first words of a call."""
        talk = Reception(self.line.line, self.tongues, Finding.DETECT)
        listen = talk.handle(CallStarted())[-1]
        assert isinstance(listen, Listen)
        hearing = self.ears.open(listen.expectation)
        for at, pcm in enumerate(frames_of(Conditions().applied_to(read_clip(path).pcm))):
            hearing.feed(AudioFrame(pcm, LINE_RATE, at * 20))
        return next(one for one in talk.handle(Heard(hearing.finish())) if isinstance(one, ChooseLanguage))


@pytest.fixture(scope="module")
def door() -> Door:
    """Both flows trained and both models loaded, once."""
    settings = read_settings()
    line = load_line(ROOT / "flows" / "retail")
    assert line
    flows = [app.open_flow(f"retail.{language}", settings).flow for language in Language]
    tongues = [Tongue(flow, app.interpreter_for(flow, settings)) for flow in flows]
    ears = {language: VoskRecognizer(app.model_for(settings, language)) for language in Language}
    return Door(line, tongues, BilingualRecognizer(ears))


def _utterances(language: Language) -> Iterator[Path]:
    with (SAMPLES / "transcripts.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            if (row["kind"], row["language"]) == ("utterance", language):
                yield SAMPLES / row["path"]


@pytest.mark.parametrize("language", Language)
def test_the_line_is_sure_of_most_callers_and_wrong_about_none(door: Door, language: Language) -> None:
    """Every second recording: wishes and numbers, over the telephone and in noise."""
    paths = list(_utterances(language))[1::2]
    choices = {path: door.choice(path) for path in paths}
    sure = {path: one.language for path, one in choices.items() if one.by is not ChosenBy.ASKED}
    wishes = [path for path in paths if not any(word in path.name for word in NO_WISH)]

    assert [path.name for path, heard in sure.items() if heard is not language] == []
    assert len([path for path in wishes if path in sure]) >= 0.75 * len(wishes)
