"""Numbers read out with pauses: is anybody cut off, and how soon does the line go on after the last digit?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.turn_taking.recordings import BACKGROUNDS, Stretch, clear, recorded, said
from benchmarks.turn_taking.scene import Noise, Scene
from benchmarks.turn_taking.stage import Act
from benchmarks.turn_taking.table import Result, Row, milliseconds, share
from ivr.terms import Language

WORDS = tuple("zero one two three four five six seven eight nine".split())
HANZI = "零一二三四五六七八九"

SHAPES = {
    "8 digits": (1,) * 8,
    "11 digits": (1,) * 11,
    "4+4 digits": (4, 4),
    "3+4+4 digits": (3, 4, 4),
}
"""How many digits are said between two long pauses."""

LONG_MS = (300, 1500)
SHORT_MS = (40, 140)
CONDITIONS: tuple[int | None, ...] = (None, 20, 10)
NOISES = ("clean", "20 dB", "10 dB")
ROUNDS = 4
"""Numbers for each shape, condition and reader."""


def scenes(half: str) -> list[Scene]:
    """Numbers of each shape, clean and in noise, by each reader."""
    readers = [*_people(half), *(_synthetic(half, number) for number in range(2))]
    places = range(ROUNDS * len(CONDITIONS))
    return [_scene(half, reader, shape, place) for reader in readers for shape in SHAPES for place in places]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads numbers out: the takes of each digit, 0 to 9."""

    name: str
    language: Language
    digits: Sequence[Sequence[Stretch]]


def _people(half: str) -> list[Reader]:
    """Each of the Free Spoken Digits, and all of the Speech Commands, who said a few words each, in turn."""
    takes: dict[str, dict[str, list[Stretch]]] = {}
    for take in clear(recorded(half, "fsdd", words=WORDS)):
        takes.setdefault(take.speaker, {}).setdefault(take.text, []).append(take)
    for take in clear(recorded(half, "speech_commands_test", "speech_commands_v001_sample", words=WORDS)):
        takes.setdefault("many (Speech Commands)", {}).setdefault(take.text, []).append(take)
    return [Reader(name, Language.ENGLISH, [theirs[word] for word in WORDS]) for name, theirs in takes.items()]


def _synthetic(half: str, number: int) -> Reader:
    digits = [[said(half, digit, Language.MANDARIN, number)] for digit in HANZI]
    return Reader(digits[0][0].speaker, Language.MANDARIN, digits)


def _scene(half: str, reader: Reader, shape: str, place: int) -> Scene:
    name = f"{half} {reader.language} {reader.name} {shape} {place}"
    chance = np.random.default_rng(list(name.encode()))
    groups = SHAPES[shape]
    drawn = [int(digit) for digit in chance.integers(10, size=sum(groups))]
    starts_group = {sum(groups[:place]) for place in range(1, len(groups))}
    stretches = []
    for at, digit in enumerate(drawn):
        low, high = (0, 1) if at == 0 else LONG_MS if at in starts_group else SHORT_MS
        takes = reader.digits[digit]
        stretches.append((int(chance.integers(low, high)), takes[int(chance.integers(len(takes)))]))
    snr_db = CONDITIONS[place % len(CONDITIONS)]
    backgrounds = sorted(BACKGROUNDS)
    background = backgrounds[place // len(CONDITIONS) % len(backgrounds)]
    return Scene(
        name,
        "scenes",
        "eight_digits" if len(drawn) == 8 else "eleven_digits",
        reader.language,
        tuple(stretches),
        "".join(map(str, drawn)),
        Noise(BACKGROUNDS[background], half, snr_db) if snr_db is not None else None,
        labels={
            "shape": shape,
            "voice": reader.name,
            "background": background if snr_db is not None else "",
            "longest_pause_ms": str(max(pause for pause, _ in stretches)),
            "meant": "".join(map(str, drawn)),
        },
    )


def judge(scene: Scene, act: Act) -> Mapping[str, Any]:
    """When the turn ended, how much of the number had been said by then, and what was made of it."""
    ended = next(act.told("heard"), None)
    if ended is None:
        return {"ended_ms": None, "cut_off": False, "said": len(scene.meant), "heard": "", "right": False}
    at_ms = ended.at_ms - (act.began_ms or 0)
    said_by_then = sum(end <= at_ms for _, end in act.sound_spans)
    heard = digits_of(str(ended.details["text"]))
    return {
        "ended_ms": ended.at_ms - act.speech_ends_ms,
        "ended_by": str(ended.details["ended_by"]),
        "cut_off": said_by_then < len(act.sound_spans),
        "said": said_by_then,
        "heard": heard,
        "right": heard == scene.meant,
    }


def digits_of(text: str) -> str:
    """The digits in a transcript: words and characters of other kinds are left out."""
    english = {word: str(value) for value, word in enumerate(WORDS)} | {"oh": "0"}
    mandarin = {character: str(value) for value, character in enumerate(HANZI)} | {"幺": "1", "两": "2", "〇": "0"}
    found = []
    for word in text.split():
        if word in english:
            found.append(english[word])
        else:
            found += [mandarin[character] for character in word if character in mandarin]
    return "".join(found)


def rows(results: Sequence[Result]) -> list[Row]:
    """Cut-offs and waits: of people, of synthetic voices; clean and in noise; by the shape of the number."""
    made = []
    for over, language in (("people, en", "en"), ("synthetic, zh", "zh")):
        group = [row for row in results if row["language"] == language]
        made += [
            _cut_off(over, group),
            *(_cut_off(f"{over}, {noise}", [row for row in group if row["noise"] == noise]) for noise in NOISES),
            *(_cut_off(f"{over}, {shape}", [row for row in group if row["shape"] == shape]) for shape in SHAPES),
            milliseconds("last digit to end of turn, number right", over, "<= 200 ms", group, _wait_if_right),
            milliseconds("last digit to end of turn, all not cut off", over, "", group, _wait),
            share("numbers heard right", over, "", group, lambda _, one: one["right"]),
        ]
    return made


def _cut_off(over: str, group: Sequence[Result]) -> Row:
    return share("numbers cut off", over, "<= 3 %", group, lambda _, one: one["cut_off"])


def _wait(_: Result, one: Result) -> float | None:
    return None if one["cut_off"] else one["ended_ms"]


def _wait_if_right(row: Result, one: Result) -> float | None:
    return _wait(row, one) if one["right"] else None


def failing(row: Result) -> str:
    """What went wrong in a scene, or nothing."""
    one = row["ours"]
    if one["cut_off"]:
        return "cut off"
    if one["ended_ms"] is None:
        return "never ended"
    return "late, number right" if one["right"] and one["ended_ms"] > 200 else ""
