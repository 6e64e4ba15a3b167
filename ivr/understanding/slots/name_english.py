"""Names as English speakers give them."""

import re
from collections.abc import Iterator

GIVEN_NAMES = (
    "james mary robert patricia john jennifer michael linda david elizabeth william barbara richard susan joseph "
    "jessica thomas sarah charles karen daniel lisa matthew nancy anthony betty mark sandra paul ashley steven "
    "emily andrew donna george michelle peter laura kevin amy brian anna edward rebecca jason helen jeffrey samantha "
    "ryan rachel jacob julia gary emma nicholas olivia eric sophia jonathan grace stephen alice frank kate bob tom"
).split()
SURNAMES = (
    "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson "
    "anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson "
    "walker young allen king wright scott torres nguyen hill green adams nelson baker hall campbell mitchell carter "
    "roberts chen wang zhang li patel parker cooper murphy kelly cook morgan bell bailey reed ward watson brooks"
).split()
"""For what is listened for; any other word may be a name too."""

NOT_NAMES = frozenset(
    "i i'm i'd i've you you're he she we they it it's its me my your his her our their this that these those there here "
    "what when where who why how which a an the and or but so if then than because is am are was were be been do does did "
    "don't doesn't didn't have has had haven't can can't could will won't would shall should may must might not no nope yes "
    "yeah yep okay ok sure please thanks thank hello hi hey well um uh er like just only also too very really of for from to "
    "with without about at by in on off up down out over calling call called speaking want wanted need looking trying order "
    "parcel package refund return delivery account number agent person human operator help repeat again name surname first "
    "last full spell spelled spelt know knows sorry mean meant think said say saying good bad fine great right wrong back "
    "start stop wait hold minute second moment today tomorrow monday tuesday wednesday thursday friday saturday sunday money "
    "pay paid bill something anything nothing everything someone anyone more less much many one two three four five six "
    "seven eight nine ten zero double triple".split()
)
"""Words that end a name, and that are none."""

NAME = r"[^\W\d_]+(?:'[^\W\d_]+)?"
_OPENING = (
    r"(?:(?:my|the) (?:full |last |first |family )?(?:name's|name is|surname is)|my surname's|name's|name is|i'm called"
    r"|call me|i am called|they call me|it's under|under the name(?: of)?)"
)
_SOFT = r"(?:i'm|i am|this is|it's|it is|that's|speaking to|you're speaking with)"
_STRONG_NAME = re.compile(rf"(?<![\w'])(?:{_OPENING}) (?=({NAME}(?: {NAME})*))")
_SOFT_NAME = re.compile(rf"(?<![\w'])(?:{_SOFT}) (?=({NAME}(?: {NAME})*))")
_SPELLED = re.compile(
    r"(?<![\w'])[a-z](?: (?:(?:as in|for|like) [a-z]+|[a-z](?![\w'])|(?:double) [a-z](?![\w'])))+(?![\w'])"
)
_LETTER = re.compile(r"(?:(double) )?\b([a-z])\b(?: (?:as in|for|like) [a-z]{2,})?")

MOST_WORDS = 4


def english_names(text: str, asked: bool) -> Iterator[tuple[str, tuple[int, int]]]:
    """The names in a normalised text; without an opening ("my name is") only where one was `asked` for."""
    spelled = _spelled(text) if asked or _STRONG_NAME.search(text) else None
    for pattern in (_STRONG_NAME, *((_SOFT_NAME,) if asked else ())):
        for match in pattern.finditer(text):
            told = _words(text, match.start(1))
            if told:
                yield _with_spelling(told, spelled)
                return
    if not asked:
        return
    told = _words(text, _first_word(text))
    if told:
        yield _with_spelling(told, spelled)
    elif spelled:
        name, span = spelled
        more = _words(text, span[1] + 1)
        yield (f"{name} {more[0]}", (span[0], more[1][1])) if more else spelled


def _first_word(text: str) -> int:
    """Past what people say before they say their name."""
    opening = re.match(r"(?:(?:oh|um|uh|er|yes|yeah|sure|okay|hi|hello|well|so) )*", text)
    return opening.end() if opening else 0


def _words(text: str, start: int) -> tuple[str, tuple[int, int]] | None:
    """The words from `start` on that may be a name: up to four, none of them a word of every day or a lone letter."""
    end = start
    words: list[str] = []
    for match in re.compile(rf"({NAME})(?: |$)").finditer(text, start):
        word = match[1]
        if (
            match.start() != (end if not words else end + 1)
            or word in NOT_NAMES
            or len(word) == 1
            or not word.isascii()
        ):
            break
        words.append(word)
        end = match.end(1)
        if len(words) == MOST_WORDS:
            break
    return (_title(" ".join(words)), (start, end)) if words else None


def _spelled(text: str) -> tuple[str, tuple[int, int]] | None:
    """What is spelled letter by letter: "s m y t h", "s as in sam m y t h"."""
    for match in _SPELLED.finditer(text):
        letters = "".join(letter[2] * (2 if letter[1] else 1) for letter in _LETTER.finditer(match[0]))
        if len(letters) > 2:
            return _title(letters), match.span()
    return None


def _with_spelling(
    told: tuple[str, tuple[int, int]], spelled: tuple[str, tuple[int, int]] | None
) -> tuple[str, tuple[int, int]]:
    """Of a name that is said and spelled the last word is the spelled one, if both begin alike or sound alike."""
    if spelled is None:
        return told
    name, span = told
    letters, other = spelled
    return " ".join([*name.split()[:-1], letters]), (min(span[0], other[0]), max(span[1], other[1]))


def _title(name: str) -> str:
    """Each word with a capital, and the one after an apostrophe: O'Brien."""
    return re.sub(r"(?:^|(?<=[ ])|(?<=\bo'))[^\W\d_]", lambda match: match[0].upper(), name)
