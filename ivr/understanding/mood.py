"""How annoyed a caller sounds: signs in a turn, and the mood of the call that follows from them. Pure.

A mood changes how carefully the line treats somebody, never what it takes them to want.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import prod

from ivr.terms import Language, Temper


class Sign(StrEnum):
    """What speaks for frustration: a kind of words, or what happened around them."""

    HARSH_WORDS = "harsh_words"
    SWEARING = "swearing"
    HAD_ENOUGH = "had_enough"
    SAID_BEFORE = "said_before"
    UNHAPPY = "unhappy"
    WAITING = "waiting"
    TROUBLE = "trouble"
    LOUDER = "louder"
    SPEAKING_OVER = "speaking_over"


WEIGHTS: Mapping[Sign, float] = {
    Sign.HARSH_WORDS: 0.6,
    Sign.SWEARING: 0.5,
    Sign.HAD_ENOUGH: 0.5,
    Sign.SAID_BEFORE: 0.45,
    Sign.UNHAPPY: 0.3,
    Sign.WAITING: 0.35,
    Sign.TROUBLE: 0.15,
    Sign.LOUDER: 0.35,
    Sign.SPEAKING_OVER: 0.1,
}
"""How much frustration each sign tells by itself, 0 to 1; several together tell more."""

ANNOYED = 0.4
"""Frustration from which a caller counts as annoyed; two misunderstandings or one mild word do not reach it."""

FADED = 0.8
"""What is left of the frustration of before after a turn that went well."""

SEVERAL = 2
"""Misunderstandings and corrections in a call from which each further one is a sign."""

FIRST_TURNS = 2
"""How many turns at the beginning of a call tell how loud its caller usually speaks."""

LOUDER_DB = 8.0
"""How much louder than that is a sign; by a clear margin more than people vary who are calm."""

OVER_PROMPTS = 3
"""Turns running that begin over a prompt from which it is a sign; who knows the line does so now and then."""

CALM = "calm"
"""What marks patterns of the lexicon that only look like signs."""

_NOT = re.compile(
    r"(?:\b(?:not|never|nothing|without|\w+n't)(?: \w+){0,2} |\bno "
    r"|(?:不|没有?|不是|并非|不算|不用)(?:很|太|那么|这么)?)$"
)


def signs_in(text: str) -> tuple[Sign, ...]:
    """The signs in normalised words of either language, each once."""
    patterns = _lexicon()
    rest = patterns[CALM].sub(" ", text)
    return tuple(sign for sign in Sign if sign in patterns and _said(patterns[sign], rest))


def frustration(signs: Iterable[Sign], before: float = 0.0) -> float:
    """What these signs tell together with what is left of before, 0 to 1."""
    return round(1 - (1 - before) * prod(1 - WEIGHTS[sign] for sign in signs), 4)


@dataclass(frozen=True, slots=True)
class Mood:
    """How annoyed the caller has sounded up to now."""

    frustration: float = 0.0
    signs: tuple[Sign, ...] = ()  # of the whole call, in the order in which they came
    lately: tuple[Sign, ...] = ()  # of the last turn
    failures: int = 0  # misunderstandings that have been counted
    corrections: int = 0
    levels: tuple[float, ...] = ()  # of the first turns, in dB below full scale
    overs: int = 0  # turns running that began over a prompt

    @property
    def temper(self) -> Temper:
        """The mood in one word."""
        return Temper.ANNOYED if self.frustration >= ANNOYED else Temper.CALM

    @property
    def annoyed(self) -> bool:
        """Whether the line should be shorter and more careful."""
        return self.temper is Temper.ANNOYED

    @property
    def impatience(self) -> float:
        """How many times as much it costs this caller to have to say something again."""
        return 1 + self.frustration if self.annoyed else 1.0

    def after(
        self,
        words: Collection[Sign],
        *,
        failures: int = 0,
        corrected: bool = False,
        level_dbfs: float | None = None,
        over_prompt: bool = False,
    ) -> "Mood":
        """The mood after a turn with these signs in its words.

        `failures` is how often the caller was not understood in this call before the turn; `corrected` tells whether
        the turn changes what the line had understood. `level_dbfs` is how loud it was, `over_prompt` whether it began
        over a prompt.
        """
        corrections, overs = self.corrections + corrected, self.overs + 1 if over_prompt else 0
        fresh = corrected or failures > self.failures
        around = {
            Sign.TROUBLE: fresh and failures + corrections >= SEVERAL,
            Sign.LOUDER: self._is_louder(level_dbfs),
            Sign.SPEAKING_OVER: overs >= OVER_PROMPTS,
        }
        lately = (*words, *(sign for sign, there in around.items() if there))
        left = self.frustration * (1.0 if fresh else FADED)
        levels = self.levels if level_dbfs is None else (*self.levels, level_dbfs)[:FIRST_TURNS]
        signs = tuple(dict.fromkeys((*self.signs, *lately)))
        return Mood(frustration(lately, left), signs, lately, failures, corrections, levels, overs)

    def _is_louder(self, level_dbfs: float | None) -> bool:
        """Whether a turn is clearly louder than the caller's first ones."""
        if level_dbfs is None or len(self.levels) < FIRST_TURNS:
            return False
        return level_dbfs - sum(self.levels) / FIRST_TURNS >= LOUDER_DB


def _said(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _NOT.search(text[: found.start()]) for found in pattern.finditer(text))


@cache
def _lexicon() -> Mapping[str, re.Pattern[str]]:
    """What finds each kind of words, of both languages: callers mix them."""
    found: dict[str, list[str]] = {}
    for language in Language:
        edges = (r"(?<![\w'])", r"(?![\w'])") if language is Language.ENGLISH else ("", "")
        lines = (files("ivr.understanding") / f"mood.{language}.txt").read_text("utf-8").splitlines()
        for kind, _, pattern in (line.partition(" = ") for line in lines if not line.startswith("#")):
            found.setdefault(kind, []).append(f"{edges[0]}(?:{pattern}){edges[1]}")
    return {kind: re.compile("|".join(patterns)) for kind, patterns in found.items()}
