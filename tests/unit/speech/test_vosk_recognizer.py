"""Recognition by Vosk, without Vosk: what libvosk answers, and how it is read."""

import json
from pathlib import Path

import numpy as np
import pytest

from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, LINE_RATE, AudioFrame, silence
from ivr.audio.pcm import frames_of
from ivr.errors import ModelError
from ivr.speech import vosk_recognizer
from ivr.speech.model_store import ModelDir
from ivr.speech.recognizer import Expectation
from ivr.speech.transcript import Transcript, Word
from ivr.speech.vosk_recognizer import (
    ALTERNATIVES,
    TAIL_MS,
    VoskHearing,
    VoskRecognizer,
    hears_by_grammar,
    read_vocabulary,
)
from ivr.terms import Language


@pytest.fixture
def believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these decoders tell was said, whatever they were fed."""
    monkeypatch.setattr(vosk_recognizer, "VOWEL_MS", 0)


class Decoder:
    """Answers as libvosk does: `results` in the middle of speech, `final` at its end, `partial` meanwhile."""

    def __init__(self, final: object, partial: str = "", results: tuple[object, ...] = ()) -> None:
        self._final = json.dumps(final)
        self._partial = json.dumps({"partial": partial})
        self._results = [json.dumps(result) for result in results]

    def AcceptWaveform(self, data: bytes) -> bool:  # noqa: N802  libvosk's name
        return bool(self._results)

    def Result(self) -> str:  # noqa: N802
        return self._results.pop(0)

    def PartialResult(self) -> str:  # noqa: N802
        return self._partial

    def FinalResult(self) -> str:  # noqa: N802
        return self._final


class BrokenDecoder(Decoder):
    """Fails as libvosk does: with a bare Exception."""

    def AcceptWaveform(self, data: bytes) -> bool:  # noqa: N802
        raise Exception("Failed to process waveform")


def heard(*texts: str, start: float = 0.0) -> dict[str, object]:
    """A libvosk result: hypotheses that are equally likely, each of words of 0.3 s."""
    return {
        "alternatives": [
            {
                "confidence": 100.0,
                "text": text,
                "result": [
                    {"word": word, "start": start + 0.3 * at, "end": start + 0.3 * (at + 1)}
                    for at, word in enumerate(text.split())
                ],
            }
            for text in texts
        ]
    }


def frame(start_ms: int) -> AudioFrame:
    """A frame of the call."""
    return AudioFrame(silence(), LINE_RATE, start_ms)


@pytest.mark.usefixtures("believed")
def test_times_count_from_the_beginning_of_the_call_in_the_frames_of_the_model() -> None:
    """libvosk counts from the first sample it was fed and thinks that a frame lasts 30 ms."""
    hearing = VoskHearing(lambda: Decoder(heard("hello", start=0.1)), Language.ENGLISH, 2.0)
    hearing.feed(frame(1000))
    hearing.feed(frame(1020))

    assert (Word("hello", 1200, 1800, 1.0),) == hearing.finish().words


@pytest.mark.usefixtures("believed")
def test_what_libvosk_takes_for_two_sentences_is_one_transcript() -> None:
    """Models other than the starters end sentences by themselves; the ways to hear each are ways to hear both."""
    decoder = Decoder(heard("is late", start=1.0), results=(heard("my order", "my odour"),))
    hearing = VoskHearing(lambda: decoder, Language.ENGLISH, 1.0)
    hearing.feed(frame(0))

    assert hearing.partial().text == "my order"

    transcript = hearing.finish()

    assert transcript.text == "my order is late"
    assert [word.start_ms for word in transcript.words] == [0, 300, 1000, 1300]
    assert [other.text for other in transcript.alternatives] == ["my odour is late"]


@pytest.mark.usefixtures("believed")
def test_a_transcript_keeps_the_likeliest_alternatives() -> None:
    """With words and times of their own, and no alternatives of their own."""
    texts = [f"{word} order" for word in "my the a one no go".split()]

    transcript = VoskHearing(lambda: Decoder(heard(*texts)), Language.ENGLISH, 1.0).finish()

    assert [transcript.text, *(other.text for other in transcript.alternatives)] == texts[: 1 + ALTERNATIVES]
    assert transcript.words[1].confidence == 1.0
    assert all(len(other.words) == 2 and not other.alternatives for other in transcript.alternatives)


@pytest.mark.usefixtures("believed")
def test_noise_is_not_a_word() -> None:
    """What the recogniser calls unknown is left out of the text, and nothing but noise is no alternative."""
    transcript = VoskHearing(lambda: Decoder(heard("[unk] refund <unk>", "[unk]")), Language.ENGLISH, 1.0).finish()

    assert (transcript.text, len(transcript.words), transcript.alternatives) == ("refund", 1, ())


@pytest.mark.parametrize(
    ("heard_in_all", "believed_in_all"), [("one two three", "two"), ("one", "one"), ("two", "two"), ("", "")]
)
def test_a_word_without_a_voice_is_believed_only_when_there_is_no_other(
    heard_in_all: str, believed_in_all: str
) -> None:
    """Noise before and after "two" resembles digits; who whispers "one" has said it. The voice begins at 0.3 s."""
    start = 0.3 if heard_in_all == "two" else 0.0
    hearing = VoskHearing(lambda: Decoder(heard(heard_in_all, start=start)), Language.ENGLISH, 1.0)
    time = np.arange(LINE_RATE) / LINE_RATE
    sound = (3000 * np.sin(2 * np.pi * 150 * time) * ((time >= 0.3) & (time < 0.58))).astype(np.int16)
    for number, pcm in enumerate(frames_of(sound)):
        hearing.feed(AudioFrame(pcm, LINE_RATE, number * FRAME_MS))

    assert hearing.finish().text == believed_in_all


@pytest.mark.parametrize(
    ("partial", "text"), [("", ""), ("[unk] [unk]", ""), ("[unk] agent", "agent"), ("an agent", "an agent")]
)
def test_only_real_words_are_words(partial: str, text: str) -> None:
    """A cough over a prompt does not stop it."""
    assert text == VoskHearing(lambda: Decoder({}, partial), Language.ENGLISH, 1.0).partial().text


def test_nothing_heard_is_an_empty_transcript() -> None:
    """libvosk answers without a `result`."""
    nothing = VoskHearing(lambda: Decoder({"text": ""}), Language.ENGLISH, 1.0)
    assert Transcript("", Language.ENGLISH, 0.0) == nothing.finish()


@pytest.mark.parametrize("place", ["graph", "."])
def test_the_words_of_a_model_are_found_in_both_layouts(tmp_path: Path, place: str) -> None:
    """Old models have all files in one folder."""
    folder = tmp_path / place
    folder.mkdir(exist_ok=True)
    (folder / "words.txt").write_text("<eps> 0\n订单 1\n", "utf-8")

    assert read_vocabulary(tmp_path) == {"<eps>", "订单"}


@pytest.mark.parametrize(
    ("wants_grammar", "takes_grammar", "only_examples", "by_grammar"),
    [
        (True, True, True, True),
        (False, True, True, False),
        (False, True, False, True),
        (False, False, False, False),
    ],
)
def test_only_a_starter_hears_open_questions_by_grammar(
    wants_grammar: bool, takes_grammar: bool, only_examples: bool, by_grammar: bool
) -> None:
    """Other models hear slots by grammar, if their graph can take one, and sentences freely."""
    model = ModelDir(Path("model"), Language.ENGLISH, wants_grammar, takes_grammar=takes_grammar)

    assert by_grammar == hears_by_grammar(model, Expectation(("agent",), only_examples=only_examples))


def test_a_decoder_that_breaks_is_a_model_error() -> None:
    """Which the call knows how to survive."""
    with pytest.raises(ModelError, match="the speech model failed while listening"):
        VoskHearing(lambda: BrokenDecoder({}), Language.ENGLISH, 1.0).feed(frame(0))


def test_a_directory_that_vosk_does_not_take_is_a_model_error(tmp_path: Path) -> None:
    """It looks like a model and is none."""
    (tmp_path / "final.mdl").touch()

    with pytest.raises(ModelError, match="Vosk cannot load this model"):
        VoskRecognizer(ModelDir(tmp_path, Language.ENGLISH))


def test_a_word_without_a_voice_in_it_was_not_said() -> None:
    """The recogniser takes the noise before a digit for another one: of "four" in silence and "zero" in a voice one is
    left, and both ways to hear it are one."""
    result = heard("four zero", "zero")
    result["alternatives"][1]["result"][0] |= {"start": 0.3, "end": 0.6}  # type: ignore[index]
    hearing = VoskHearing(lambda: Decoder(result), Language.ENGLISH, 1.0)
    time = np.arange(FRAME_SAMPLES * 30) / LINE_RATE
    sound = (3000 * np.sin(2 * np.pi * 150 * time) * (time >= 0.3)).astype(np.int16)
    for number, pcm in enumerate(frames_of(sound)):
        hearing.feed(AudioFrame(pcm, LINE_RATE, number * FRAME_MS))

    transcript = hearing.finish()

    assert (transcript.text, transcript.confidence, transcript.share) == ("zero", 1.0, 1.0)
    assert not transcript.alternatives


# --- drafts ---


class Tape:
    """Decoders that hear as a list of words what they are fed: the number of samples a frame has."""

    def __init__(self) -> None:
        self.opened = 0

    def __call__(self) -> "TapeDecoder":
        self.opened += 1
        return TapeDecoder()


class TapeDecoder(Decoder):
    """Tells when asked how many frames it was fed, as one word."""

    def __init__(self) -> None:
        super().__init__({})
        self._fed = 0

    def AcceptWaveform(self, data: bytes) -> bool:  # noqa: N802
        self._fed += len(data) // 2 // FRAME_SAMPLES
        return False

    def FinalResult(self) -> str:  # noqa: N802
        return json.dumps(heard(f"f{self._fed}"))


TAIL = TAIL_MS // FRAME_MS


@pytest.mark.usefixtures("believed")
def test_a_draft_is_what_would_have_been_heard_had_the_caller_stopped() -> None:
    """With a little silence after it; asking twice is asking once, and finishing then costs nothing."""
    tape = Tape()
    hearing = VoskHearing(tape, Language.ENGLISH, 1.0)
    hearing.feed(frame(0))
    hearing.feed(frame(20))

    assert [hearing.draft().text, hearing.draft().text, hearing.finish().text] == [f"f{2 + TAIL}"] * 3
    assert tape.opened == 1


@pytest.mark.usefixtures("believed")
def test_who_goes_on_after_a_draft_is_heard_from_the_beginning() -> None:
    """By a new decoder: a word is not cut in two."""
    tape = Tape()
    hearing = VoskHearing(tape, Language.ENGLISH, 1.0)
    hearing.feed(frame(0))
    hearing.draft()
    hearing.feed(frame(20))

    assert hearing.draft().text == f"f{2 + TAIL}"
    assert tape.opened == 2


@pytest.mark.usefixtures("believed")
def test_what_was_said_before_a_gap_is_not_heard_again() -> None:
    """It stays as it was heard, and the rest follows."""
    hearing = VoskHearing(Tape(), Language.ENGLISH, 1.0)
    hearing.feed(frame(0))
    hearing.draft()
    for start_ms in (40, 60):
        hearing.feed(frame(start_ms))

    assert hearing.draft().text == f"f{1 + TAIL} f{2 + TAIL}"


@pytest.mark.usefixtures("believed")
def test_what_is_over_is_heard_as_it_was() -> None:
    """Nothing is added to a recording that has its own silence at the end."""
    hearing = VoskHearing(Tape(), Language.ENGLISH, 1.0)
    hearing.feed(frame(0))

    assert hearing.finish().text == "f1"


class DoubtfulTape(TapeDecoder):
    """As above, but anything else is as likely."""

    def FinalResult(self) -> str:  # noqa: N802
        return json.dumps(heard(f"f{self._fed}", "else"))


@pytest.mark.usefixtures("believed")
def test_what_was_heard_doubtfully_before_a_long_pause_is_heard_again() -> None:
    """With what follows, and the silence between, as long as it was."""
    hearing = VoskHearing(DoubtfulTape, Language.ENGLISH, 1.0)
    hearing.feed(frame(0))
    hearing.draft()
    hearing.feed(frame(1000))

    assert hearing.finish().text == "f51"
