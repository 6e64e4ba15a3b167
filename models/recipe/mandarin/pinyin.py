"""Chinese words as the Mandarin starter's network hears them: initials and finals of pinyin, without tones."""

from __future__ import annotations

from functools import cache
from itertools import product

from pypinyin import Style, pinyin

from ivr.speech.graph.lexicon import Pronunciation

INITIALS = ("b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "zh", "ch", "sh", "r", "z", "c", "s")
FINALS = (
    "a ai an ang ao e ei en eng er ong ou "
    "i ia ian iang iao ie in ing io iong iou "
    "u ua uai uan uang uei uen ueng uo "
    "v van ve vn "
    "ii iii"  # the buzzing vowels of "si" and of "shi"
).split()

_WITHOUT_INITIAL = dict(
    [pair.split(":") for pair in (
        "yi:i ya:ia yan:ian yang:iang yao:iao ye:ie yin:in ying:ing yo:io yong:iong you:iou "
        "wu:u wa:ua wai:uai wan:uan wang:uang wei:uei wen:uen weng:ueng wo:uo "
        "yu:v yuan:van yue:ve yun:vn o:uo ng:en n:en m:u hm:en hng:en ê:ei"
    ).split()]
)  # fmt: skip
_ABBREVIATED = {"iu": "iou", "ui": "uei", "un": "uen", "ue": "ve", "o": "uo"}
_MOST_PRONUNCIATIONS = 2  # of one character: the third and further readings are rare


@cache
def units(syllable: str) -> Pronunciation:
    """Return the units of a pinyin syllable; ü is written v or ü, a tone number is ignored.

    The spelling rules are those of Hanyu Pinyin: y and w stand for no initial, ü loses its dots after j, q
    and x, -iu, -ui, -un abbreviate -iou, -uei, -uen. Raises KeyError for what is no syllable.
    """
    name = syllable.rstrip("012345").replace("ü", "v")
    if name in _WITHOUT_INITIAL:
        return (_WITHOUT_INITIAL[name],)
    initial = next((i for i in (name[:2], name[:1]) if i in INITIALS), "")
    final = name[len(initial) :]
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = "v" + {"e": "e", "an": "an", "n": "n"}.get(final[1:], final[1:])
    elif final == "i" and initial in {"z", "c", "s"}:
        final = "ii"
    elif final == "i" and initial in {"zh", "ch", "sh", "r"}:
        final = "iii"
    else:
        final = _ABBREVIATED.get(final, final)
    if final not in FINALS:
        raise KeyError(f"no pinyin syllable: {syllable}")
    return (initial, final) if initial else (final,)


def readings(word: str) -> list[tuple[str, ...]]:
    """Return the ways to read a word of Chinese characters, as syllables with tone numbers (5: neutral).

    A word of several characters has the reading of pypinyin's dictionary of phrases; a single character has
    all of its readings, the likeliest first.
    """
    alone = len(word) == 1
    choices = pinyin(
        word, style=Style.TONE3, heteronym=alone, neutral_tone_with_five=True, errors="ignore", v_to_u=False
    )
    return [tuple(syllables) for syllables in product(*choices)]


def pronunciations(word: str) -> list[Pronunciation]:
    """Return the different pronunciations of a Chinese word in units; none if it is not made of Chinese characters."""
    spoken = [reading for reading in readings(word) if len(reading) == len(word)]
    different = dict.fromkeys(tuple(unit for syllable in reading for unit in units(syllable)) for reading in spoken)
    return list(different)[:_MOST_PRONUNCIATIONS]
