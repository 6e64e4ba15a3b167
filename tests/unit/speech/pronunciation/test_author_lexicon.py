"""The file in which authors write pronunciations."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.errors import AuthorError
from ivr.speech.graph.lexicon import Lexicon
from ivr.speech.pronunciation.author_lexicon import LARGEST_BYTES, parse_author_lexicon, read_author_lexicon
from ivr.speech.pronunciation.spelling import PhoneSpelling, PinyinSpelling
from ivr.understanding.text import normalise

ENGLISH = PhoneSpelling(("AE", "B", "EH", "IY", "K", "M"))
TONES = "12345"
MANDARIN = PinyinSpelling(
    {f"{name}{tone}": [(name[0], name[1:] + tone)] for name in ("pin", "duo", "wei") for tone in TONES}
)


def read(text: str, spelling: PhoneSpelling | PinyinSpelling = ENGLISH) -> Lexicon:
    """Understand a text."""
    return parse_author_lexicon(text, "names.txt", spelling, normalise)


def complaints(text: str, spelling: PhoneSpelling | PinyinSpelling = ENGLISH) -> list[str]:
    """What is wrong with a text."""
    with pytest.raises(AuthorError) as caught:
        read(text, spelling)
    return str(caught.value).splitlines()


def test_words_with_their_pronunciations() -> None:
    """Comments and empty lines are skipped; several lines are several ways; words take their recognised form."""
    text = "# brands\n\nAcme AE K M IY  # the shop\nacme eh0 k m iy1\nacme AE K M IY\r\nbé B EH\n"

    assert read(text) == {"acme": [("AE", "K", "M", "IY"), ("EH", "K", "M", "IY")], "bé": [("B", "EH")]}


def test_chinese_words_in_pinyin() -> None:
    """With tones or without."""
    assert read("拼多多 pin1 duo1 duo1", MANDARIN) == {"拼多多": [("p", "in1", "d", "uo1", "d", "uo1")]}
    assert len(read("威 wei", MANDARIN)["威"]) == 5


def test_every_mistake_is_told_with_its_place_and_a_hint() -> None:
    """All at once; columns count from 1."""
    text = "acme AE KK M\nm&s EH M\n  bee\n&& B\nbib B IQ B\n"

    assert complaints(text) == [
        "names.txt:1:9: error[no-such-sound]: no phone 'KK'. Did you mean 'K'?",
        "names.txt:2:1: error[not-one-word]: 'm&s' is heard as several words (m, s). "
        "Give each of them a line of its own",
        "names.txt:3:3: error[no-sounds]: 'bee' has no phones. Write how it is said behind it",
        "names.txt:4:1: error[not-one-word]: '&&' has no letter and no digit. Write a word first, then how it is said",
        "names.txt:5:7: error[no-such-sound]: no phone 'IQ'. Did you mean 'IY'?",
    ]


def test_mistakes_in_pinyin() -> None:
    """An unknown syllable, and so many readings that they would only confuse."""
    assert complaints("拼多多 pin1 doo1 duo1\n拼多 pin duo\n", MANDARIN) == [
        "names.txt:1:10: error[no-such-sound]: no syllable 'doo1'. Did you mean 'duo1'?",
        "names.txt:2:1: error[too-many-ways]: '拼多' can be said in more than 16 ways. Write the tone of each syllable",
    ]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Absent, a folder, not text, endless: each is the author's to mend."""
    latin, large = tmp_path / "latin.txt", tmp_path / "large.txt"
    latin.write_bytes(b"caf\xe9 K AE")
    large.write_bytes(b"#" * (LARGEST_BYTES + 1))

    for path, said in (
        (tmp_path / "none.txt", "error[cannot-read]: cannot be read (No such file or directory). Check the path"),
        (tmp_path, "error[cannot-read]: cannot be read (Is a directory). Check the path"),
        (latin, "error[not-utf8]: is not UTF-8 text. Save it as UTF-8"),
        (large, "error[too-large]: is larger than 2 MB. Write only words that are misheard"),
    ):
        with pytest.raises(AuthorError) as caught:
            read_author_lexicon(path, ENGLISH, normalise)
        assert str(caught.value) == f"{path}:1:1: {said}"


WORDS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
VARIANTS = st.lists(st.lists(st.sampled_from(["AE", "B", "K"]), min_size=1).map(tuple), min_size=1, unique=True)


@given(st.dictionaries(WORDS, VARIANTS))
def test_what_is_written_is_what_is_read(lexicon: Lexicon) -> None:
    """Any words, any number of variants."""
    lines = [f"{word} {' '.join(said)}" for word, variants in lexicon.items() for said in variants]

    assert read("\n".join(lines)) == lexicon


@given(st.text())
def test_any_text_is_understood_or_refused_in_its_lines(text: str) -> None:
    """Never a traceback, and places that exist."""
    try:
        read(text)
    except AuthorError as error:
        lines = text.split("\n")
        for problem in error.problems:
            assert 1 <= problem.column <= len(lines[problem.line - 1])
