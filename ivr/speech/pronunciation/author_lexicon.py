"""The file in which the author of a flow writes pronunciations: a word and how it is said, one way a line.

    acme AE K M IY          # the brand
    拼多多 pin1 duo1 duo1

Several lines for a word are several ways to say it; "#" begins a comment.
"""

import re
from collections.abc import Callable
from pathlib import Path

from ivr.errors import AuthorError, Problem
from ivr.speech.graph.lexicon import Lexicon
from ivr.speech.pronunciation.spelling import MOST_VARIANTS, Spelling, combine

LARGEST_BYTES = 2_000_000
_PIECE = re.compile(r"\S+")


def read_author_lexicon(path: Path, spelling: Spelling, normalise: Callable[[str], str]) -> Lexicon:
    """Read a lexicon file; words are brought into the form in which they are recognised by `normalise`.

    Raises AuthorError with every problem found.
    """

    def refuse(code: str, message: str, fix: str) -> AuthorError:
        return AuthorError([Problem(str(path), 1, 1, code, message, fix)])

    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise refuse("too-large", "is larger than 2 MB", "Write only words that are misheard")
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse("not-utf8", "is not UTF-8 text", "Save it as UTF-8") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise refuse("cannot-read", f"cannot be read ({reason})", "Check the path") from error
    return parse_author_lexicon(text, str(path), spelling, normalise)


def parse_author_lexicon(text: str, file: str, spelling: Spelling, normalise: Callable[[str], str]) -> Lexicon:
    """Understand the text of a lexicon file called `file`. Raises AuthorError with every problem found."""
    lexicon: Lexicon = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        pieces = list(_PIECE.finditer(line.partition("#")[0]))
        if not pieces:
            continue
        written = pieces[0][0]
        words = normalise(written).split()
        found = _in_line(file, number, spelling, words, pieces)
        if found:
            problems += found
            continue
        for variant in combine([spelling.variants(piece[0]) for piece in pieces[1:]]):
            known = lexicon.setdefault(words[0], [])
            if variant not in known:
                known.append(variant)
    if problems:
        raise AuthorError(problems)
    return lexicon


def _in_line(
    file: str, number: int, spelling: Spelling, words: list[str], pieces: list[re.Match[str]]
) -> list[Problem]:
    """The problems of one line: of its word, else of its pieces."""
    start = pieces[0].start() + 1
    if len(words) != 1:
        heard = f"is heard as several words ({', '.join(words)})" if words else "has no letter and no digit"
        fix = "Give each of them a line of its own" if words else "Write a word first, then how it is said"
        return [Problem(file, number, start, "not-one-word", f"'{pieces[0][0]}' {heard}", fix)]
    if len(pieces) == 1:
        fix = "Write how it is said behind it"
        return [Problem(file, number, start, "no-sounds", f"'{words[0]}' has no {spelling.what}s", fix)]
    unknown = [
        Problem(
            file,
            number,
            piece.start() + 1,
            "no-such-sound",
            f"no {spelling.what} '{piece[0]}'",
            spelling.near(piece[0]),
        )
        for piece in pieces[1:]
        if not spelling.variants(piece[0])
    ]
    if unknown or combine([spelling.variants(piece[0]) for piece in pieces[1:]]):
        return unknown
    fix = "Write the tone of each syllable"
    message = f"'{words[0]}' can be said in more than {MOST_VARIANTS} ways"
    return [Problem(file, number, start, "too-many-ways", message, fix)]
