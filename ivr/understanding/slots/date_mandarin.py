"""Days as Mandarin speakers name them."""

import re
from collections.abc import Mapping
from datetime import date

from ivr.terms import Language
from ivr.understanding.slots import days
from ivr.understanding.slots.day_names import DayNames, Patterns, Reckoning, feast, iso, relative
from ivr.understanding.slots.numerals import MARK, Shadow

RELATIVE: Mapping[str, int] = {
    "大后天": 3, "后天": 2, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0,
    "昨天": -1, "昨日": -1, "昨晚": -1, "大前天": -3, "前天": -2, "当天": 0,
}  # fmt: skip
FEASTS: Mapping[str, tuple[int, int]] = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "劳动节": (5, 1), "五一": (5, 1), "儿童节": (6, 1),
    "教师节": (9, 10), "国庆节": (10, 1), "国庆": (10, 1), "平安夜": (12, 24), "圣诞节": (12, 25), "圣诞": (12, 25),
}  # fmt: skip

_WEEKS: Mapping[str, int] = {"下下": 2, "下": 1, "这": 0, "本": 0, "上": -1, "上上": -2}
_MONTHS: Mapping[str, int] = {"下下": 2, "下": 1, "这": 0, "本": 0, "上": -1}
_YEARS: Mapping[str, int] = {"今": 0, "明": 1, "后": 2, "去": -1, "前": -2}
_WEEKDAYS = "一二三四五六日"
_AFTER = "(?:之|以)?后"
_BEFORE = "(?:之|以)?前"
_UNIT = "天|日|个?星期|个?礼拜|周|个?月|年"


def _year(said: str | None, relative: str | None, shadow: Shadow, today: date) -> int | None:
    """二零二七年, 二七年 (of this century), 明年."""
    if relative:
        return today.year + _YEARS[relative]
    year = shadow.whole(said)
    return None if year is None else year if year >= 100 else today.year // 100 * 100 + year


def _full(match: re.Match[str], here: Reckoning) -> date | None:
    year = _year(match["year"], match["relative"], here.shadow, here.today)
    month, day = here.shadow.whole(match["month"]), here.shadow.whole(match["day"])
    if not month or not day:
        return None
    return days.make_day(year, month, day) if year else days.nearest(here.today, month, day, past=here.past)


def _of_week(match: re.Match[str], here: Reckoning) -> date | None:
    """下周三 is that of next week, 这周三 of this one; 周三 alone the next to come."""
    which, name = match["which"], match["day"]
    weekday = 5 if name == "末" else _WEEKDAYS.index("日" if name == "天" else name)
    if which:
        return days.weekday_of_week(here.today, _WEEKS[which], weekday)
    return days.latest_weekday(here.today, weekday) if here.past else days.coming_weekday(here.today, weekday)


def _counted(match: re.Match[str], here: Reckoning) -> date | None:
    number = here.shadow.whole(match["count"])
    if number is None or number > 40_000:
        return None
    number = -number if match.groupdict().get("before") else number
    unit = match["unit"].removeprefix("个")
    if unit in ("月", "年"):
        return days.plus_months(here.today, number * (12 if unit == "年" else 1))
    return days.plus_days(here.today, number * (1 if unit in ("天", "日") else 7))


def _of_month(match: re.Match[str], here: Reckoning) -> date | None:
    number = here.shadow.whole(match["day"])
    if not number:
        return None
    if not match["which"]:
        return days.day_of_month(here.today, number, past=here.past)
    month = days.plus_months(here.today.replace(day=1), _MONTHS[match["which"]])
    return days.make_day(month.year, month.month, number) if month else None


def _half(match: re.Match[str], here: Reckoning) -> date | None:
    """半年后, 半个月前."""
    ahead = 1 if match["way"] == "后" else -1
    return days.plus_months(here.today, 6 * ahead) if match["unit"] == "年" else days.plus_days(here.today, 15 * ahead)


def _end_of_month(match: re.Match[str], here: Reckoning) -> date | None:
    month = days.plus_months(here.today, _MONTHS[match["which"] or "这"])
    return days.last_of_month(month) if month else None


_DAY_WORD = "(?:[号日]|(?=$|[^\\w]|[上下早晚中凌傍]))"
_WEEKDAY_TOO = r"(?:(?:周|星期|礼拜)[一二三四五六日天])?"
_ALWAYS: Patterns = (
    (re.compile("|".join(sorted(RELATIVE, key=len, reverse=True))), relative(RELATIVE)),
    (re.compile("|".join(sorted(FEASTS, key=len, reverse=True))), feast(FEASTS)),
    (re.compile(rf"({MARK})[ -]({MARK})[ -]({MARK})"), iso),
    (re.compile(rf"(?:(?:(?P<year>{MARK})|(?P<relative>[今明后去前]))年的?)?(?P<month>{MARK})月份?的?(?P<day>{MARK}){_DAY_WORD}{_WEEKDAY_TOO}"), _full),
    (re.compile(r"(?:(?P<which>下下|上上|[下上这本])个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])"), _of_week),
    (re.compile(rf"(?:再?过)?(?P<count>{MARK})(?P<unit>{_UNIT}){_AFTER}"), _counted),
    (re.compile(rf"(?P<count>{MARK})(?P<unit>{_UNIT})(?P<before>{_BEFORE})"), _counted),
    (re.compile(rf"再?过(?P<count>{MARK})(?P<unit>{_UNIT})"), _counted),
    (re.compile(rf"(?:(?P<which>下下|[下上这本])个?月的?)?(?P<day>{MARK})[号日]{_WEEKDAY_TOO}"), _of_month),
    (re.compile("半(?P<unit>年|个月)(?:之|以)?(?P<way>[前后])"), _half),
    (re.compile("(?:(?P<which>[下上这本])个?)?月底|(?:(?:[下上这本])个?)?月末"), _end_of_month),
)  # fmt: skip
_ASKED: Patterns = ((re.compile(rf"^(?P<which>)(?P<day>{MARK})$"), _of_month),)

MANDARIN_DAYS = DayNames(Language.MANDARIN, _ALWAYS, _ASKED)
