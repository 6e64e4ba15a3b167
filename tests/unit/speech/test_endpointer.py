"""Where an utterance begins and ends."""

import pytest

from ivr.audio.frames import FRAME_MS, LINE_RATE, AudioFrame, silence
from ivr.speech.endpointer import BREATH_MS, PRE_ROLL_MS, EndedBy, Endpointer, Outlook, Patience, Span

PATIENCE = Patience(no_input_ms=2000, end_silence_ms=800, max_ms=5000)


class Ear:
    """An endpointer that is told what the caller does, in ms."""

    def __init__(self, patience: Patience = PATIENCE) -> None:
        self.endpointer = Endpointer(patience)
        self.now_ms = 0
        self.kept: list[int] = []

    def hear(self, ms: int, *, voiced: bool, waiting: bool = True) -> Span | None:
        """Push frames for so long, or until an utterance is over."""
        for _ in range(ms // FRAME_MS):
            if self.endpointer.span is not None:
                break
            frame = AudioFrame(silence(), LINE_RATE, self.now_ms)
            self.kept += [one.start_ms for one in self.endpointer.push(frame, voiced, waiting=waiting)]
            self.now_ms += FRAME_MS
        return self.endpointer.span

    def voice(self, ms: int, *, waiting: bool = True) -> Span | None:
        return self.hear(ms, voiced=True, waiting=waiting)

    def hush(self, ms: int, *, waiting: bool = True) -> Span | None:
        return self.hear(ms, voiced=False, waiting=waiting)


def test_an_utterance_is_over_after_the_pause_that_means_finished() -> None:
    """Its end is where the voice ended, and not where the waiting ended."""
    ear = Ear()
    ear.hush(1000)
    ear.voice(500)

    assert Span(1000, 1500, EndedBy.SILENCE) == ear.hush(3000)
    assert ear.now_ms == 2300


@pytest.mark.parametrize("voiced_ms", [20, 40, 60])
def test_a_click_is_not_a_voice(voiced_ms: int) -> None:
    """Less than 80 ms of voice begin nothing."""
    ear = Ear()
    ear.voice(voiced_ms)
    ear.hush(1000)

    assert not ear.endpointer.speaking
    assert ear.kept == []


def test_voice_begins_when_four_of_six_frames_are_voiced() -> None:
    """A stutter of the detector does not hide a voice; the utterance begins with the first voiced frame."""
    ear = Ear()
    ear.hush(200)
    for voiced in (True, False, True, False, True, True):
        ear.hear(FRAME_MS, voiced=voiced)

    assert ear.endpointer.speaking
    ear.hush(1000)
    assert Span(200, 320, EndedBy.SILENCE) == ear.endpointer.span


def test_over_a_prompt_two_frames_are_enough() -> None:
    """Who speaks over it wants it to stop; a click is no voice there either."""
    ear = Ear()
    ear.voice(20, waiting=False)
    ear.hush(200, waiting=False)
    assert not ear.endpointer.speaking

    ear.voice(40, waiting=False)
    assert ear.endpointer.speaking


def test_three_of_six_frames_are_no_voice() -> None:
    """Every other frame voiced is noise, however long it lasts."""
    ear = Ear()
    for _ in range(50):
        ear.hear(FRAME_MS, voiced=True)
        ear.hear(FRAME_MS, voiced=False)

    assert not ear.endpointer.speaking


def test_what_was_heard_just_before_the_voice_belongs_to_it() -> None:
    """The pre-roll is as long as promised, and no frame comes twice or is left out."""
    ear = Ear()
    ear.hush(1000)
    ear.voice(100)

    noticed_ms = 1000 + 80
    assert list(range(noticed_ms - PRE_ROLL_MS, 1100, FRAME_MS)) == ear.kept


def test_voice_from_the_first_frame_has_no_pre_roll_to_wait_for() -> None:
    """A caller who speaks at once is heard from the first sample."""
    ear = Ear()
    ear.voice(100)

    assert ear.kept == [0, 20, 40, 60, 80]


@pytest.mark.parametrize("pause_ms", [20, 300, 500, 780])
def test_a_pause_shorter_than_patience_does_not_cut_the_caller_off(pause_ms: int) -> None:
    """Somebody who reads out a number pauses between its groups."""
    ear = Ear()
    for _ in range(4):
        assert ear.voice(200) is None
        assert ear.hush(pause_ms) is None
    ear.voice(200)

    assert Span(0, 5 * 200 + 4 * pause_ms, EndedBy.SILENCE) == ear.hush(1000)


def test_the_pause_that_ends_a_turn_is_as_long_as_was_asked_for() -> None:
    """799 ms are a pause, 800 ms are an end, and another patience has another end."""
    for end_silence_ms in (400, 800, 1600):
        ear = Ear(Patience(2000, end_silence_ms, 5000))
        ear.voice(200)
        assert ear.hush(end_silence_ms - FRAME_MS) is None
        assert ear.hush(FRAME_MS) is not None


def test_speech_that_never_ends_is_ended() -> None:
    """After the longest turn the caller is answered, whatever they say."""
    ear = Ear()

    assert Span(0, 5000, EndedBy.MAX) == ear.voice(60_000)
    assert ear.now_ms == 5000


def test_waiting_for_a_first_word_has_an_end() -> None:
    """Patience runs out after exactly as many ms of silence as were asked for."""
    ear = Ear()
    ear.hush(1980)
    assert not ear.endpointer.gave_up

    ear.hush(20)
    assert ear.endpointer.gave_up


def test_nobody_is_expected_to_speak_while_a_prompt_plays() -> None:
    """Time under a prompt does not count as silence; a voice over it counts as a voice."""
    ear = Ear()
    ear.hush(60_000, waiting=False)
    assert (ear.endpointer.gave_up, ear.endpointer.waited_ms) == (False, 0)

    ear.voice(200, waiting=False)
    assert ear.endpointer.speaking


def test_who_speaks_is_never_given_up() -> None:
    """A caller who began late is heard to the end."""
    ear = Ear()
    ear.hush(1900)
    ear.voice(200)
    ear.hush(700)

    assert not ear.endpointer.gave_up
    assert ear.endpointer.speaking


def test_after_a_sound_without_words_the_waiting_goes_on() -> None:
    """The time that was waited before the cough still counts, and the next voice is a new utterance."""
    ear = Ear()
    ear.hush(1000)
    ear.voice(200)
    ear.hush(1000)
    ear.endpointer.restart()
    assert (ear.endpointer.span, ear.endpointer.speaking, ear.endpointer.gave_up) == (None, False, False)

    waited_ms = ear.endpointer.waited_ms
    ear.hush(2000 - waited_ms)
    assert ear.endpointer.gave_up


def test_a_new_utterance_after_a_restart_holds_nothing_of_the_old() -> None:
    """Frames of the cough are not frames of the sentence after it."""
    ear = Ear()
    ear.voice(200)
    ear.hush(1000)
    ear.endpointer.restart()
    ear.kept.clear()
    restarted_ms = ear.now_ms
    ear.voice(200)

    assert restarted_ms == ear.kept[0]
    span = ear.hush(1000)
    assert span is not None
    assert restarted_ms == span.start_ms


def test_hanging_up_in_the_middle_of_a_word_ends_the_utterance() -> None:
    """What was said so far is an utterance."""
    ear = Ear()
    ear.voice(300)
    ear.endpointer.close(EndedBy.HANGUP)

    assert Span(0, 300, EndedBy.HANGUP) == ear.endpointer.span
    assert not ear.endpointer.speaking


def test_hanging_up_in_silence_is_no_utterance() -> None:
    """Nobody spoke, so there is nothing to end."""
    ear = Ear()
    ear.hush(300)
    ear.endpointer.close(EndedBy.HANGUP)

    assert ear.endpointer.span is None


# --- the outlook ---


@pytest.mark.parametrize(
    ("outlook", "pause_ms", "ended_by"),
    [
        (Outlook.COMPLETE, 160, EndedBy.COMPLETE),
        (Outlook.CONFIDENT, 240, EndedBy.COMPLETE),
        (Outlook.OPEN, 800, EndedBy.SILENCE),
        (Outlook.UNFINISHED, 2000, EndedBy.SILENCE),
    ],
)
def test_what_may_follow_sets_how_long_a_pause_is(outlook: Outlook, pause_ms: int, ended_by: EndedBy) -> None:
    """It is asked for at the first breath, and the utterance ends that long after its last word."""
    ear = Ear()
    ear.voice(500)
    ear.hush(BREATH_MS - FRAME_MS)
    assert not ear.endpointer.takes_breath
    ear.hush(FRAME_MS)
    assert ear.endpointer.takes_breath

    ear.endpointer.expect(outlook)

    assert not ear.endpointer.takes_breath
    assert Span(0, 500, ended_by) == ear.hush(4000)
    assert ear.now_ms == 500 + pause_ms


def test_who_goes_on_is_asked_about_again() -> None:
    """What was true of the first words need not be of the next."""
    ear = Ear()
    ear.voice(500)
    ear.hush(BREATH_MS)
    ear.endpointer.expect(Outlook.UNFINISHED)
    ear.hush(1500)
    ear.voice(500)
    ear.hush(BREATH_MS)

    assert ear.endpointer.takes_breath
    ear.endpointer.expect(Outlook.COMPLETE)
    assert Span(0, 500 + BREATH_MS + 1500 + 500, EndedBy.COMPLETE) == ear.hush(200)


def test_a_click_in_a_pause_is_not_a_word_more() -> None:
    """One voiced frame alone changes nothing, two of three are somebody who goes on."""
    ear = Ear()
    ear.voice(500)
    ear.hush(BREATH_MS)
    ear.endpointer.expect(Outlook.OPEN)
    for _ in range(6):
        ear.voice(FRAME_MS)
        ear.hush(3 * FRAME_MS)

    assert Span(0, 500, EndedBy.SILENCE) == ear.hush(1000)
    assert ear.now_ms == 500 + 800
