"""Keys in a conversation by sound, frame by frame."""

from collections.abc import Callable

import numpy as np
import pytest

from audio_samples.key_tones import Press, pressed
from ivr.audio.frames import FRAME_SAMPLES, Pcm
from ivr.audio.line import Ear
from ivr.audio.pcm import to_int16
from ivr.call.exchange import Deaf, Silent, Spoke
from ivr.call.spoken import SpokenExchange
from ivr.dialogue.actions import Listen, Play
from ivr.prompts.voice import Manner
from ivr.records.recording import NoRecording
from ivr.speech.endpointer import EndedBy, Outlook, Patience
from ivr.speech.recognizer import Expectation, Recognizer
from ivr.speech.transcript import Transcript
from ivr.terms import BargeIn, Language
from ivr.testing import (
    BrokenRecognizer,
    CannedRecognizer,
    LoudnessDetector,
    ScriptedLine,
    SilentVoice,
    hush,
    nobody_knows,
    voice,
)

PATIENCE = Patience(no_input_ms=2000, end_silence_ms=800, max_ms=9000, inter_digit_ms=1500)
LISTEN = Listen("welcome", Expectation(), PATIENCE)
PROMPT = Play("x" * 100, "welcome")
"""Two seconds of prompt."""

Outlooks = Callable[[Transcript, int], Outlook]


def keys(dialled: str, ms: int = 80, pause_ms: int = 100) -> Pcm:
    """The tones of these keys, each with a pause after it; whole frames."""
    sounds = [part for key in dialled for part in (pressed(key, Press(ms=ms)), np.zeros(16 * pause_ms))]
    sound = to_int16(np.concatenate(sounds))
    return np.pad(sound, (0, -len(sound) % FRAME_SAMPLES))


def exchange_over(line: ScriptedLine, recognizer: Recognizer | None = None) -> SpokenExchange:
    """A call over this line."""
    parts = (Manner(Language.ENGLISH), recognizer or CannedRecognizer(), LoudnessDetector(), NoRecording())
    return SpokenExchange(line, SilentVoice(), *parts)


def turn(exchange: SpokenExchange, outlook: Outlooks = nobody_knows) -> Spoke:
    """The next turn, which the caller must have."""
    reply = exchange.listen(LISTEN, outlook)
    assert isinstance(reply, Spoke)
    return reply


def of_four(transcript: Transcript, _over_prompt_ms: int) -> Outlook:
    """Four digits are asked for."""
    return Outlook.COMPLETE if sum(map(str.isdigit, transcript.text)) == 4 else Outlook.UNFINISHED


def test_the_hash_ends_an_entry_at_once() -> None:
    """Its digits are the words of the turn."""
    exchange = exchange_over(ScriptedLine(hush(500), keys("4471#"), hush(9000)))
    reply = turn(exchange)

    assert (reply.transcript.text, reply.transcript.keys, reply.span.ended_by) == ("4471", "4471#", EndedBy.KEY)
    assert exchange.now_ms <= 500 + 5 * 180
    assert reply.transcript.confidence == 1.0


def test_an_entry_ends_when_no_more_keys_come() -> None:
    """After the time between two digits, from the last key on."""
    exchange = exchange_over(ScriptedLine(hush(500), keys("44"), hush(900), keys("71"), hush(9000)))
    reply = turn(exchange)

    assert (reply.transcript.text, reply.span.ended_by) == ("4471", EndedBy.SILENCE)
    assert exchange.now_ms - reply.span.end_ms == PATIENCE.inter_digit_ms


def test_an_entry_that_is_whole_is_answered_at_once_and_a_late_hash_does_no_harm() -> None:
    """The prompt that follows is not stopped by it, and the next turn is not begun by it."""
    exchange = exchange_over(ScriptedLine(hush(500), keys("4471#"), hush(9000)))
    reply = turn(exchange, of_four)

    assert (reply.transcript.keys, reply.span.ended_by) == ("4471", EndedBy.COMPLETE)
    assert exchange.now_ms <= 500 + 3 * 180 + 80
    assert exchange.play(PROMPT, LISTEN, nobody_knows)
    assert not exchange.interrupted
    assert Silent() == exchange.listen(LISTEN, nobody_knows)


def test_a_star_starts_the_entry_over() -> None:
    """What was said before it is gone, too."""
    line = ScriptedLine(hush(500), voice(400), hush(200), keys("12*4471#"), hush(9000))
    reply = turn(exchange_over(line, CannedRecognizer("seven")))

    assert (reply.transcript.text, reply.transcript.keys) == ("4471", "12*4471#")


def test_a_star_alone_is_no_turn() -> None:
    """The line waits on."""
    exchange = exchange_over(ScriptedLine(hush(500), keys("44*"), hush(9000)))

    assert Silent() == exchange.listen(LISTEN, nobody_knows)


@pytest.mark.parametrize("pause_ms", [200, 700])
def test_words_and_keys_are_one_turn(pause_ms: int) -> None:
    """ "Four four", and after a moment 7 1 #."""
    line = ScriptedLine(hush(500), voice(600), hush(pause_ms), keys("71#"), hush(9000))
    reply = turn(exchange_over(line, CannedRecognizer("four four")))

    assert (reply.transcript.text, reply.transcript.keys, reply.span.start_ms) == ("four four 71", "71#", 500)
    assert reply.level_dbfs is not None


def test_keys_and_then_words_are_one_turn() -> None:
    """The last words make the value whole, and nothing is waited for."""
    line = ScriptedLine(hush(500), keys("44"), hush(300), voice(600), hush(9000))
    exchange = exchange_over(line, CannedRecognizer("7 1"))
    reply = turn(exchange, of_four)

    assert (reply.transcript.text, reply.span.ended_by) == ("44 7 1", EndedBy.COMPLETE)
    assert exchange.now_ms - reply.span.end_ms <= PATIENCE.end_silence_ms


def test_a_hash_ends_what_is_said() -> None:
    """At once, in the middle of the pause."""
    line = ScriptedLine(hush(500), voice(600), hush(200), keys("#"), hush(9000))
    exchange = exchange_over(line, CannedRecognizer("four"))
    reply = turn(exchange)

    assert (reply.transcript.text, reply.transcript.keys, reply.span.ended_by) == ("four", "#", EndedBy.KEY)
    assert exchange.now_ms <= 500 + 600 + 200 + 100


def test_the_recogniser_hears_silence_where_a_key_sounds() -> None:
    """Tones are no voice, and nobody's words."""
    recognizer = CannedRecognizer("agent")
    turn(exchange_over(ScriptedLine(hush(500), keys("4471", ms=400), hush(9000)), recognizer))

    assert recognizer.hearings == []


def test_keys_are_heard_when_recognition_is_dead() -> None:
    """Nothing needs to be recognised; words still need it."""
    exchange = exchange_over(ScriptedLine(hush(500), keys("0#"), hush(900), voice(900), hush(9000)), BrokenRecognizer())

    assert turn(exchange).transcript.keys == "0#"
    assert Deaf() == exchange.listen(LISTEN, nobody_knows)


@pytest.mark.parametrize("barge_in", [BargeIn.KEYS, BargeIn.SPEECH])
def test_a_key_stops_a_prompt_within_a_tenth_of_a_second(barge_in: BargeIn) -> None:
    """And is the first of the turn."""
    line = ScriptedLine(Ear.OVER_PROMPT, hush(600), keys("4471#"), hush(9000))
    exchange = exchange_over(line)

    assert exchange.play(Play(PROMPT.text, "welcome", barge_in), LISTEN, nobody_knows)
    assert exchange.now_ms <= 600 + 100
    assert line.stops == 1
    reply = turn(exchange)
    assert reply.transcript.text == "4471"
    assert reply.prompt_heard is not None


def test_speech_does_not_stop_a_prompt_that_only_keys_stop() -> None:
    """It plays to its end."""
    line = ScriptedLine(Ear.OVER_PROMPT, hush(600), voice(900), hush(9000))
    exchange = exchange_over(line, CannedRecognizer("agent"))
    exchange.play(Play(PROMPT.text, "welcome", BargeIn.KEYS), LISTEN, nobody_knows)

    assert (exchange.interrupted, exchange.now_ms) == (False, 2000)


def test_keys_over_a_prompt_that_nothing_stops_count_for_the_question_after_it() -> None:
    """They are not lost, the prompt is heard to its end, and the entry may go on after it."""
    line = ScriptedLine(hush(100), keys("44"), Ear.OPEN, hush(300), keys("71#"), hush(9000))
    exchange = exchange_over(line)
    exchange.play(Play(PROMPT.text, "welcome", BargeIn.NEVER), LISTEN, nobody_knows)

    assert (exchange.interrupted, exchange.now_ms) == (False, 2000)
    assert turn(exchange).transcript.text == "4471"


def test_what_is_pressed_after_an_entry_counts_for_the_next_question() -> None:
    """Callers who know the line press ahead."""
    exchange = exchange_over(ScriptedLine(hush(500), keys("44#71#"), hush(9000)))

    assert turn(exchange).transcript.text == "44"
    assert exchange.play(PROMPT, LISTEN, nobody_knows)
    assert exchange.interrupted
    assert turn(exchange).transcript.text == "71"


def test_who_presses_and_hangs_up_has_had_a_turn() -> None:
    """As who says something."""
    reply = turn(exchange_over(ScriptedLine(hush(500), keys("44"))))

    assert (reply.transcript.text, reply.span.ended_by) == ("44", EndedBy.HANGUP)


def test_who_never_stops_pressing_is_answered_all_the_same() -> None:
    """After the longest turn."""
    reply = turn(exchange_over(ScriptedLine(hush(500), keys("12" * 60))))

    assert reply.span.ended_by is EndedBy.MAX
