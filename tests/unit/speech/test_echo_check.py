"""Echo of made-up rooms is measured, and what is right is chosen; no hardware is needed."""

import numpy as np
import pytest

from benchmarks.rooms import Room
from ivr.audio.echo import Echo, EchoCanceller
from ivr.audio.frames import LINE_RATE, Pcm
from ivr.audio.pcm import frames_of, to_int16
from ivr.audio.webrtc_canceller import WebRtcCanceller
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.speech.echo_check import EchoFinding, count_voices, examine_echo
from ivr.speech.vad import WebRtcVoiceDetector
from ivr.terms import Language

ECHOING_HALL = Room(direct=0.1, rings_ms=900, delay_ms=200)
DESK = Room(direct=1.0, rings_ms=200, delay_ms=80)
SAID = {
    Language.ENGLISH: "What is your order number? It has eight digits.",
    Language.MANDARIN: "请问您的订单号是多少？一共八位数字。",
}


@pytest.fixture(scope="module")
def prompts() -> dict[Language, Pcm]:
    """A prompt in each language, with silence around it."""
    voice, pause = Pyttsx3Voice(), np.zeros(LINE_RATE, dtype=np.int16)
    spoken = {one: np.concatenate((pause, voice.render(text, Manner(one)), pause)) for one, text in SAID.items()}
    voice.close()
    return spoken


def _examine(prompt: Pcm, room: Room, level_db: float, canceller: EchoCanceller | None) -> EchoFinding:
    heard = room.hears(prompt, level_db)
    return examine_echo(list(frames_of(heard)), list(frames_of(prompt)), WebRtcVoiceDetector, canceller)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("level_db", [-12.0, -24.0])
def test_on_a_desk_the_canceller_lets_no_prompt_interrupt_itself(
    prompts: dict[Language, Pcm], language: Language, level_db: float
) -> None:
    """Without it the line would hear a caller in every prompt."""
    found = _examine(prompts[language], DESK, level_db, WebRtcCanceller())

    assert found.voices > 0
    assert (found.left, found.choice.echo) == (0, Echo.CANCEL)
    assert found.removed_db is not None
    assert found.removed_db > 15
    assert found.delay_ms == pytest.approx(DESK.delay_ms, abs=2)


@pytest.mark.parametrize("language", list(Language))
def test_a_hall_that_no_canceller_masters_is_half_duplex(prompts: dict[Language, Pcm], language: Language) -> None:
    """For as long as it sounds after a prompt; so is everything where there is no canceller."""
    found = _examine(prompts[language], ECHOING_HALL, 0.0, WebRtcCanceller())
    without = _examine(prompts[language], DESK, 0.0, None)

    assert found.choice.echo is without.choice.echo is Echo.HALF_DUPLEX
    assert found.choice.tail_ms > without.choice.tail_ms >= DESK.delay_ms
    assert (without.left, without.removed_db) == (None, None)


def test_what_is_too_soft_for_a_voice_is_a_headset(prompts: dict[Language, Pcm]) -> None:
    """There is nothing to cancel."""
    assert _examine(prompts[Language.ENGLISH], DESK, -50.0, WebRtcCanceller()).choice.echo is Echo.NONE


def test_a_caller_is_heard_through_the_canceller(prompts: dict[Language, Pcm]) -> None:
    """Who speaks over a prompt, about as loud as its echo, is not cancelled with it."""
    prompt, caller = prompts[Language.ENGLISH], prompts[Language.MANDARIN]
    length = min(len(prompt), len(caller))
    heard = DESK.hears(prompt[:length], -12.0)
    both = to_int16((heard.astype(np.float64) + 0.25 * np.roll(caller[:length], LINE_RATE // 2)) / 32768)
    canceller = WebRtcCanceller()
    pairs = zip(frames_of(both), frames_of(prompt[:length]), strict=True)

    assert count_voices([canceller.process(*pair) for pair in pairs], WebRtcVoiceDetector()) > 0


def test_a_noisy_room_is_noticed(prompts: dict[Language, Pcm]) -> None:
    """Somebody speaks before anything is played."""
    prompt = prompts[Language.ENGLISH]
    heard = np.roll(prompt, -LINE_RATE // 2)

    found = examine_echo(list(frames_of(heard)), list(frames_of(prompt)), WebRtcVoiceDetector, None)

    assert found.noises > 0


def test_the_canceller_gives_the_same_samples_each_time(prompts: dict[Language, Pcm]) -> None:
    """What was measured is what a call gets."""
    prompt = prompts[Language.ENGLISH]
    heard = DESK.hears(prompt, -12.0)
    runs = []
    for _ in range(2):
        canceller = WebRtcCanceller()
        pairs = zip(frames_of(heard), frames_of(prompt), strict=True)
        runs.append(np.concatenate([canceller.process(*pair) for pair in pairs]).tobytes())

    assert runs[0] == runs[1]
