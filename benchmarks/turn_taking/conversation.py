"""Callers who hold whole calls in real time: each waits for the reply before they speak again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np

from benchmarks.turn_taking.recordings import DATA, ENGLISH_VOICES, Stretch, recorded, sound_of
from ivr.audio.frames import FRAME_MS, FRAME_SAMPLES, LINE_RATE, Pcm
from ivr.audio.line import Ear
from ivr.audio.pcm import frames_of
from ivr.terms import Language

AFTER_MS = 700
"""So long the line has been silent when a caller takes it that the prompt is over: longer than its pauses."""

PATIENCE_MS = 15_000
"""Whoever hears nothing for so long hangs up."""

BETWEEN_DIGITS_MS = 120
"""Between the digits of people, each of which was recorded alone."""

ROOM_RMS = 10 ** (-70 / 20) * 32768


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a caller says, and what kind of question it answers."""

    kind: str
    sound: Pcm


@dataclass(frozen=True, slots=True)
class Spoken:
    """What kind of turn began when, by the frames of the call."""

    kind: str
    begin_ms: int


class PoliteCaller:
    """A line whose caller speaks when the line has fallen silent, and hangs up after the reply to what they said last,
    or when a reply comes after `until_ms`."""

    def __init__(self, turns: Sequence[Said], until_ms: int) -> None:
        self._turns = list(turns)
        self._until_ms = until_ms
        self._now: list[Pcm] = []
        self._frames = 0
        self._quiet_ms = 0
        self._answered = False
        self._room = _room()
        self.spoken: list[Spoken] = []

    @property
    def lasted_ms(self) -> int:
        return self._frames * FRAME_MS

    def kind_at(self, ms: int) -> str:
        """What kind of question the speech answered that was heard then."""
        return next((one.kind for one in reversed(self.spoken) if one.begin_ms < ms), "nothing")

    def exchange(self, played: Pcm, ear: Ear) -> Pcm | None:
        self._hear(bool(played.any()))
        if not self._now and self._wants_to_speak():
            if not self._turns or self.lasted_ms >= self._until_ms:
                return None
            self._speak(self._turns.pop(0))
        if self._quiet_ms >= PATIENCE_MS:
            return None
        self._frames += 1
        room = next(self._room)
        if not self._now:
            return room
        mixed = room.astype(np.int32) + self._now.pop(0)
        return np.asarray(np.clip(mixed, -32768, 32767), dtype=np.int16)

    def stop_playing(self) -> None:
        """What this caller hears is heard the moment it is played."""

    def close(self) -> None:
        """Nothing is held."""

    def _hear(self, something: bool) -> None:
        self._answered = self._answered or (something and not self._now)
        self._quiet_ms = 0 if something or self._now else self._quiet_ms + FRAME_MS

    def _wants_to_speak(self) -> bool:
        return self._answered and self._quiet_ms >= AFTER_MS

    def _speak(self, turn: Said) -> None:
        self._now = list(frames_of(turn.sound))
        self._answered = False
        self.spoken.append(Spoken(turn.kind, self.lasted_ms))


def _room() -> Iterator[Pcm]:
    noise = np.random.default_rng(0).normal(0.0, ROOM_RMS, LINE_RATE // FRAME_SAMPLES * FRAME_SAMPLES)
    return cycle(frames_of(noise.round().astype(np.int16)))


HALF = "B"
OPEN, YES_NO, DIGITS = "open question", "yes or no", "number"

CALLS = {
    Language.ENGLISH: (
        ((OPEN, "where is my order"), (DIGITS, "one one two three five eight nine two"), (YES_NO, "no")),
        ((OPEN, "i need an invoice"), (YES_NO, "no"), (OPEN, "when are you open"), (YES_NO, "no")),
        ((OPEN, "please cancel my order"), (DIGITS, "two zero three zero four zero five zero"), (YES_NO, "no")),
        ((OPEN, "i forgot my password"), (YES_NO, "yes"), (YES_NO, "yes"), (OPEN, "where is your store")),
    ),
    Language.MANDARIN: (
        ((OPEN, "我的订单到哪了"), (DIGITS, "幺幺二三五八九二"), (YES_NO, "没有了")),
        ((OPEN, "我要开发票"), (YES_NO, "不用"), (OPEN, "你们几点开门"), (YES_NO, "没有了")),
        ((OPEN, "我要取消订单"), (DIGITS, "四五六七八九零一"), (YES_NO, "不要")),
        ((OPEN, "我忘记密码了"), (YES_NO, "是的"), (YES_NO, "有"), (OPEN, "你们的店在哪里")),
    ),
}
"""What is said to the sample line of a shop."""

VOICES = {
    Language.ENGLISH: ENGLISH_VOICES[HALF],
    Language.MANDARIN: ("sit/cmn-latn-pinyin+m5", "sit/cmn-latn-pinyin+f4", "sit/cmn-latn-pinyin+klatt3"),
}
"""Women and men; on the Mandarin ones the starter was not trained."""

RATES = (140, 150, 160)
LANGUAGES = (Language.ENGLISH, Language.MANDARIN)


def whole_call(number: int) -> tuple[Language, list[Said]]:
    """What is said in the call of this number: every other one is in Mandarin, another voice speaks in each.

    Real people say English numbers, yes and no where they were recorded.
    """
    language = LANGUAGES[number % len(LANGUAGES)]
    place = number // len(LANGUAGES)
    person = people(place) if language is Language.ENGLISH and DATA.is_dir() else {}
    turns = CALLS[language][place % len(CALLS[language])]
    return language, [Said(kind, _sound(kind, text, language, place, person)) for kind, text in turns]


def people(place: int) -> dict[str, list[Stretch]]:
    """The recordings of one speaker by what they say: digits of one, yes and no of another."""
    found: dict[str, list[Stretch]] = {}
    for folder, words in (("fsdd", ()), ("speech_commands_test", ("yes", "no"))):
        stretches = recorded(HALF, folder, words=words)
        speakers = sorted({one.speaker for one in stretches})
        for one in stretches:
            if one.speaker == speakers[place % len(speakers)] or words:
                found.setdefault(one.text, []).append(one)
    return found


def _sound(kind: str, text: str, language: Language, place: int, person: dict[str, list[Stretch]]) -> Pcm:
    words = text.split()
    if kind == OPEN or any(word not in person for word in words):
        voice = VOICES[language][place % len(VOICES[language])]
        return sound_of(Stretch(text, voice, language, voice=voice, rate=RATES[place % len(RATES)]))
    gap = np.zeros(BETWEEN_DIGITS_MS * LINE_RATE // 1000, dtype=np.int16)
    parts = [(sound_of(person[word][(place + at) % len(person[word])]), gap) for at, word in enumerate(words)]
    return np.concatenate([piece for part in parts for piece in part][:-1])
