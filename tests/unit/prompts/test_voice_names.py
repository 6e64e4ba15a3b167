"""The names of voices."""

import os
from pathlib import Path

import espeakng_loader
import pytest

from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.prompts.voice_names import ESPEAK_VOICES, USUAL_VOICE, VARIANTS, no_such_voice
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN
DATA = Path(os.fspath(espeakng_loader.get_data_path()))


def test_the_variants_are_those_of_espeak() -> None:
    """But for one with a blank in its name."""
    assert {path.name for path in (DATA / "voices" / "!v").iterdir()} - {"Mr serious"} == VARIANTS


@pytest.mark.parametrize("language", Language)
def test_every_voice_of_espeak_speaks(language: Language) -> None:
    """Each by its name, and each otherwise than the others."""
    voice = Pyttsx3Voice()
    try:
        said = {
            voice.render("您好" if language is ZH else "order", Manner(language, name)).tobytes()
            for name in (*ESPEAK_VOICES[language], f"{USUAL_VOICE[language]}+f3")
        }
    finally:
        voice.close()

    assert len(said) == len(ESPEAK_VOICES[language]) + 1
    assert USUAL_VOICE[language] in ESPEAK_VOICES[language]


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("", EN),
        ("gmw/en", EN),
        ("gmw/en+f3", EN),
        ("en_US-lessac-medium", EN),
        ("en_GB-acme", EN),
        ("", ZH),
        ("sit/cmn-latn-pinyin+m3", ZH),
        ("zh_CN-huayan-medium", ZH),
    ],
)
def test_voices_that_there_may_be(name: str, language: Language) -> None:
    """Those of every machine, and voice files by their names."""
    assert no_such_voice(name, language) is None


@pytest.mark.parametrize(
    ("name", "language", "message", "fix"),
    [
        ("gmw/en-uk", EN, "no voice 'gmw/en-uk'", "Did you mean 'gmw/en-us'?"),
        ("en-us", EN, "no voice 'en-us'", "Did you mean 'gmw/en-us'?"),
        ("sit/cmn", ZH, "no voice 'sit/cmn'", "There is: sit/cmn-latn-pinyin"),
        ("gmw/en+f33", EN, "no voice 'gmw/en+f33'", "Did you mean 'f3'?"),
        ("gmw/en+", EN, "no voice 'gmw/en+'", "There is, for example: +f3, +m3"),
        ("zh_CN-a-low", EN, "the voice 'zh_CN-a-low' speaks 'zh', and not 'en'", "Name a voice of that language"),
        ("../../secret", EN, "no voice '../../secret'", "There is: " + ", ".join(ESPEAK_VOICES[EN])),
    ],
)  # fmt: skip
def test_voices_that_there_cannot_be(name: str, language: Language, message: str, fix: str) -> None:
    """On any machine; the nearest name is offered."""
    assert no_such_voice(name, language) == (message, fix)
