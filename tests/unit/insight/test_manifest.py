"""Lists of recordings: read, filtered, and refused with file and line."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import WrongUse
from ivr.insight.manifest import Selection, read_manifest, select
from ivr.terms import Language

Write: TypeAlias = Callable[[str], Path]

PEOPLE = """\
path\tlanguage\tspeaker\ttranscript
1.wav\ten\tann\tone two
2.wav\ten\tbob\tthree
3.wav\tzh\tmei\t一二三
4.wav\ten\tcid\t
5.wav\ten\tdee\tfour
6.wav\t\tann\tfive "six
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a manifest beside six sound files."""
    for number in range(1, 7):
        (tmp_path / f"{number}.wav").touch()

    def written(text: str) -> Path:
        (tmp_path / "list.tsv").write_text(text, "utf-8")
        return tmp_path / "list.tsv"

    return written


def _names(selection: Selection) -> list[str]:
    return [one.path.name for one in selection.recordings]


def test_rows_know_their_file_their_words_and_their_place(write: Write) -> None:
    """Paths are relative to the manifest; a quotation mark is a character as any other."""
    path = write(PEOPLE)
    last = read_manifest(path)[-1]

    assert (last.path, last.transcript, last.place) == (path.parent / "6.wav", 'five "six', f"{path}:7")
    assert last.columns["speaker"] == "ann"


def test_rows_of_another_language_and_without_words_are_left_out_and_counted(write: Write) -> None:
    """A row that does not tell its language is taken to be in the one wanted."""
    recordings = read_manifest(write(PEOPLE))

    english, chinese = select(recordings, Language.ENGLISH), select(recordings, Language.MANDARIN)

    assert (_names(english), english.other_language, english.without_transcript) == (
        ["1.wav", "2.wav", "5.wav", "6.wav"],
        1,
        1,
    )
    assert (_names(chinese), chinese.other_language) == (["3.wav", "6.wav"], 4)


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        (["speaker=ann"], ["1.wav", "6.wav"]),
        (["speaker=ann", "speaker=bob"], ["1.wav", "2.wav", "6.wav"]),
        (["speaker=ann", "path=1*"], ["1.wav"]),
        (["speaker=???", "language=en"], ["1.wav", "2.wav", "5.wav"]),
    ],
    ids=["value", "either", "both", "patterns"],
)
def test_rows_are_chosen_by_their_columns(write: Write, conditions: list[str], names: list[str]) -> None:
    """One condition on a column must hold, and all columns' must."""
    assert _names(select(read_manifest(write(PEOPLE)), Language.ENGLISH, conditions)) == names


def test_every_other_speaker_is_heard_and_the_grammar_knows_them_all(write: Write) -> None:
    """In the order of their names, and of those that can be heard: ann, bob, dee."""
    recordings = read_manifest(write(PEOPLE))

    tune, test = (select(recordings, Language.ENGLISH, half=half) for half in ("tune", "test"))

    assert (_names(tune), _names(test)) == (["1.wav", "5.wav", "6.wav"], ["2.wav"])
    assert len(test.grammar_from) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "list.tsv:1: there is no column 'path'"),
        ("path\ttranskript\n", "list.tsv:1: there is no column 'transcript'. Did you mean 'transkript'?"),
        ("path,transcript\n1.wav,one\n", "list.tsv:1: there is no column 'path'"),
        ("path\ttranscript\tpath\n", "list.tsv:1: two columns have the same name"),
        ("path\ttranscript\n1.wav\tone\n\n2.wav\n", "list.tsv:4: 1 cells where the first line names 2 columns"),
        ("path\ttranscript\n1.wav\tone\ttwo\n", "list.tsv:2: 3 cells where the first line names 2 columns"),
        ("path\ttranscript\n\tone\n", "list.tsv:2: there is no path"),
        ("path\ttranscript\n" + "x\n" * 12, "... and 2 more"),
        ("path\ttranscript\n1.wav\t" + "a" * 140_000, "this is no table"),
    ],
)
def test_what_is_no_manifest_is_refused(write: Write, text: str, told: str) -> None:
    """With file and line."""
    with pytest.raises(WrongUse) as refused:
        read_manifest(write(text))

    assert told in str(refused.value)


def test_a_manifest_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """None there, a folder, and no text."""
    (tmp_path / "list.tsv").write_bytes(b"path\ttranscript\n\xff\n")
    for path, told in [("nowhere", "No such file"), (".", "Is a directory"), ("list.tsv", "not UTF-8")]:
        with pytest.raises(WrongUse, match=told):
            read_manifest(tmp_path / path)


@pytest.mark.parametrize(
    ("conditions", "half", "told"),
    [
        (["speakr=ann"], None, "no column 'speakr'. Did you mean 'speaker'?"),
        (["ann"], None, "'ann' is no condition"),
        (["speaker=zoe"], None, "no row with a transcript in 'en'. See --where and --half"),
        (["speaker=mei"], None, "Languages of its rows: zh; see --language"),
        (["speaker=ann"], "test", "no row with a transcript in 'en'"),
    ],
)
def test_a_choice_that_leaves_nothing_is_refused(
    write: Write, conditions: list[str], half: str | None, told: str
) -> None:
    """With what there is instead."""
    recordings = read_manifest(write(PEOPLE))

    with pytest.raises(WrongUse) as refused:
        select(recordings, Language.ENGLISH, conditions, half)

    assert told in str(refused.value)


def test_halves_need_speakers(write: Write) -> None:
    """Without that column nobody knows who speaks."""
    recordings = read_manifest(write("path\ttranscript\n1.wav\tone\n"))

    with pytest.raises(WrongUse, match="no column 'speaker'"):
        select(recordings, Language.ENGLISH, half="tune")


def test_missing_files_are_told_with_their_lines_unless_they_are_not_wanted(write: Write) -> None:
    """All that are to be heard and are not there, at once."""
    path = write("path\ttranscript\nno.wav\tone\n1.wav\ttwo\nno.wav\tthree\n")
    recordings = read_manifest(path)

    with pytest.raises(WrongUse) as refused:
        select(recordings, Language.ENGLISH)

    assert [line.partition(": ")[0] for line in str(refused.value).splitlines()] == [f"{path}:2", f"{path}:4"]
    assert _names(select(recordings, Language.ENGLISH, ["path=1*"])) == ["1.wav"]


@given(text=st.text(alphabet=st.sampled_from('path\ttranscript\n\r"一\0 x'), max_size=80))
def test_any_text_is_a_manifest_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Never another error."""
    path = tmp_path_factory.getbasetemp() / "any.tsv"
    path.write_text(f"path\ttranscript\n{text}", "utf-8")
    try:
        recordings = read_manifest(path)
    except WrongUse:
        return
    assert all(one.columns["path"].strip() for one in recordings)
