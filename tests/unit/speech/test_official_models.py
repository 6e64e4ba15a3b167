"""The Vosk project's models: the list of this version, and the vendor's own."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import ModelError, WrongUse
from ivr.speech.official_models import (
    NAME,
    SPEECH_KINDS,
    choose,
    merged,
    of_language,
    our_code,
    packaged_models,
    published_models,
)
from ivr.terms import Language

ENTRY = {
    "lang": "cn",
    "lang_text": "Chinese",
    "md5": "0" * 32,
    "name": "vosk-model-cn-0.22",
    "obsolete": "false",
    "size": 1_000,
    "size_text": "1KiB",
    "type": "big",
    "url": "https://elsewhere.example/other.zip",
    "version": "0.22",
}


def test_every_model_of_the_list_has_what_a_download_needs() -> None:
    """Names that are file names, known kinds, checksums of the right length, no name twice."""
    models = packaged_models()

    assert len({model.name for model in models}) == len(models) > 70
    for model in models:
        assert NAME.fullmatch(model.name)
        assert model.kind in SPEECH_KINDS
        assert model.size
        assert our_code(model.language) == model.language
        assert model.md5 is None or (len(bytes.fromhex(model.md5)) == 16 and model.bytes)
        assert model.sha256 is None or len(bytes.fromhex(model.sha256)) == 32


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("en", "vosk-model-small-en-us-0.15"),
        ("en-in", "vosk-model-small-en-in-0.4"),
        ("zh", "vosk-model-small-cn-0.22"),
        ("cn", "vosk-model-small-cn-0.22"),
        ("zh_CN", "vosk-model-small-cn-0.22"),
        ("ua", "vosk-model-small-uk-v3-nano"),
        ("kk", "vosk-model-small-kz-0.42"),
        ("de", "vosk-model-small-de-0.15"),
        ("vosk-model-cn-0.22", "vosk-model-cn-0.22"),
    ],
)
def test_a_language_alone_is_its_small_model(wanted: str, name: str) -> None:
    """Under the vendor's code or the usual one; a name is itself."""
    assert choose(wanted, packaged_models()).name == name


def test_where_there_is_no_small_model_the_choice_is_asked_for() -> None:
    """Nobody gets a gigabyte by surprise."""
    with pytest.raises(WrongUse, match=r"no small model for 'el'\. Name one of these: vosk-model-el-gr-0\.7"):
        choose("el", packaged_models())


def test_a_near_name_is_suggested() -> None:
    """And where the names are."""
    for wanted in ("vosk-model-small-zh-0.22", "vosk-model-smal-cn-0.22"):
        with pytest.raises(WrongUse, match=r"Did you mean 'vosk-model-small-cn-0\.22'.*ivr models list"):
            choose(wanted, packaged_models())


def test_english_is_said_in_several_countries() -> None:
    """`en` lists all, `en-in` one."""
    names = [{model.language for model in of_language(packaged_models(), code)} for code in ("en", "EN-IN", "cn")]

    assert names == [{"en-us", "en-in", "en-gb"}, {"en-in"}, {"zh"}]


@pytest.mark.parametrize(("name", "language"), [("en-in", Language.ENGLISH), ("cn", Language.MANDARIN), ("ru", None)])
def test_a_model_tells_which_lines_can_use_it(name: str, language: Language | None) -> None:
    """Lines speak English and Mandarin."""
    assert choose(name, packaged_models()).spoken is language


def test_the_vendors_list_fills_the_gaps_and_changes_nothing() -> None:
    """A pinned checksum stays; where there is none the published one is taken, and said to be."""
    pinned = ENTRY | {"name": "vosk-model-small-cn-0.22", "size": 5}
    new = ENTRY | {"name": "vosk-model-cn-9", "type": "small", "obsolete": "true"}
    published = published_models(json.dumps([ENTRY, pinned, new]), "there")
    before = {model.name: model for model in packaged_models()}

    after = {model.name: model for model in merged(packaged_models(), published)}

    assert before["vosk-model-small-cn-0.22"] == after["vosk-model-small-cn-0.22"]
    filled = after["vosk-model-cn-0.22"]
    assert (filled.md5, filled.bytes, filled.licence, filled.origin) == ("0" * 32, 1000, "Apache-2.0", "there")
    assert (after["vosk-model-cn-9"].older, len(after)) == (True, len(before) + 1)


def test_voices_and_speaker_models_are_left_out() -> None:
    """They are no ears."""
    entries = [ENTRY | {"type": kind, "name": f"vosk-model-{kind}-1"} for kind in ("tts", "spk", "small")]

    assert [model.kind for model in published_models(json.dumps(entries), "there")] == ["small"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "3",
        "<html>",
        json.dumps({"a": 1}),
        json.dumps([{}]),
        json.dumps([ENTRY | {"name": "vosk-model-../../etc"}]),
        json.dumps([ENTRY | {"name": "other"}]),
        json.dumps([ENTRY | {"md5": "short"}]),
        json.dumps([ENTRY | {"size": "many"}]),
    ],
)
def test_a_list_that_is_none_is_refused(text: str) -> None:
    """A proxy's page, nonsense, or a name that leads out of the folder."""
    with pytest.raises(ModelError, match="the vendor's list of models cannot be understood"):
        published_models(text, "there")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_json_is_a_list_or_refused(content: object) -> None:
    """No other error comes out."""
    try:
        published_models(json.dumps(content), "there")
    except ModelError:
        return
    assert content in ([], {}, "")
