"""Sentences: is whoever hesitates in the middle let go on, and how soon is the line's turn when a sentence is whole?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.turn_taking.recordings import BACKGROUNDS, Stretch, clear, recorded, said
from benchmarks.turn_taking.scene import Noise, Scene
from benchmarks.turn_taking.stage import Act
from benchmarks.turn_taking.table import Result, Row, milliseconds, share
from ivr.terms import Language

HESITATING = {
    Language.ENGLISH: (
        ("i want to return the um", "shoes i bought last week"),
        ("i'd like to change my address and", "the delivery day too"),
        ("where is uh", "my order"),
        ("my parcel was damaged and", "i want my money back"),
        ("can you send me um", "an invoice for my order"),
        ("hello um", "i forgot my password"),
        ("i have a question about the", "warranty of my coffee machine"),
        ("so i ordered a jacket and", "it never came"),
    ),
    Language.MANDARIN: (
        ("我想退一下那个", "上周买的鞋子"),
        ("我要改地址还有", "换一个送货的日子"),
        ("请问嗯", "我的订单到哪了"),
        ("收到的东西坏了然后", "我想退款"),
        ("麻烦给我开那个", "订单的发票"),
        ("你好嗯", "我忘了密码"),
        ("我想问一下那个", "咖啡机的保修"),
        ("我买了一件外套但是", "一直没有收到"),
    ),
}
"""What is said before and after the pause; none is an example of the line's."""

WHOLE = {
    Language.ENGLISH: (
        "where is my order", "i want to return the shoes i bought", "track my parcel", "i need an invoice",
        "can i change my delivery address", "are you open on sunday", "i forgot my password", "my package is damaged",
        "cancel my order please", "can i talk to a person", "where is your store", "my discount code doesn't work",
    ),
    Language.MANDARIN: (
        "我的订单到哪了", "我想把鞋子退了", "查快递", "我要开发票", "我想改一下收货地址", "你们星期天上班吗",
        "我忘了密码", "收到的东西坏了", "帮我取消订单", "我要找人工", "你们的店在哪里", "优惠码用不了",
    ),
}  # fmt: skip
CHOICES = {
    Language.ENGLISH: ("shoes", "clothing", "electronics", "something else", "a coffee machine", "headphones"),
    Language.MANDARIN: ("鞋子", "衣服", "电器", "其他的", "咖啡机", "耳机"),
}
PAUSE_MS = (1000, 1500)
COMMANDS = tuple("go stop left right up down on off".split())


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of question: where it is asked."""

    kind: str
    flow: str
    node: str


HESITATION = Asked("hesitating", "retail", "welcome")
OPEN = Asked("open", "retail", "welcome")
CHOICE = Asked("choice", "retail", "product_question")
COMMAND = Asked("command", "scenes", "commands")


def scenes(half: str) -> list[Scene]:
    """Hesitations, whole sentences and choices by synthetic voices; commands of people."""
    return [*_hesitating(half), *_whole(half), *_commands(half)]


def _hesitating(half: str) -> Iterator[Scene]:
    for language, pairs in HESITATING.items():
        for number, (before, after) in enumerate(pairs):
            for turn in range(3):
                voice = number + 5 * turn
                name = f"{half} hesitating {language} {number} {turn}"
                pause = int(np.random.default_rng(list(name.encode())).integers(*PAUSE_MS))
                parts = ((0, said(half, before, language, voice)), (pause, said(half, after, language, voice)))
                yield _scene(half, HESITATION, name, parts, turn)


def _whole(half: str) -> Iterator[Scene]:
    for asked, texts in ((OPEN, WHOLE), (CHOICE, CHOICES)):
        for language, all_of_them in texts.items():
            for number, text in enumerate(all_of_them):
                for turn in range(3):
                    name = f"{half} {asked.kind} {language} {number} {turn}"
                    yield _scene(half, asked, name, ((0, said(half, text, language, number + 5 * turn)),), turn)


def _commands(half: str) -> Iterator[Scene]:
    takes = clear(recorded(half, "speech_commands_test", words=COMMANDS)) + recorded(half, "gcp_python")
    for number, take in enumerate(takes[::2]):
        yield _scene(half, COMMAND, f"{half} command {take.path}", ((0, take),), number)


def _scene(half: str, asked: Asked, name: str, parts: tuple[tuple[int, Stretch], ...], number: int) -> Scene:
    snr_db = (None, 20, 10)[number % 3]
    background = sorted(BACKGROUNDS)[len(name) % len(BACKGROUNDS)]
    noise = Noise(BACKGROUNDS[background], half, snr_db) if snr_db is not None else None
    first = parts[0][1]
    meant = " ".join(stretch.text for _, stretch in parts)
    labels = {"kind": asked.kind, "voice": first.speaker, "background": background if noise else ""}
    return Scene(name, asked.flow, asked.node, first.language, parts, meant, noise, labels=labels)


def judge(_: Scene, act: Act) -> Mapping[str, Any]:
    """Whether the turn ended before all was said, and how long after."""
    ended = next(act.told("heard"), None)
    if ended is None:
        return {"ended_ms": None, "cut_off": False, "heard": ""}
    last_begins = (act.began_ms or 0) + act.sound_spans[-1][0]
    return {
        "ended_ms": ended.at_ms - act.speech_ends_ms,
        "ended_by": str(ended.details["ended_by"]),
        "cut_off": ended.at_ms < (last_begins if len(act.sound_spans) > 1 else act.speech_ends_ms),
        "heard": str(ended.details["text"]),
    }


def rows(results: Sequence[Result]) -> list[Row]:
    """Hesitations cut off, and waits by the kind of question."""
    made = []
    for kind in dict.fromkeys(row["kind"] for row in results):
        for language in dict.fromkeys(row["language"] for row in results if row["kind"] == kind):
            group = [row for row in results if (row["kind"], row["language"]) == (kind, language)]
            over = f"{kind}, {'people' if kind == 'command' else 'synthetic'}, {language}"
            reach = "<= 3 %" if kind == "hesitating" else ""
            made += [
                share("cut off", over, reach, group, lambda _, one: one["cut_off"]),
                milliseconds("end of speech to end of turn", over, "", group, _wait),
            ]
    return made


def _wait(_: Result, one: Result) -> float | None:
    return None if one["cut_off"] else one["ended_ms"]


def failing(row: Result) -> str:
    """What went wrong in a scene, or nothing."""
    return "cut off" if row["ours"]["cut_off"] else ""
