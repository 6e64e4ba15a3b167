"""Who speaks over a prompt stops it; a cough, a noise and an "uh-huh" do not."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from benchmarks.turn_taking.noises import ARTIFICIAL
from benchmarks.turn_taking.recordings import BACKGROUNDS, BLOCK, Stretch, clear, noises, recorded, said, sound_of
from benchmarks.turn_taking.scene import Noise, Scene
from benchmarks.turn_taking.stage import Act
from benchmarks.turn_taking.table import Result, Row, milliseconds, share
from ivr.audio.frames import FRAME_MS, LINE_RATE, Pcm
from ivr.audio.pcm import level_dbfs
from ivr.terms import Language
from ivr.understanding.text import normalise

COMMANDS = "go stop left right up down on off".split()
ANSWERS = ("yes", "no")
SENTENCES = {
    Language.ENGLISH: (
        "where is my order", "i want to return something", "track my parcel", "i need an invoice",
        "can i change my address", "when are you open", "i forgot my password", "my package is damaged",
        "cancel my order please", "i want to talk to a person", "where is your store", "i'd like a refund please",
    ),
    Language.MANDARIN: (
        "我的订单到哪了", "我要退货", "查快递", "我要开发票", "我想改地址", "你们几点上班",
        "我忘了密码", "收到的东西坏了", "帮我取消订单", "我要找人工", "你们的店在哪里", "我要退款",
    ),
}  # fmt: skip
BACK_CHANNELS = {
    Language.ENGLISH: ("uh-huh", "um-hum", "okay", "uh huh", "yeah", "right", "hum", "ok"),
    Language.MANDARIN: ("嗯", "对", "嗯嗯", "好", "哦", "对对", "啊", "好的"),
}
EARLIEST_MS, LATEST_MS = 400, 4000
AUDIBLE_DB = 20
"""What is softer than this below the loudest 10 ms of a recording is breath, the room, or lost in noise."""

SHORT = 60
"""Recorded single words in a half of the scenes; all of them would take too long."""


def scenes(half: str) -> list[Scene]:
    """Over a prompt: single words and sentences of people, sentences of synthetic voices; sounds that are no turn."""
    folders = ("speech_commands_test", "speech_commands_v001_sample", "an4")
    words = clear(recorded(half, *folders, words=[*COMMANDS, *ANSWERS, "start"]))
    words = words[:: max(1, round(len(words) / SHORT))]
    people = [
        *recorded(half, "an4", words=["help", "repeat"]),
        *recorded(half, "gcp_python"),
        *recorded("A", "libri_dali")[0 if half == "A" else 1 :: 2],
    ]
    return [
        *(_spoken(half, "single word", one, number) for number, one in enumerate(words)),
        *(_spoken(half, "sentence of a person", one, number) for number, one in enumerate(people)),
        *(_spoken(half, "synthetic sentence", one, number) for number, one in enumerate(_synthetic(half, SENTENCES))),
        *(_spoken(half, "back-channel", one, number) for number, one in enumerate(_synthetic(half, BACK_CHANNELS))),
        *_sounds(half),
    ]


def _synthetic(half: str, texts: Mapping[Language, tuple[str, ...]]) -> Iterator[Stretch]:
    """Every text of a half by two voices."""
    for language, all_of_them in texts.items():
        for number, text in enumerate(all_of_them):
            for turn in range(2):
                yield said(half, text, language, number + 5 * turn)


def _spoken(half: str, kind: str, one: Stretch, number: int) -> Scene:
    retail = kind in ("synthetic sentence", "back-channel")
    node = "long_sure" if one.text in ANSWERS else "long_commands"
    snr_db = (None, 20, 10)[number % 3]
    background = sorted(BACKGROUNDS)[number // 3 % len(BACKGROUNDS)]
    name = f"{half} {kind} {one.path or f'{one.text} {one.voice} {one.rate}'} {snr_db}"
    return Scene(
        name,
        "retail" if retail else "scenes",
        "welcome" if retail else node,
        one.language,
        ((0, one),),
        normalise(one.text),
        Noise(BACKGROUNDS[background], half, snr_db) if snr_db is not None else None,
        over_prompt_ms=_moment(name),
        labels={
            "kind": kind,
            "voice": one.speaker,
            "background": background if snr_db is not None else "",
            "before_audible_ms": str(before_audible_ms(sound_of(one))),
        },
    )


def before_audible_ms(pcm: Pcm) -> int:
    """How long a stretch is softer than what anybody hears of it in noise."""
    levels = [level_dbfs(pcm[at : at + BLOCK]) for at in range(0, len(pcm) - BLOCK + 1, BLOCK)]
    first = next(number for number, level in enumerate(levels) if level >= max(levels) - AUDIBLE_DB)
    return first * BLOCK * 1000 // LINE_RATE


def _sounds(half: str) -> Iterator[Scene]:
    """Sounds that nobody would call a word, over both lines' prompts."""
    kinds = [f"noise {path}" for path in noises(half)] + [kind for kind in ARTIFICIAL for _ in range(5)]
    for number, kind in enumerate(kinds):
        language = (Language.ENGLISH, Language.MANDARIN)[number % 2]
        name = f"{half} {language} {kind} {number}"
        yield Scene(
            name,
            "retail",
            "welcome",
            language,
            (),
            "",
            over_prompt_ms=_moment(name),
            artificial=kind,
            labels={"kind": "noise" if kind.startswith("noise") else "cough", "voice": kind, "background": ""},
        )
    for number in range(9):
        background = sorted(BACKGROUNDS)[number % 3]
        language = (Language.ENGLISH, Language.MANDARIN)[number % 2]
        name = f"{half} {language} only {background} {number}"
        yield Scene(
            name,
            "retail",
            "welcome",
            language,
            (),
            "",
            Noise(BACKGROUNDS[background], half, (0, 10, 20)[number // 3]),
            over_prompt_ms=200,
            artificial="nothing",
            labels={"kind": "background only", "voice": background, "background": background},
        )


def _moment(name: str) -> int:
    chance = np.random.default_rng(list(name.encode()))
    return int(chance.integers(EARLIEST_MS, LATEST_MS))


def judge(scene: Scene, act: Act) -> Mapping[str, Any]:
    """When the prompt fell silent, how often it did so for a while only, and what was heard."""
    starts = act.speech_starts_ms // FRAME_MS
    runs = [(heard, len(list(frames))) for heard, frames in groupby(act.played[starts:])]
    heard = next(act.told("heard"), None)
    stopped = heard is not None and bool(heard.details["barged_in"])
    halts = [length * FRAME_MS for (sounds, length), _ in pairwise(runs) if not sounds]
    until_silence = runs[0][1] * FRAME_MS if runs and runs[0][0] else 0
    text = str(heard.details["text"]) if heard else ""
    return {
        "stopped": stopped,
        "halted_ms": until_silence if stopped or halts else None,
        "halts_ms": halts,
        "heard": text,
        "right": normalise(text) == scene.meant,
    }


WORDS = ("single word", "sentence of a person", "synthetic sentence")
REACH_MS = 250


def rows(results: Sequence[Result]) -> list[Row]:
    """How soon words stop the prompt, and how often what is none of the caller's turn does."""
    spoken = [row for row in results if row["kind"] in WORDS]
    others = [row for row in results if row["kind"] not in WORDS]
    return [*_rows_of_words(spoken), *_rows_of_sounds(others)]


def _by_kind(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    """The results of each kind and language."""
    for kind, language in dict.fromkeys((row["kind"], row["language"]) for row in results):
        yield f"{kind}, {language}", [row for row in results if (row["kind"], row["language"]) == (kind, language)]


def _rows_of_words(spoken: Sequence[Result]) -> list[Row]:
    over = "all words"
    return [
        *(_in_time(name, group) for name, group in ((over, spoken), *_by_kind(spoken))),
        milliseconds("start of words to silence", over, "<= 250 ms", spoken, lambda _, one: one["halted_ms"]),
        share("within 250 ms of the first audible sound", over, "", spoken, _soon_after_audible),
        share("stopped for good", over, "", spoken, lambda _, one: one["stopped"]),
        share("prompt resumed before that", over, "", spoken, _resumed),
        share("what was said heard right", over, "", spoken, lambda _, one: one["right"]),
        share("what was said lost", over, "", spoken, lambda _, one: not one["heard"]),
    ]


def _rows_of_sounds(others: Sequence[Result]) -> list[Row]:
    over = "no turns"
    return [
        *(_stopped(name, group) for name, group in ((over, others), *_by_kind(others))),
        share("prompts halted, then resumed", over, "", others, _resumed),
        milliseconds("length of such a halt", over, "", others, lambda _, one: max(one["halts_ms"], default=None)),
    ]


def _in_time(over: str, group: Sequence[Result]) -> Row:
    return share("prompt silent within 250 ms of words", over, ">= 97 %", group, _soon)


def _stopped(over: str, group: Sequence[Result]) -> Row:
    return share("prompts stopped for good", over, "<= 3 %", group, lambda _, one: one["stopped"])


def _soon(_: Result, one: Result) -> bool:
    return one["halted_ms"] is not None and one["halted_ms"] <= REACH_MS


def _soon_after_audible(row: Result, one: Result) -> bool:
    halted_ms = one["halted_ms"]
    return halted_ms is not None and halted_ms - int(row["before_audible_ms"]) <= REACH_MS


def _resumed(_: Result, one: Result) -> bool:
    return bool(one["halts_ms"])


def failing(row: Result) -> str:
    """What went wrong in a scene, or nothing."""
    one = row["ours"]
    if row["kind"] not in WORDS:
        return "stopped by what is no turn" if one["stopped"] else ""
    if one["halted_ms"] is None:
        return "never stopped"
    return "stopped late" if one["halted_ms"] > REACH_MS else "lost" if not one["heard"] else ""
