"""Which language a caller wishes to speak: "English, please", 说中文."""

import re
from collections.abc import Mapping

from ivr.terms import Language
from ivr.understanding.text import is_han, normalise

PHRASES: Mapping[Language, tuple[str, ...]] = {
    Language.ENGLISH: (
        *(f"{name}{rest}" for name in ("english", "chinese", "mandarin") for rest in ("", " please")),
        "speak english",
        "in english please",
    ),
    Language.MANDARIN: tuple(
        f"{verb}{name}" for name in ("中文", "普通话", "英语", "英文") for verb in ("", "说", "讲")
    ),
}
"""What a recogniser of a language is told to expect."""

_NAMES = {
    Language.ENGLISH: r"english|英语|英文",
    Language.MANDARIN: r"chinese|mandarin|putonghua|中文|汉语|普通话|国语|华语",
}
_AROUND_ENGLISH = (
    r"(?:um|uh|oh|yes|no|sorry|hello|hi|i|i'd|i'll|we|you|do|can|could|would|may|want|need|like|prefer|to|speak|talk"
    r"|use|have|take|it|in|for|the|me|with|language|only|please|thanks|thank)"
)
_AROUND_MANDARIN = "[我你您要想请用说讲就能可以会的吧啊嗯呢吗好是那个给只服务谢]"
_NAMED = {language: re.compile(name) for language, name in _NAMES.items()}
_WISHES = {
    language: re.compile(
        rf"(?:{_AROUND_ENGLISH} |{_AROUND_MANDARIN} ?)*(?:{name})(?: {_AROUND_ENGLISH}| ?{_AROUND_MANDARIN})*"
    )
    for language, name in _NAMES.items()
}
_ANY = "|".join(_NAMES.values())
_DECLINED = re.compile(
    rf"\b(?:no|not|don't|can't|cannot)(?: \S+){{0,2}} (?:{_ANY})|不(?:会|要|想|能|懂|用)?(?:说|讲)?(?:{_ANY})"
)


def wished_language(text: str, *, asked: bool = False) -> Language | None:
    """The language that somebody wishes to speak who says this.

    The sentence must be about nothing else, unless it was `asked` which language.
    """
    plain = normalise(text)
    rest = _DECLINED.sub(" ", plain).strip()
    found = [
        language
        for language in Language
        if (_NAMED[language].search(rest) if asked else _WISHES[language].fullmatch(rest))
    ]
    return found[0] if len(found) == 1 else None


def script_of(text: str) -> Language | None:
    """The language in whose script this is written: Chinese as soon as there is one Chinese character."""
    if any(is_han(character) for character in text):
        return Language.MANDARIN
    return Language.ENGLISH if any(character.isascii() and character.isalpha() for character in text) else None
