"""The names of voices: those of espeak-ng, which every machine has, and how those of voice files are made."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from ivr.terms import Language

USUAL_VOICE = {Language.ENGLISH: "gmw/en-us", Language.MANDARIN: "sit/cmn-latn-pinyin"}

ESPEAK_VOICES: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "gmw/en-us": "American",
        "gmw/en-us-nyc": "of New York City",
        "gmw/en": "British",
        "gmw/en-gb-x-rp": "British, received pronunciation",
        "gmw/en-gb-scotland": "Scottish",
        "gmw/en-gb-x-gbclan": "of Lancaster",
        "gmw/en-gb-x-gbcwmd": "of the West Midlands",
        "gmw/en-029": "Caribbean",
    },
    Language.MANDARIN: {"sit/cmn-latn-pinyin": "Mandarin"},
}
"""The voices that read what the line writes. Mandarin is written to espeak-ng in pinyin."""

VARIANTS = frozenset(
    "Alex Alicia Andrea Andy Annie AnxiousAndy Demonic Denis Diogo Gene Gene2 Henrique Hugo Jacky Lee Marco Mario "
    "Michael Mike Nguyen Reed RicishayMax RicishayMax2 RicishayMax3 Storm Tweaky UniRobot adam anika anikaRobot "
    "announcer antonio aunty belinda benjamin boris caleb croak david ed edward edward2 f1 f2 f3 f4 f5 fast grandma "
    "grandpa gustave ian iven iven2 iven3 iven4 john kaukovalta klatt klatt2 klatt3 klatt4 klatt5 klatt6 linda m1 m2 "
    "m3 m4 m5 m6 m7 m8 marcelo max michel miguel mike2 norbert pablo paul pedro quincy rob robert robosoft robosoft2 "
    "robosoft3 robosoft4 robosoft5 robosoft6 robosoft7 robosoft8 sandro shelby steph steph2 steph3 travis victor "
    "whisper whisperf zac".split()
)
"""Ways in which espeak-ng speaks with a voice: `gmw/en-us+f3`."""

FILE_NAME = re.compile(r"([a-z]{2,3})_[A-Z]{2}-[A-Za-z0-9_.-]+")
"""What voice files are called, as Piper calls them: en_US-lessac-medium, zh_CN-huayan-medium."""


def language_of_file(name: str) -> str | None:
    """The code of the language that a voice file of this name speaks; None for no such name."""
    match = FILE_NAME.fullmatch(name)
    return match[1] if match else None


def no_such_voice(name: str, language: Language) -> tuple[str, str] | None:
    """Why no machine can speak `language` with a voice of this name, and what to do; None where one can.

    Whether a voice file is there depends on the machine, and is told when the file is read.
    """
    voice, plus, variant = name.partition("+")
    speaks, there = language_of_file(name), ESPEAK_VOICES[language]
    if not name or speaks == language:
        return None
    if speaks is not None:
        return f"the voice '{name}' speaks '{speaks}', and not '{language}'", "Name a voice of that language"
    if voice not in there:
        return f"no voice '{name}'", _nearest(voice, there) or f"There is: {', '.join(there)}"
    if plus and variant not in VARIANTS:
        return f"no voice '{name}'", _nearest(variant, VARIANTS) or "There is, for example: +f3, +m3"
    return None


def _nearest(name: str, there: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(there), 1)
    return f"Did you mean '{near[0]}'?" if near else ""
