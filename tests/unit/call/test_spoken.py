"""A conversation by sound, frame by frame."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, Pcm
from ivr.audio.line import Ear
from ivr.call.caller_speech import IN_A_SENTENCE_MS
from ivr.call.exchange import Deaf, Gone, Silent, Spoke
from ivr.call.spoken import MOST_HALTS, SpokenExchange
from ivr.dialogue.actions import Listen, Play
from ivr.prompts.voice import Manner
from ivr.records.recording import NoRecording, Recording, WaveRecording
from ivr.speech.endpointer import PRE_ROLL_MS, EndedBy, Outlook, Patience, Span
from ivr.speech.recognizer import Expectation, Recognizer
from ivr.speech.transcript import Transcript
from ivr.terms import BargeIn, Language
from ivr.testing import (
    LOUD,
    QUIET,
    BrokenRecognizer,
    CannedRecognizer,
    LoudnessDetector,
    ScriptedLine,
    SilentVoice,
    hush,
    nobody_knows,
    voice,
)
from ivr.understanding.back_channel import with_back_channels

LISTEN = Listen("welcome", Expectation(("agent",)), Patience(no_input_ms=2000, end_silence_ms=800, max_ms=5000))
PROMPT = Play("x" * 100, "welcome")
"""Two seconds of prompt."""


def exchange_over(
    line: ScriptedLine, recognizer: Recognizer | None = None, recording: Recording | None = None
) -> SpokenExchange:
    """A call over this line."""
    return SpokenExchange(
        line,
        SilentVoice(),
        Manner(Language.ENGLISH),
        recognizer or CannedRecognizer("agent"),
        LoudnessDetector(),
        recording or NoRecording(),
    )


def spoke(exchange: SpokenExchange, listen: Listen = LISTEN) -> Spoke:
    """The next turn, which the caller must have."""
    reply = exchange.listen(listen, nobody_knows)
    assert isinstance(reply, Spoke)
    return reply


def test_a_prompt_is_played_to_its_end() -> None:
    """Every sample of it, at the pace of the line."""
    line = ScriptedLine(hush(60_000))
    exchange = exchange_over(line)

    assert exchange.play(PROMPT, LISTEN, nobody_knows)
    assert exchange.now_ms == 2000
    assert {QUIET} == set(np.concatenate(line.played).tolist())


def test_what_follows_in_a_prompt_is_made_ready_while_its_beginning_plays() -> None:
    """Piece by piece; the first is wanted at once."""
    voice = SilentVoice()
    parts = ScriptedLine(hush(60_000)), voice, Manner(Language.MANDARIN)
    exchange = SpokenExchange(*parts, CannedRecognizer(), LoudnessDetector(), NoRecording())
    exchange.play(Play("查到了，您的订单在路上。今天会送到。", "order"), None, nobody_knows)

    assert voice.prepared == ["您的订单在路上。", "今天会送到。"]
    assert voice.spoken == ["查到了，", *voice.prepared]


def test_a_turn_is_heard_from_its_first_to_its_last_word() -> None:
    """With its times in the time of the call."""
    exchange = exchange_over(ScriptedLine(hush(2000), Ear.OPEN, hush(500), voice(600), hush(2000)))
    exchange.play(PROMPT, LISTEN, nobody_knows)
    reply = spoke(exchange)

    assert ("agent", Span(2500, 3100, EndedBy.SILENCE), None) == (
        reply.transcript.text,
        reply.span,
        reply.prompt_heard,
    )
    assert exchange.now_ms == 3900


def test_a_turn_tells_how_loud_it_was() -> None:
    """Twice the amplitude is 6 dB more; pauses and what was heard before do not count."""
    line = ScriptedLine(hush(500), voice(600), hush(1500), np.asarray(voice(900) * 2, np.int16), hush(1500))
    exchange = exchange_over(line, CannedRecognizer("agent", "agent"))

    assert [spoke(exchange).level_dbfs, spoke(exchange).level_dbfs] == [-12.2, -6.2]


def test_the_recogniser_is_told_what_to_expect_and_gets_the_whole_utterance() -> None:
    """With what was heard just before the voice, and a breath after it: the rest of the pause costs nothing."""
    recognizer = CannedRecognizer("agent")
    spoke(exchange_over(ScriptedLine(hush(1000), voice(600), hush(2000)), recognizer))

    assert [LISTEN.expectation] == recognizer.expected
    assert [hearing.heard_ms for hearing in recognizer.hearings] == [280 + 600 + 100]


def test_of_a_long_pause_the_recogniser_gets_the_end() -> None:
    """Who reads out a number in pieces costs what they say, and not how long they think."""
    recognizer = CannedRecognizer("agent")
    reply = spoke(exchange_over(ScriptedLine(hush(1000), voice(300), hush(700), voice(300), hush(2000)), recognizer))

    assert reply.span == Span(1000, 2300, EndedBy.SILENCE)
    assert [hearing.heard_ms for hearing in recognizer.hearings] == [280 + 300 + 100 + PRE_ROLL_MS + 260 + 100]


def test_silence_is_noticed_when_patience_ends() -> None:
    """And not before."""
    exchange = exchange_over(ScriptedLine(hush(60_000)))

    assert Silent() == exchange.listen(LISTEN, nobody_knows)
    assert exchange.now_ms == 2000


def test_words_over_a_prompt_stop_it_and_are_not_lost() -> None:
    """The caller is heard at once, and from the first word."""
    line = ScriptedLine(Ear.OVER_PROMPT, hush(500), voice(600), hush(2000))
    recognizer = CannedRecognizer("agent")
    exchange = exchange_over(line, recognizer)

    assert exchange.play(PROMPT, LISTEN, nobody_knows)
    assert exchange.interrupted
    assert line.stops == 1

    reply = spoke(exchange)
    assert ("agent", Span(500, 1100, EndedBy.SILENCE)) == (reply.transcript.text, reply.span)
    assert reply.prompt_heard is not None
    assert 500 < reply.prompt_heard.ms <= 500 + 40
    assert len(recognizer.hearings) == 1
    assert not exchange.interrupted


def test_a_click_does_not_stop_a_prompt() -> None:
    """A single frame, again and again, is not even listened to."""
    clicks = [part for _ in range(6) for part in (voice(20), hush(120))]
    recognizer = CannedRecognizer("agent")
    line = ScriptedLine(Ear.OVER_PROMPT, *clicks, hush(60_000))
    exchange = exchange_over(line, recognizer)

    assert exchange.play(Play("x" * 40, "welcome"), LISTEN, nobody_knows)
    assert (exchange.interrupted, exchange.now_ms, line.stops, recognizer.hearings) == (False, 800, 0, [])


@pytest.mark.parametrize(("text", "outlook"), [("", Outlook.OPEN), ("uh huh", Outlook.ASIDE)])
def test_a_prompt_that_stopped_for_nothing_goes_on(text: str, outlook: Outlook) -> None:
    """A cough, a back-channel: a moment of silence to hear what it is, then the clause from its beginning."""
    line = ScriptedLine(Ear.OVER_PROMPT, hush(2700), voice(400), hush(60_000))
    exchange = exchange_over(line, CannedRecognizer(text))
    clause = "This is a clause of some length, "
    clause_ms = len(clause) * 20

    assert exchange.play(Play(clause * 8, "welcome"), LISTEN, lambda *_: outlook)
    assert (exchange.interrupted, line.stops) == (False, 1)
    played = [bool(frame.any()) for frame in line.played]
    noticed_ms, silent_ms = 40, 400 - 40 + IN_A_SENTENCE_MS
    assert (played.index(False) * 20, played.count(False) * 20) == (2700 + noticed_ms, silent_ms)
    assert exchange.now_ms == 8 * clause_ms + (2700 + noticed_ms) % clause_ms + silent_ms


@pytest.mark.parametrize(("gap_ms", "begins_ms", "stops"), [(140, 500, 1), (300, 1000, 2)])
def test_a_sentence_with_a_stop_in_it_is_heard_from_its_beginning(gap_ms: int, begins_ms: int, stops: int) -> None:
    """ "My pack-age": up to the first stop it means nothing, and the prompt does not go on at once."""
    line = ScriptedLine(Ear.OVER_PROMPT, hush(500), voice(200), hush(gap_ms), voice(600), hush(60_000))
    exchange = exchange_over(line, CannedRecognizer("agent", "agent"))

    def outlook(_: Transcript, over_prompt_ms: int) -> Outlook:
        return Outlook.ASIDE if over_prompt_ms <= 200 else Outlook.OPEN

    assert exchange.play(PROMPT, LISTEN, outlook)
    assert line.stops == stops
    assert spoke(exchange).span.start_ms == begins_ms


def test_over_a_prompt_the_recogniser_expects_back_channels_too() -> None:
    """Else it takes "okay" for what resembles it; in the caller's own turn it does not."""
    recognizer = CannedRecognizer("agent", "agent")
    line = ScriptedLine(Ear.OVER_PROMPT, voice(600), hush(1500), voice(600), hush(1500))
    exchange = exchange_over(line, recognizer)
    exchange.play(PROMPT, LISTEN, nobody_knows)
    spoke(exchange)
    spoke(exchange)

    over, alone = recognizer.expected
    assert over == with_back_channels(LISTEN.expectation, Language.ENGLISH)
    assert "okay" in over.phrases
    assert alone == LISTEN.expectation


def test_a_prompt_that_stops_for_nothing_again_and_again_is_said_to_its_end() -> None:
    """After three halts only words stop it."""
    coughs = [part for _ in range(40) for part in (voice(300), hush(900))]
    line = ScriptedLine(Ear.OVER_PROMPT, *coughs, hush(60_000))
    exchange = exchange_over(line, CannedRecognizer(*[""] * 99))

    assert exchange.play(Play("This is a clause of some length, " * 8, "welcome"), LISTEN, nobody_knows)
    assert (exchange.interrupted, line.stops) == (False, MOST_HALTS)


def test_a_short_word_over_the_end_of_a_prompt_is_not_lost() -> None:
    """It did not stop the prompt, and it is the turn that follows."""
    exchange = exchange_over(ScriptedLine(Ear.OVER_PROMPT, hush(1800), voice(200), hush(60_000)))
    exchange.play(PROMPT, LISTEN, nobody_knows)
    reply = spoke(exchange)

    assert ("agent", Span(1800, 2000, EndedBy.SILENCE)) == (reply.transcript.text, reply.span)


def test_a_prompt_that_may_not_be_interrupted_is_not() -> None:
    """Nobody listens while it plays, and the line is told so."""
    line = ScriptedLine(voice(60_000))
    exchange = exchange_over(line)
    exchange.play(Play(PROMPT.text, "welcome", barge_in=BargeIn.NEVER), LISTEN, nobody_knows)

    assert {Ear.SHUT} == set(line.ears)
    assert (exchange.interrupted, exchange.now_ms) == (False, 2000)


def test_a_prompt_that_nothing_is_listened_for_after_is_not_interrupted_either() -> None:
    """A last goodbye is said to its end."""
    line = ScriptedLine(voice(60_000))
    exchange_over(line).play(PROMPT, None, nobody_knows)

    assert {Ear.SHUT} == set(line.ears)


def test_a_cough_is_nobodys_turn() -> None:
    """A short sound without words is waited over; the words after it are the turn."""
    recognizer = CannedRecognizer("", "agent")
    reply = spoke(exchange_over(ScriptedLine(voice(200), hush(1000), voice(600), hush(2000)), recognizer))

    assert (reply.transcript.text, reply.span.start_ms) == ("agent", 1200)


def test_a_long_sound_without_words_is_a_turn_that_was_not_understood() -> None:
    """The caller said something, and is told that it was not understood."""
    assert spoke(exchange_over(ScriptedLine(voice(700), hush(2000)), CannedRecognizer(""))).transcript.text == ""


def test_who_never_stops_speaking_is_answered_all_the_same() -> None:
    """After the longest turn."""
    assert EndedBy.MAX is spoke(exchange_over(ScriptedLine(voice(60_000)))).span.ended_by


def test_each_language_is_spoken_in_its_own_manner() -> None:
    """Where a prompt says none, in the line's usual one."""
    manners: list[Manner] = []

    class Attentive(SilentVoice):
        def render(self, text: str, manner: Manner) -> Pcm:
            manners.append(manner)
            return super().render(text, manner)

    usual, mandarin = Manner(Language.ENGLISH), Manner(Language.MANDARIN, rate=200)
    parts = (CannedRecognizer(), LoudnessDetector(), NoRecording(), {Language.MANDARIN: mandarin})
    exchange = SpokenExchange(ScriptedLine(hush(9000)), Attentive(), usual, *parts)
    for language in (None, Language.MANDARIN, Language.ENGLISH):
        exchange.play(Play("x", "welcome", language=language), None, nobody_knows)

    assert manners == [usual, mandarin, usual]


def test_hanging_up_is_noticed_while_a_prompt_plays() -> None:
    """The rest is not played to nobody."""
    exchange = exchange_over(ScriptedLine(hush(400)))

    assert not exchange.play(PROMPT, LISTEN, nobody_knows)
    assert exchange.now_ms == 400


def test_hanging_up_in_silence_is_leaving() -> None:
    """And no turn."""
    assert Gone() == exchange_over(ScriptedLine(hush(400))).listen(LISTEN, nobody_knows)


def test_what_was_said_before_hanging_up_is_a_turn() -> None:
    """Its words count, and after it the caller is gone."""
    exchange = exchange_over(ScriptedLine(hush(400), voice(500)))
    reply = spoke(exchange)

    assert ("agent", Span(400, 900, EndedBy.HANGUP)) == (reply.transcript.text, reply.span)
    assert Gone() == exchange.listen(LISTEN, nobody_knows)


def test_a_recogniser_that_breaks_makes_the_line_deaf() -> None:
    """Over a prompt it is played on; in the caller's turn it is told."""
    exchange = exchange_over(ScriptedLine(Ear.OVER_PROMPT, voice(300), hush(60_000)), BrokenRecognizer())

    assert exchange.play(PROMPT, LISTEN, nobody_knows)
    assert not exchange.interrupted
    again = exchange_over(ScriptedLine(voice(60_000)), BrokenRecognizer())
    assert Deaf() == again.listen(LISTEN, nobody_knows)


def test_both_sides_are_recorded_in_step(tmp_path: Path) -> None:
    """The caller on the left, the line on the right, frame by frame."""
    exchange = exchange_over(
        ScriptedLine(hush(2000), Ear.OPEN, voice(600), hush(2000)), recording=WaveRecording(tmp_path / "call.wav")
    )
    exchange.play(PROMPT, LISTEN, nobody_knows)
    spoke(exchange)
    length_ms = exchange.now_ms
    exchange.close()
    caller, line = soundfile.read(tmp_path / "call.wav", dtype="int16")[0].T

    assert length_ms // FRAME_MS * FRAME_SAMPLES == len(caller)
    assert np.flatnonzero(np.abs(caller) == LOUD)[[0, -1]].tolist() == [32000, 32000 + 9600 - 1]
    assert np.flatnonzero(line == QUIET)[[0, -1]].tolist() == [0, 31999]


def test_closing_lets_go_of_the_line() -> None:
    """When the call is over."""
    line = ScriptedLine()
    exchange_over(line).close()

    assert line.closed
