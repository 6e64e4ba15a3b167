"""What a caller changes of a value told before: "five six, not six six", "the last digit is seven", 不是周一，是周二.

Pure: the value, the words and the slot go in, and the value that is meant comes out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from ivr.terms import Language
from ivr.understanding.slots import SLOT_TYPES
from ivr.understanding.slots.phone import is_phone
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.slots.validation import problem_of_characters
from ivr.understanding.spec import SlotSpec

OF_CHARACTERS = {"digits", "order_number", "phone"}
"""Types of which a part can be told: two of its digits, the last one."""

UNCORRECTED = {"free_text", "yes_no"}
"""Types whose every sentence is a value."""

Told: TypeAlias = Mapping[str, Sequence[str]]
"""The values of each slot that were told in a call, the one that counts last; the slot told last comes last."""

Contrast = tuple[str, str]
"""The words for what is meant, and those for what is not."""

_CONTRASTS = {
    Language.ENGLISH: (
        r"not (?P<wrong>.+?)(?: but| i said| i meant| it's| it is| that's| rather) (?P<right>.+)",
        r"i said (?P<right>.+?) you (?:said|have|heard) (?P<wrong>.+)",
        r"(?:change|correct) (?P<wrong>.+?) (?:to|into) (?P<right>.+)",
        r"(?P<wrong>.+?) (?:should be|should have been|must be|is wrong it's) (?P<right>.+)",
        r"(?P<right>.+?) (?:and )?(?:not|instead of|rather than) (?P<wrong>.+)",
    ),
    Language.MANDARIN: (
        r"不是(?P<wrong>.+?)(?:而是|应该是|我说的是|是)(?P<right>.+)",
        r"不要(?P<wrong>.+?)要(?P<right>.+)",
        r"把(?P<wrong>.+?)(?:改成|换成|改为)(?P<right>.+)",
        r"(?P<wrong>.+?)(?:应该是|要改成|改成|换成|改为)(?P<right>.+)",
        r"(?P<right>.+?)(?:而)?不是(?P<wrong>.+)",
    ),
}
_BARE_NOT = {Language.ENGLISH: r"(?:^|.* )not (?P<both>.+)", Language.MANDARIN: r".*?不是(?P<both>.+)"}
_MEANT = {
    Language.ENGLISH: r"(?:i (?:meant|mean|said)|make (?:it|that)|change (?:it|that) to|it should be|correction)(?= )",
    Language.MANDARIN: r"(?:我(?:的意思|说的|要的|指的)是|改成|换成|改为|应该是|更正一下)",
}
_OTHER = {
    Language.ENGLISH: re.compile(r"(?<![\w'])the other (?!day|people|person|side|hand|way)\w+|(?<![\w'])the other$"),
    Language.MANDARIN: re.compile("另外?(?:一|那|的)?(?:个|笔|单|张|份|次|一个)|前面那个|之前那个"),
}
_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6,
}  # fmt: skip
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_HAN = "一二三四五六七八九十"
_PARTS = {
    Language.ENGLISH: re.compile(
        rf"(?:the )?(?:(?P<end>first|last)(?: (?P<count>{'|'.join(key for key in _COUNTS if key.isascii())}))?"
        rf"|(?P<place>{'|'.join(_ORDINALS)})) ?(?:digits?|numbers?|letters?|characters?|ones?)? "
        r"(?:is|are|was|were|should be|must be) (?P<right>.+?)(?: (?:and )?not .+)?$"
    ),
    Language.MANDARIN: re.compile(
        rf"(?:(?P<end>最后|后面?|末尾?|开头|前面?|头)(?P<count>[{_HAN[:6]}两1-6]))?(?:第(?P<place>[{_HAN}]))?"
        r"(?:位|个数字?|个字母?|个)(?:数字|字母)?(?:应该)?是(?P<right>.+?)(?:不是.+)?$"
    ),
}


def amend(text: str, told: Told, specs: Mapping[str, SlotSpec], asked: str, moment: Moment) -> tuple[str, Found] | None:
    """The slot that these words correct, and its value; None when they correct nothing that was told.

    The slot that was `asked` for comes first, then the one told last. "The other one" is the value told before.
    """
    names = [name for name in dict.fromkeys((asked, *reversed([*told]))) if told.get(name) and name in specs]
    for name in names:
        found = correct(text, told[name][-1], specs[name], moment)
        if found is not None:
            return name, found
    if wants_other(text, moment.language):
        return next(((name, Found(told[name][-2], (0, len(text)))) for name in names if len(told[name]) > 1), None)
    return None


def correct(text: str, current: str, spec: SlotSpec, moment: Moment) -> Found | None:
    """What `current` becomes by these words; None when they do not correct it."""
    if spec.type in UNCORRECTED:
        return None
    asked = replace(moment, asked=True)
    for value in _readings(text, current, spec, asked):
        if value and value != current:
            return _checked(value, text, spec)
    return None


def wants_other(text: str, language: Language) -> bool:
    """Whether the caller speaks of another thing of the same kind, told before: "I meant the other order"."""
    return _OTHER[language].search(text) is not None


def _readings(text: str, current: str, spec: SlotSpec, moment: Moment) -> Iterator[str]:
    """The values that the words may make of `current`, the likeliest first."""
    if spec.type == "date_time":
        yield _completed(text, current, spec, moment)
    if spec.type in OF_CHARACTERS:
        yield _with_part(text, current, spec, moment)
    contrasts = list(_contrasts(text, moment.language))
    for right, wrong in contrasts:
        yield _exchanged(right, wrong, current, spec, moment)
    yield _both(text, current, spec, moment)
    meant = re.search(_MEANT[moment.language], text)
    if meant is not None and not contrasts:
        value = _value(text[meant.end() :].strip(), spec, moment)
        yield value if spec.type not in OF_CHARACTERS or 2 * len(value) > len(current) else ""


def _contrasts(text: str, language: Language) -> Iterator[Contrast]:
    for pattern in _CONTRASTS[language]:
        match = re.search(pattern, text)
        if match is not None:
            yield match["right"].strip(), match["wrong"].strip()


def _values(text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
    """What is told in the words, in their order; flawed where it is only a part."""
    found = SLOT_TYPES[spec.type].find(text, spec, moment)
    return sorted(found, key=lambda one: one.span)


def _value(text: str, spec: SlotSpec, moment: Moment) -> str:
    good = [one.value for one in _values(text, spec, moment) if not one.problem]
    return good[-1] if good else ""


def _exchanged(right: str, wrong: str, current: str, spec: SlotSpec, moment: Moment) -> str:
    """`current` with what is not meant replaced by what is; empty where it is not about `current`."""
    meant = _values(right, spec, moment)
    denied = _values(wrong, spec, moment)
    if not meant or not denied:
        return ""
    new, old = meant[-1].value, denied[0].value
    if spec.type in OF_CHARACTERS:
        return _with_characters(new, old, current)
    if old == current:
        return new if not meant[-1].problem else ""
    if spec.type == "date":
        return _other_day(new, old, current)
    return new if spec.type == "date_time" and _shares(old, current) and "T" in new else ""


def _with_characters(new: str, old: str, current: str) -> str:
    """The part that stands there once, replaced; or all of it."""
    if old == current:
        return new
    plain = current.lstrip("+")
    if plain.count(old) != 1:
        return ""
    changed = plain.replace(old, new)
    return f"+{changed}" if current.startswith("+") else changed


def _other_day(new: str, old: str, current: str) -> str:
    """ "the fourth, not the third": the month stays that of the value."""
    before, told, meant = (date.fromisoformat(day) for day in (current, old, new))
    if told.day != before.day:
        return ""
    try:
        return before.replace(day=meant.day).isoformat()
    except ValueError:
        return ""


def _shares(told: str, current: str) -> bool:
    """Whether the day or the time that is denied is that of the value."""
    return told in current.split("T") or told == current


def _completed(text: str, current: str, spec: SlotSpec, moment: Moment) -> str:
    """A day and a time of which one was told before, or one is told anew: "at four, not three"."""
    right = next((meant for meant, _ in _contrasts(text, moment.language)), "")
    halves = "T" in current
    told = _values(right or text, spec, moment) if right or not halves else ()
    if not told or not told[-1].problem.endswith("_missing"):
        return ""
    day, _, at = current.partition("T") if halves else (current, "", current)
    part = told[-1].value
    if ":" in part:
        return f"{day}T{part}" if "-" in day else ""
    return f"{part}T{at}" if ":" in at else ""


def _both(text: str, current: str, spec: SlotSpec, moment: Moment) -> str:
    """ "not Monday, Tuesday", after which nothing stands between the two but a pause."""
    match = re.fullmatch(_BARE_NOT[moment.language], text)
    if match is None:
        return ""
    told = [one.value for one in _values(match["both"], spec, moment)]
    if spec.type in OF_CHARACTERS and len(told) == 1 and len(told[0]) % 2 == 0:
        half = len(told[0]) // 2
        told = [told[0][:half], told[0][half:]]
    if len(told) != 2:
        return ""
    if spec.type in OF_CHARACTERS:
        return _with_characters(told[1], told[0], current)
    if told[0] == current:
        return told[1]
    if spec.type == "date_time" and told[0] in current.split("T"):
        return current.replace(told[0], told[1])
    return _other_day(told[1], told[0], current) if spec.type == "date" else ""


def _with_part(text: str, current: str, spec: SlotSpec, moment: Moment) -> str:
    """ "the last digit is seven", "the first two are four five", 第三位是九."""
    match = _PARTS[moment.language].search(text)
    if match is None or not (match["end"] or match["place"]):
        return ""
    told = _values(match["right"], replace(spec, type=_plain_type(spec)), moment)
    if not told:
        return ""
    new, size = told[0].value, len(current)
    count = _COUNTS[match["count"]] if match["count"] else len(new)
    if match["place"]:
        ordinals: Sequence[str] = _ORDINALS if moment.language is Language.ENGLISH else _HAN
        start, count = ordinals.index(match["place"]), 1
    elif match["end"] in ("last", "最后", "后", "后面", "末", "末尾"):
        start = size - count
    else:
        start = 0
    if len(new) != count or start < 0 or start + count > size:
        return ""
    return current[:start] + new + current[start + count :]


def _plain_type(spec: SlotSpec) -> str:
    """Parts of a phone number are digits."""
    return "digits" if spec.type == "phone" else spec.type


def _checked(value: str, text: str, spec: SlotSpec) -> Found | None:
    """The new value with its problem, if it has one; the words are those of the whole sentence."""
    span = (0, len(text))
    if spec.type in ("digits", "order_number"):
        return Found(value, span, problem_of_characters(value, spec))
    if spec.type == "phone":
        return Found(value, span) if is_phone(value) else None
    return Found(value, span)
