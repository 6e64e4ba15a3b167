"""A time of day: "half past three", "a quarter to eight in the evening", "ten oh five", 三点一刻, 差十分六点."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import time

from ivr.terms import Language
from ivr.understanding.slots.number import CHINESE_ONES, ENGLISH_ONES, ENGLISH_TENS, TEENS
from ivr.understanding.slots.numerals import MARK, Shadow, numerals
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec

EARLIEST = 7
"""An hour up to twelve whose half of the day nobody names lies between seven in the morning and seven in the evening,
when people have appointments; the line reads back which it took."""

Timed = tuple[time, tuple[int, int]]


class TimeSlot:
    """A time as `15:30`, with `min` and `max` (hours, as 9 or 17.5) where the author says so."""

    takes = frozenset({"min", "max"})

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        found = [
            Found(f"{hour:%H:%M}", span, problem_of_time(hour, spec))
            for hour, span in times(text, moment.language, asked=moment.asked)
        ]
        return sorted(found, key=lambda one: one.problem != "")

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Every hour beside every way on from it, so that a grammar of pairs hears any time."""
        if language is Language.MANDARIN:
            hours = [*CHINESE_ONES[1:], "十", "十 一", "十 二"]
            parts = ["早上", "上午", "中午", "下午", "傍晚", "晚上", "凌晨"]
            onward = [f"点 {word}" for word in (*CHINESE_ONES, "十", "半", "一 刻", "三 刻", "钟", "整")]
            minutes = [f"{ten} 十 {one}" for ten in "二三四五" for one in CHINESE_ONES[1:]] + [
                f"{one} 分" for one in CHINESE_ONES
            ]
            return (
                *(f"{hour} 点" for hour in hours),
                *(f"{part} {hour} 点" for part in parts for hour in hours),
                *onward,
                *minutes,
                "中午",
                "午夜",
                "差 一 刻",
                "差 十 分",
                "差 五 分",
            )
        hours = [*ENGLISH_ONES[1:], "eleven", "twelve"]
        minutes = ["fifteen", "thirty", "forty five", "oh five", *ENGLISH_TENS[:4], "ten", "o'clock", "p m", "a m"]
        before = [
            "half past",
            "quarter past",
            "quarter to",
            "ten past",
            "ten to",
            "five past",
            "five to",
            "twenty past",
            "twenty to",
            "at",
        ]
        parts = ["in the morning", "in the afternoon", "in the evening", "at night"]
        said = [f"{hour} {minute}" for hour in hours for minute in (*minutes, *parts)]
        said += [f"{way} {hour}" for way in before for hour in hours] + [
            f"{minute} {half}" for minute in ("fifteen", "thirty", "five") for half in ("p m", "a m")
        ]
        said += [f"{ten} five" for ten in ENGLISH_TENS[:4]] + [f"{teen} minutes" for teen in TEENS]
        return (*hours, *said, "noon", "midnight", "a quarter past", "a quarter to")


def times(text: str, language: Language, *, asked: bool) -> list[Timed]:
    """Every time named in a text; `asked` takes a lone number too. Of two over the same words the longer."""
    shadow = Shadow(text, numerals(text, language, decimals=False))
    read = _mandarin if language is Language.MANDARIN else _english
    kept: list[Timed] = []
    for hour, span in sorted(read(shadow, asked), key=lambda one: (one[1][0] - one[1][1], one[1])):
        if not any(span[0] < other[1] and other[0] < span[1] for _, other in kept):
            kept.append((hour, span))
    return sorted(kept, key=lambda one: one[1])


def problem_of_time(hour: time, spec: SlotSpec) -> str:
    """Whether it lies between the hours that are taken."""
    at = hour.hour + hour.minute / 60
    if spec.minimum is not None and at < spec.minimum:
        return "too_early"
    return "too_late" if spec.maximum is not None and at > spec.maximum else ""


def clock_time(hour: int, minute: int, half: str) -> time | None:
    """The time of an hour as said and the `half` of the day: "am", "pm", "noon", "night" or none named."""
    if not (0 <= minute < 60 and 0 <= hour <= 24):
        return None
    if hour == 24:
        return time(0, minute)
    if half == "am":
        hour %= 12 if hour == 12 else 24
    elif half in ("pm", "noon"):
        hour += 12 if hour < (12 if half == "pm" else 10) else 0
    elif half == "night":
        hour = {12: 0}.get(hour, hour + 12 if 5 < hour < 12 else hour)
    elif not half and 0 < hour < EARLIEST:
        hour += 12
    return time(hour, minute) if hour < 24 else None


def _before(hour: int, minutes: int, half: str) -> time | None:
    """So many minutes before the hour; the half of the day is that of the time meant."""
    return clock_time(hour - 1 if hour > 1 else 12, 60 - minutes, half) if minutes < 60 else None


# --- English ---

_PART = r"(?:a m|am|p m|pm|(?:in the |this )?(?:morning|afternoon|evening)|(?:at )?night|tonight|noon|midnight|midday)"
_BEFORE = r"(?:(?P<part>(?:in the |this |tomorrow |yesterday )?(?:morning|afternoon|evening)|tonight|(?:tomorrow |last )?night),? (?:at |around |about )?)?"
_AFTER = rf"(?: (?P<half>{_PART}|in the morning|in the afternoon|in the evening|at night)(?![\w']))?"
_LEAD = r"(?<![\w'])" + _BEFORE
_ENGLISH_HALVES = {"morning": "am", "a m": "am", "am": "am", "afternoon": "pm", "p m": "pm", "pm": "pm", "evening": "pm", "night": "night", "noon": "noon", "midday": "noon", "midnight": "night"}  # fmt: skip


def _english_half(match: re.Match[str]) -> str:
    said = match.groupdict().get("half") or match["part"] or ""
    return next((half for word, half in _ENGLISH_HALVES.items() if said.endswith(word)), "pm" if said else "")


def _word_hour(match: re.Match[str], _shadow: Shadow) -> time | None:
    return time(0) if match["word"] == "midnight" else time(12)


def _hour_minute(match: re.Match[str], shadow: Shadow) -> time | None:
    hour, minute = shadow.whole(match["hour"]), shadow.whole(match["minute"])
    if hour is None or minute is None or (minute < 10 and not re.search(r"oh|o |:", match[0])):
        return None
    return clock_time(hour, minute, _english_half(match))


def _whole_hour(match: re.Match[str], shadow: Shadow) -> time | None:
    hour = shadow.whole(match["hour"])
    return None if hour is None or shadow.is_ordinal(match["hour"]) else clock_time(hour, 0, _english_half(match))


def _beside_hour(match: re.Match[str], shadow: Shadow) -> time | None:
    hour, said = shadow.whole(match["hour"]), match["minutes"]
    minutes = {"half": 30, "quarter": 15}.get(said.removeprefix("a "), shadow.whole(said))
    if hour is None or not minutes or not 0 < minutes < 60 or not 1 <= hour <= 12:
        return None
    if match["way"] in ("past", "after"):
        return clock_time(hour, minutes, _english_half(match))
    return _before(hour, minutes, _english_half(match))


def _hundred_hours(match: re.Match[str], shadow: Shadow) -> time | None:
    number = shadow.whole(match["hour"])
    return None if number is None or not 0 <= number < 2400 or number % 100 > 59 else time(number // 100, number % 100)


_ENGLISH: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Shadow], time | None]], ...] = (
    (re.compile(r"(?<![\w'])(?:at )?(?:12 )?(?P<word>noon|midday|midnight)(?![\w'])"), _word_hour),
    (re.compile(rf"{_LEAD}(?:at )?(?P<minutes>half|(?:a )?quarter|{MARK})(?: minutes?)? (?P<way>past|after|to|before|till|of) (?P<hour>{MARK})(?: o'clock)?{_AFTER}"), _beside_hour),
    (re.compile(rf"{_LEAD}(?:at )?(?P<hour>{MARK})(?: (?:oh?|zero) |[ :])(?P<minute>{MARK})(?: o'clock)?{_AFTER}"), _hour_minute),
    (re.compile(rf"{_LEAD}(?:at )?(?P<hour>{MARK}) o'?clock{_AFTER}"), _whole_hour),
    (re.compile(rf"{_LEAD}(?:at )?(?P<hour>{MARK}) (?P<half>{_PART})(?![\w'])"), _whole_hour),
    (re.compile(rf"(?<![\w'])(?P<part>(?:in the |this |tomorrow )?(?:morning|afternoon|evening)|tonight|(?:tomorrow )?night),? (?:at |around |about )?(?P<hour>{MARK})(?! ?{MARK})(?! (?:past|to|after))"), _whole_hour),
    (re.compile(rf"(?P<hour>{MARK}) hours(?![\w'])"), _hundred_hours),
    (re.compile(rf"(?<![\w'])(?P<part>)at (?P<hour>{MARK})(?! ?{MARK})"), _whole_hour),
)  # fmt: skip
_ENGLISH_ASKED = re.compile(rf"(?P<part>)(?P<hour>{MARK})(?! ?{MARK})")


def _english(shadow: Shadow, asked: bool) -> Iterator[Timed]:
    found = False
    for pattern, read in _ENGLISH:
        for match in pattern.finditer(shadow.text):
            hour = read(match, shadow)
            if hour is not None:
                found = True
                yield hour, shadow.span(match)
    for match in _ENGLISH_ASKED.finditer(shadow.text) if asked and not found else ():
        hour = _whole_hour(match, shadow)
        if hour is not None:
            yield hour, shadow.span(match)


# --- Mandarin ---

_PARTS = "凌晨|清晨|清早|大清早|早晨|早上|早|上午|中午|午后|下午|傍晚|黄昏|晚上|晚间|夜里|夜晚|深夜|半夜|午夜|晚|夜"
_MANDARIN_HALVES = {"凌晨": "am", "清": "am", "早": "am", "大": "am", "上午": "am", "中午": "noon", "午后": "pm", "下午": "pm", "傍晚": "pm", "黄昏": "pm"}  # fmt: skip
_MANDARIN_PART = rf"(?:(?P<part>{_PARTS})的?)?"
_CLOCK = re.compile(
    rf"{_MANDARIN_PART}(?:差(?P<to>{MARK})(?P<to_unit>分钟?|刻钟?)到?)?(?P<hour>{MARK})(?:点钟?|时|:)"
    rf"(?:(?P<half>半)|(?P<quarter>{MARK})刻|过?(?P<minute>{MARK})分?|差(?P<less>{MARK})(?P<less_unit>[分刻])|整)?"
)
_MANDARIN_WORD = re.compile("中午|正午|午夜|半夜")
_MANDARIN_ASKED = re.compile(rf"{_MANDARIN_PART}(?P<hour>{MARK})")


def _mandarin(shadow: Shadow, asked: bool) -> Iterator[Timed]:
    found = False
    for match in _CLOCK.finditer(shadow.text):
        hour = _mandarin_time(match, shadow)
        if hour is not None:
            found = True
            yield hour, shadow.span(match)
    for match in () if found else _MANDARIN_WORD.finditer(shadow.text):
        found = True
        yield time(12 if match[0] in ("中午", "正午") else 0), shadow.span(match)
    for match in _MANDARIN_ASKED.finditer(shadow.text) if asked and not found else ():
        number = shadow.whole(match["hour"])
        hour = None if number is None else clock_time(number, 0, _mandarin_half(match))
        if hour is not None:
            yield hour, shadow.span(match)


def _mandarin_half(match: re.Match[str]) -> str:
    part = match["part"]
    return next((half for word, half in _MANDARIN_HALVES.items() if part.startswith(word)), "night") if part else ""


def _mandarin_time(match: re.Match[str], shadow: Shadow) -> time | None:
    hour = shadow.whole(match["hour"])
    if hour is None:
        return None
    minutes = 30 if match["half"] else 15 * (shadow.whole(match["quarter"]) or 0) or shadow.whole(match["minute"]) or 0
    less = shadow.whole(match["to"] or match["less"]) or 0
    less *= 15 if (match["to_unit"] or match["less_unit"] or "").startswith("刻") else 1
    half = _mandarin_half(match)
    return _before(hour, less, half) if less else clock_time(hour, minutes, half)
