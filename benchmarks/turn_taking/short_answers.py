"""Answers of one syllable to a question of yes or no: is any lost?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.turn_taking.recordings import BACKGROUNDS, SYNTHETIC, Stretch, clear, half_of, recorded, said
from benchmarks.turn_taking.scene import Noise, Scene
from benchmarks.turn_taking.stage import Act
from benchmarks.turn_taking.table import Result, Row, milliseconds, share
from ivr.terms import Language

ENGLISH = {"yes": "yes", "no": "no"}
MANDARIN = {"是": "yes", "对": "yes", "不": "no"}
CONDITIONS: tuple[int | None, ...] = (None, 20, 10)
NOISES = ("clean", "20 dB", "10 dB")


def scenes(half: str) -> list[Scene]:
    """Every recorded yes and no in every noise, and the three syllables by every synthetic voice in one."""
    folders = ("speech_commands_test", "speech_commands_v001_sample", "an4")
    people = clear(recorded(half, *folders, words=tuple(ENGLISH)))
    voices = len(half_of(SYNTHETIC, half))
    synthetic = [said(half, text, Language.MANDARIN, number) for text in MANDARIN for number in range(3 * voices)]
    unique = {(one.text, one.voice, one.rate): one for one in synthetic}
    return [scene for number, one in enumerate([*people, *unique.values()]) for scene in _of(half, one, number)]


def _of(half: str, answer: Stretch, number: int) -> Iterator[Scene]:
    means = {**ENGLISH, **MANDARIN}[answer.text]
    everywhere = [(snr_db, place) for snr_db in CONDITIONS[1:] for place in sorted(BACKGROUNDS)]
    one_each = [(snr_db, sorted(BACKGROUNDS)[number % len(BACKGROUNDS)]) for snr_db in CONDITIONS[1:]]
    for snr_db, background in [(None, ""), *(one_each if answer.synthetic else everywhere)]:
        name = f"{half} {answer.path or f'{answer.text} {answer.voice} {answer.rate}'} {snr_db} {background}"
        chance = np.random.default_rng(list(name.encode()))
        yield Scene(
            name,
            "scenes",
            "sure",
            answer.language,
            ((int(chance.integers(0, 1500)), answer),),
            means,
            Noise(BACKGROUNDS[background], half, snr_db) if snr_db is not None else None,
            labels={
                "said": answer.text,
                "voice": answer.speaker,
                "background": background,
                "source": answer.path.split("/")[1] if answer.path else "synthetic",
            },
        )


def judge(scene: Scene, act: Act) -> Mapping[str, Any]:
    """Whether the line heard words, whether it heard these, and when the turn was over."""
    heard = next(act.told("heard"), None)
    decision = next(act.told("decision"), None)
    text = str(heard.details["text"]) if heard else ""
    right = decision is not None and decision.details["intent"] == scene.meant
    too_soon = [event for event in act.events if event.event == "heard" and event.at_ms <= act.speech_starts_ms]
    return {
        "lost": not text and not right,
        "noise_answered": bool(too_soon),
        "heard": text,
        "right": right,
        "ended_ms": heard.at_ms - act.speech_ends_ms if heard else None,
    }


def rows(results: Sequence[Result]) -> list[Row]:
    """Lost and misheard: of people and of synthetic voices, clean and in noise."""
    people = [row for row in results if row["source"] != "synthetic"]
    synthetic = [row for row in results if row["source"] == "synthetic"]
    made = []
    for over, group in (("yes, no; people", people), ("是, 对, 不; synthetic", synthetic)):
        made += [
            _lost(over, group),
            *(_lost(f"{over}, {noise}", [row for row in group if row["noise"] == noise]) for noise in NOISES),
            share("heard, but not as that", over, "", group, lambda _, one: not one["lost"] and not one["right"]),
            share("noise taken for the answer", over, "", group, lambda _, one: one["noise_answered"]),
            milliseconds("answer to end of turn", over, "", group, lambda _, one: one["ended_ms"]),
        ]
    return made


def _lost(over: str, group: Sequence[Result]) -> Row:
    return share("answers lost", over, "<= 1 %", group, lambda _, one: one["lost"])


def failing(row: Result) -> str:
    """What went wrong in a scene, or nothing."""
    one = row["ours"]
    if one["noise_answered"]:
        return "noise taken for the answer"
    return "lost" if one["lost"] else "" if one["right"] else "misheard"
