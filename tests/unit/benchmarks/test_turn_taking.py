"""What measures turn-taking is right about the moments that it knows."""

import numpy as np
import pytest

from benchmarks.turn_taking import barge_in, cut_offs, open_answers, short_answers
from benchmarks.turn_taking.caller import AFTER_MS, Caller, MarkedVoice
from benchmarks.turn_taking.noises import ARTIFICIAL, artificial
from benchmarks.turn_taking.recordings import SPEECH_DBFS, Stretch, half_of, levelled, said, trimmed
from benchmarks.turn_taking.scene import Scene, Sound
from benchmarks.turn_taking.stage import Act
from benchmarks.turn_taking.table import milliseconds, share
from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, LINE_RATE, silence
from ivr.audio.line import Ear
from ivr.audio.pcm import level_dbfs
from ivr.call.timeline import CallEvent
from ivr.prompts.voice import Manner
from ivr.terms import Language
from ivr.testing import hush, voice

ANYTHING = Stretch("yes", "somebody")


def scene(meant: str) -> Scene:
    """A scene whose sound is given otherwise."""
    return Scene("one", "scenes", "sure", Language.ENGLISH, ((0, ANYTHING),), meant)


def act(*events: CallEvent, played: str = "", spans: tuple[tuple[int, int], ...] = ((0, 400),)) -> Act:
    """A call in which the caller began at 1000 ms; `played` has a letter for each frame, "p" where a prompt sounded."""
    return Act(events, spans, 1000, tuple(one == "p" for one in played), ())


def heard(at_ms: int, text: str, *, barged_in: bool = False, ended_by: str = "silence") -> CallEvent:
    """A turn that was over at this moment."""
    return CallEvent("heard", at_ms, {"text": text, "barged_in": barged_in, "ended_by": ended_by})


def test_nobody_is_in_both_halves() -> None:
    """What is tuned on one half is measured on people it has never heard."""
    everybody = ["d", "a", "c", "b", "e", "a"]

    assert half_of(everybody, "A") == {"a", "c", "e"}
    assert half_of(everybody, "B") == {"b", "d"}


@pytest.mark.parametrize("language", list(Language))
def test_the_halves_have_voices_of_their_own(language: Language) -> None:
    """Synthetic voices too."""
    voices = {half: {said(half, "1", language, number).voice for number in range(9)} for half in "AB"}

    assert not voices["A"] & voices["B"]
    assert min(len(names) for names in voices.values()) >= 2


def test_what_is_softer_than_the_room_is_not_audible() -> None:
    """A breath 30 dB softer than the word is no beginning of it; 15 dB is."""
    word = voice(300)

    assert barge_in.before_audible_ms(np.concatenate([word[:3200] // 32, word])) == 200
    assert barge_in.before_audible_ms(np.concatenate([word[:3200] // 5, word])) == 0


def test_a_stretch_is_cut_to_its_sound_and_levelled() -> None:
    """From where an end is counted must not hang on how a recording was cut."""
    pcm = np.concatenate([hush(200), voice(400), hush(300)])

    cut = levelled(trimmed(pcm), SPEECH_DBFS)

    assert len(cut) * 1000 // LINE_RATE == 400
    assert level_dbfs(cut) == pytest.approx(SPEECH_DBFS, abs=0.5)


@pytest.mark.parametrize("kind", ARTIFICIAL)
def test_made_sounds_are_the_same_every_time(kind: str) -> None:
    """And loud enough to be noticed."""
    once, again = artificial(kind, 7), artificial(kind, 7)

    assert np.array_equal(once, again)
    assert np.abs(once).max() > 500


def test_a_caller_speaks_a_while_after_it_is_their_turn() -> None:
    """And tells when that was."""
    caller = Caller(Sound(voice(60), silence(), ((0, 60),)), None, patience_ms=100)

    spoken = []
    for _ in range(3):
        caller.exchange(voice(FRAME_MS), Ear.OVER_PROMPT)
    while (frame := caller.exchange(silence(), Ear.OPEN)) is not None:
        spoken.append(bool(frame.any()))

    assert caller.began_ms == 3 * FRAME_MS + AFTER_MS
    assert [place * FRAME_MS for place, sounds in enumerate(spoken) if sounds] == [AFTER_MS + at for at in (0, 20, 40)]
    assert caller.played[:4] == [True, True, True, False]


def test_a_caller_speaks_over_a_prompt() -> None:
    """When so much of it has been played."""
    caller = Caller(Sound(voice(20), silence(), ((0, 20),)), 60, patience_ms=100)
    prompt = MarkedVoice(20).render("long", Manner(Language.ENGLISH))

    frames = [prompt[at : at + FRAME_SAMPLES] for at in range(0, len(prompt), FRAME_SAMPLES)]
    spoken = [bool(np.any(caller.exchange(one, Ear.OVER_PROMPT))) for one in frames]

    assert spoken == [False, False, False, True]


def test_a_number_is_cut_off_before_its_last_digit_is_over() -> None:
    """The line waits for the others, and the wait is counted from the last sound."""
    spans = ((0, 300), (900, 1200))

    cut = cut_offs.judge(scene("12"), act(heard(1800, "one"), spans=spans))
    whole = cut_offs.judge(scene("12"), act(heard(2360, "one two"), spans=spans))

    assert (cut["cut_off"], cut["said"]) == (True, 1)
    assert (whole["cut_off"], whole["ended_ms"], whole["right"]) == (False, 160, True)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("four oh nine", "409"), ("一二三", "123"), ("幺 零 两", "102"), ("um seven please", "7"), ("", "")],
)
def test_digits_in_a_transcript(text: str, digits: str) -> None:
    """As they are said in both languages."""
    assert cut_offs.digits_of(text) == digits


def test_an_answer_without_words_is_lost() -> None:
    """Another word is misheard, and what came before the answer was noise."""
    lost = short_answers.judge(scene("yes"), act(heard(2000, "")))
    noise = short_answers.judge(scene("yes"), act(heard(1100, "no"), heard(2400, "yes"), spans=((300, 600),)))

    assert lost["lost"]
    assert (noise["lost"], noise["noise_answered"], noise["ended_ms"]) == (False, True, 800)


def test_a_halt_is_told_from_a_stop() -> None:
    """A prompt that is taken up again was halted; one that is not was stopped."""
    halted = barge_in.judge(scene("uh huh"), act(played="p" * 58 + "...ppp"))
    stopped = barge_in.judge(scene("stop"), act(heard(2000, "stop", barged_in=True), played="p" * 60 + "......"))

    assert (halted["stopped"], halted["halted_ms"], halted["halts_ms"]) == (False, 160, [60])
    assert (stopped["stopped"], stopped["halted_ms"], stopped["halts_ms"]) == (True, 200, [])
    assert stopped["right"]


def test_a_hang_up_is_no_end_of_a_turn() -> None:
    """It tells nothing of how long the line would have waited."""
    judged = open_answers.judge(scene("hello"), act(heard(2000, "hello", ended_by="hangup")))

    assert judged["ended_ms"] is None


def test_rows_count_both_lines_over_the_same_scenes() -> None:
    """Side by side."""
    results = [
        {"ours": {"bad": number == 0, "ms": 100 + number}, "plain": {"bad": True, "ms": None}} for number in (0, 1)
    ]

    row = share("bad", "all", "<= 3 %", results, lambda _, one: one["bad"])
    times = milliseconds("wait", "all", "", results, lambda _, one: one["ms"])

    assert (row.ours, row.plain, row.count) == ("50.0% (1)", "100.0% (2)", 2)
    assert (times.ours, times.plain) == ("100 / 101 (of 2)", "-")
