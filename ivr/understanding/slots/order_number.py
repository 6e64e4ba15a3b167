"""Letters and digits: "B one two three", "B as in Bravo", "alpha nine", "double A", 字母B一二三."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ivr.prompts.spoken_values import NATO
from ivr.terms import Language
from ivr.understanding.slots.digits import FILLERS, TIMES, DigitsSlot, read_chinese, read_english
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.slots.validation import OF_CHARACTERS, problem_of_characters
from ivr.understanding.spec import SlotSpec

CODE_WORDS: Mapping[str, str] = {
    word: word[0] for word in (*map(str.lower, NATO.values()), "alfa", "juliett", "whisky", "xray", "zed", "zee")
}
"""The letters' names of the radio alphabet; a caller may also use any other word ("B for Bob")."""

SOUNDS: Mapping[str, str] = {
    "bee": "b", "sea": "c", "see": "c", "dee": "d", "eff": "f", "gee": "g", "aitch": "h", "jay": "j", "kay": "k",
    "el": "l", "ell": "l", "em": "m", "en": "n", "pea": "p", "queue": "q", "cue": "q", "are": "r", "ess": "s",
    "tea": "t", "tee": "t", "you": "u", "vee": "v", "ex": "x", "why": "y",
}  # fmt: skip
"""How recognisers write letters; letters only beside other letters or digits."""

LIKE = {"as", "for", "like", "is"}
"""What may follow a letter before a word that begins with it."""

SEPARATORS = {
    Language.ENGLISH: {"dash", "hyphen", "slash", "minus", "capital", "letter", "number", "small", "uppercase", "lowercase", "big", "the", "letters", "digits", "digit"},
    Language.MANDARIN: {"杠", "横", "减", "大", "小", "写", "字", "母", "英", "文", "数", "斜", "是", "面", "接", "着"},
}  # fmt: skip

LEAST_UNASKED = 3
_TOKEN = re.compile(r"[^\W_]+(?:'\w+)?")
_CHINESE_TOKEN = re.compile(r"[a-z]+|[0-9]+|[〇一-鿿]")
_MIXED = re.compile(r"(?=[a-z]*[0-9])[a-z0-9]+")


class OrderNumberSlot:
    """Letters and digits, written in capitals (`AB12`), checked as the author says."""

    takes = OF_CHARACTERS

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        found = [
            Found(value, span, problem_of_characters(value, spec))
            for value, span in _runs(text, moment.language)
            if moment.asked or (len(value) >= LEAST_UNASKED and not value.isalpha())
        ]
        return sorted(
            found, key=lambda one: (one.problem != "", one.value.isdigit(), one.value.isalpha(), -len(one.value))
        )

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Letters and digits in any order, so that a grammar of pairs hears any string of them."""
        letters = [chr(ord("A") + at) for at in range(26)]
        if language is Language.MANDARIN:
            digits = list("零幺一二三四五六七八九")
            mixed = [f"{letter} {digit}" for letter in letters for digit in digits] + [
                f"{digit} {letter}" for letter in letters for digit in digits
            ]
            return (*DigitsSlot().phrases(spec, language), *mixed, *(f"字母 {letter}" for letter in letters))
        small = [letter.lower() for letter in letters]
        digits = "oh zero one two three four five six seven eight nine double triple".split()
        mixed = [f"{letter} {digit}" for letter in small for digit in digits] + [
            f"{digit} {letter}" for letter in small for digit in digits
        ]
        code = [word.lower() for word in NATO.values() if word.isalpha()]
        named = [f"{word[0]} as in {word}" for word in code] + [
            f"{word} {digit}" for word in code for digit in ("one", "five")
        ]
        return (
            *DigitsSlot().phrases(spec, language),
            *mixed,
            *named,
            *(f"{one} {two}" for one in small for two in small[::5]),
        )


def _runs(text: str, language: Language) -> Iterator[tuple[str, tuple[int, int]]]:
    """The strings of letters and digits in a text, fillers and "dash" inside them forgiven."""
    chinese = language is Language.MANDARIN
    tokens = list((_CHINESE_TOKEN if chinese else _TOKEN).finditer(text))
    words = [token[0] for token in tokens]
    read = _read_mandarin if chinese else _read_english
    at = 0
    while at < len(tokens):
        value, first, end = "", at, tokens[at].end()
        while at < len(tokens):
            characters, used = read(words, at, bool(value))
            if used:
                value, at = value + characters, at + used
                end = tokens[at - 1].end()
            elif value and words[at] in FILLERS[language] | SEPARATORS[language]:
                at += 1
            else:
                break
        if value:
            yield value.upper(), (tokens[first].start(), end)
        at += 1 if at == first else 0


def _read_english(words: list[str], at: int, inside: bool) -> tuple[str, int]:
    """The characters at the head of words[at:] and how many words they took."""
    head, rest = words[at], words[at + 1 : at + 6]
    repeated = _repeated(head, rest)
    if repeated[1]:
        return repeated
    digits, used = read_english(words[at : at + 3])
    if used and head != "o":
        return digits, used
    if _is_letter(head):
        alone = head in "aio" and not inside and not _goes_on(rest, head)  # "a" parcel, "I" want
        return ("", 0) if alone or (head == "o" and not inside) else _letter(head, rest)
    if head in CODE_WORDS:
        return CODE_WORDS[head], 1
    if head in SOUNDS and inside and _goes_on(rest):
        return SOUNDS[head], 1
    return (head, 1) if _MIXED.fullmatch(head) else ("", 0)


def _repeated(head: str, rest: Sequence[str]) -> tuple[str, int]:
    """ "double a", "triple x"; "double u" and "double you" are one letter, and so is "x ray"."""
    if head == "x" and rest[:1] == ["ray"]:
        return "x", 2
    if head == "double" and rest and rest[0] in ("u", "you"):
        return "w", 2
    if head not in TIMES or not rest or not _is_letter(rest[0]):
        return "", 0
    letter, used = _letter(rest[0], rest[1:])
    return letter * TIMES[head], 1 + used


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word.isalpha()


def _letter(letter: str, rest: Sequence[str]) -> tuple[str, int]:
    """A letter with the word that makes it plain: "b as in bravo", "b for bob", "b bravo"."""
    if len(rest) >= 3 and rest[0] == "as" and rest[1] in ("in", "for") and rest[2].startswith(letter):
        return letter, 5 if list(rest[2:4]) == ["x", "ray"] else 4
    if len(rest) >= 2 and rest[0] in LIKE and len(rest[1]) > 1 and rest[1].startswith(letter):
        return letter, 3
    if rest and CODE_WORDS.get(rest[0]) == letter:
        return letter, 2
    return letter, 1


def _goes_on(rest: Sequence[str], letter: str = "") -> bool:
    """Whether a letter or digit follows, or what makes the `letter` plain, so that the word before is one too."""
    if not rest:
        return False
    head = rest[0]
    plain = bool(letter) and _letter(letter, rest)[1] > 1
    known = head in CODE_WORDS or head in SOUNDS or head in {"double", "triple", "dash"}
    return plain or known or _is_letter(head) or bool(read_english([*rest])[1])


def _read_mandarin(words: list[str], at: int, _inside: bool) -> tuple[str, int]:
    head, rest = words[at], words[at + 1 : at + 3]
    if (
        head in "两三四"
        and len(rest) == 2
        and rest[0] == "个"
        and len(rest[1]) == 1
        and rest[1].isascii()
        and rest[1].isalpha()
    ):
        return rest[1] * "两三四".index(head) + rest[1] * 2, 3
    if head.isascii() and head.isalpha():
        return (head, 1) if len(head) <= 4 else ("", 0)
    return read_chinese([head, *rest])
