"""Sounds by which people show that they listen ("uh-huh", 嗯): they answer nothing and ask for nothing."""

import re

from ivr.terms import Language

_SOUNDS = {
    Language.ENGLISH: r"(?:u+h ?h+u+h|m+ ?h+m+|m+|h+m+|u+h|u+m|a+h|o+h|huh)",
    Language.MANDARIN: "(?:嗯|哦|噢|啊|呃|唔|哎)",
}
_ASSENT = {
    Language.ENGLISH: r"(?:yes|yeah|yep|yup|okay|ok|right|alright|all right|sure|i see|got it|good|great|fine)",
    Language.MANDARIN: "(?:对的?|是的?|好的?|行|明白|知道了?|了解|这样啊?|没错)",
}


SPOKEN = {
    Language.ENGLISH: ("uh-huh", "uh huh", "mm", "mm hm", "hmm", "um", "uh", "okay", "yeah"),
    Language.MANDARIN: ("嗯", "嗯嗯", "哦", "对", "好", "呃", "那个"),
}
"""For run-time grammars: what is expected is not taken for something else."""


def is_sound(text: str, language: Language) -> bool:
    """Whether a normalised text is nothing but such sounds, which say neither yes nor no by themselves."""
    return bool(re.fullmatch(_several(_SOUNDS[language]), text)) if text else False


def is_assent(text: str, language: Language) -> bool:
    """Whether a normalised text is nothing but such sounds and words of assent: an answer, where one was asked for."""
    return bool(re.fullmatch(_several(f"(?:{_SOUNDS[language]}|{_ASSENT[language]})"), text)) if text else False


def _several(sound: str) -> str:
    return rf"{sound}(?:\s*{sound})*"
