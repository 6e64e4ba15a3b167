"""Sounds by which people show that they listen ("uh-huh", 嗯): they answer nothing and ask for nothing."""

import re
from dataclasses import replace
from math import ceil

from ivr.speech.recognizer import Expectation
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

OVER_PROMPTS = {
    Language.ENGLISH: (*SPOKEN[Language.ENGLISH], "ok", "yes", "right", "sure", "all right", "i see", "got it"),
    Language.MANDARIN: (*SPOKEN[Language.MANDARIN], "啊", "对对", "好的", "是", "是的", "行", "明白", "知道了"),
}
"""What people say while they listen to a prompt ..."""

SHARE = 0.03
"""... and how often, beside what they are expected to say: as one of 1,800 sentences "okay" is heard as "the page";
with three times as much, a recorded "operator please" is lost."""


def with_back_channels(expectation: Expectation, language: Language) -> Expectation:
    """What may be said over a prompt; an expectation of anything is left as it is."""
    said = OVER_PROMPTS[language]
    times = ceil(len(expectation.phrases) * SHARE / len(said))
    return replace(expectation, phrases=expectation.phrases + said * times)


def is_sound(text: str, language: Language) -> bool:
    """Whether a normalised text is nothing but such sounds, which say neither yes nor no by themselves."""
    return bool(re.fullmatch(_several(_SOUNDS[language]), text)) if text else False


def is_assent(text: str, language: Language) -> bool:
    """Whether a normalised text is nothing but such sounds and words of assent: an answer, where one was asked for."""
    return bool(re.fullmatch(_several(f"(?:{_SOUNDS[language]}|{_ASSENT[language]})"), text)) if text else False


def _several(sound: str) -> str:
    return rf"{sound}(?:\s*{sound})*"
