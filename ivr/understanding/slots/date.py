"""A day: "the day after tomorrow", "next Wednesday", "the third of March", 后天, 下周三, 三月五号."""

from collections.abc import Sequence
from datetime import date

from ivr.terms import Language
from ivr.understanding.slots.date_english import ENGLISH_DAYS, MONTHS, RELATIVE, WEEKDAYS
from ivr.understanding.slots.date_mandarin import MANDARIN_DAYS
from ivr.understanding.slots.slot_type import Found, Moment
from ivr.understanding.spec import SlotSpec

ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
).split()


class DateSlot:
    """A day as `2026-03-05`, counted from the day of the call; with `when: past` or `future` only such days."""

    takes = frozenset({"when"})

    def find(self, text: str, spec: SlotSpec, moment: Moment) -> Sequence[Found]:
        found = [
            Found(day.isoformat(), span, problem_of_day(day, spec, moment)) for day, span in dates(text, spec, moment)
        ]
        return sorted(found, key=lambda one: one.problem != "")

    def phrases(self, spec: SlotSpec, language: Language) -> tuple[str, ...]:
        """Days, and every month beside the days it has, so that a grammar of pairs hears any of them."""
        if language is Language.MANDARIN:
            weekdays = [
                f"{which}{week} {day}"
                for which in ("", "下 ", "这 ", "上 ")
                for week in ("周", "星期", "礼拜")
                for day in "一二三四五六"
            ]
            weekdays += [f"{week} {day}" for week in ("周", "星期", "礼拜") for day in ("日", "天", "末")]
            months = [
                f"{month} 月 {day}"
                for month in (*"一二三四五六七八九十", "十一", "十二")
                for day in "一二三四五六七八九十"
            ]
            numbers = [f"{ten} 十 {one}" for ten in "二三" for one in "一二三四五六七八九"] + [
                f"十 {one}" for one in "一二三四五六七八九"
            ]
            ends = [f"{last} {word}" for last in "一二三四五六七八九十" for word in ("号", "日", "天 后")]
            return (
                "今天",
                "明天",
                "后天",
                "大后天",
                "昨天",
                "前天",
                *weekdays,
                *months,
                *numbers,
                *ends,
                "下 个 月",
                "月底",
            )
        tens = [f"{ten} {one}" for ten in ("twenty", "thirty") for one in ORDINALS[:9]]
        named = [f"{month} {day}" for month in MONTHS for day in (*ORDINALS, "the")]
        of = [f"the {day} of {month}" for day in ORDINALS for month in MONTHS[::4]] + [
            f"of {month}" for month in MONTHS
        ]
        weekdays = [f"{which}{day}" for which in ("", "on ", "this ", "next ", "last ") for day in WEEKDAYS]
        in_days = [
            f"in {count} {unit}"
            for count in ("two", "three", "four", "five", "six", "ten")
            for unit in ("days", "weeks")
        ]
        return (
            *RELATIVE,
            *weekdays,
            *named,
            *[f"{month} twenty" for month in MONTHS],
            *tens,
            *of,
            *in_days,
            "in a week",
            "a week ago",
            "yesterday",
        )


def dates(text: str, spec: SlotSpec, moment: Moment) -> list[tuple[date, tuple[int, int]]]:
    """Every day named in a text; of two over the same words the longer."""
    if moment.today is None:
        return []
    names = MANDARIN_DAYS if moment.language is Language.MANDARIN else ENGLISH_DAYS
    found = sorted(
        names.find(text, moment.today, past=spec.when == "past", asked=moment.asked),
        key=lambda one: (one[1][0] - one[1][1], one[1]),
    )
    kept: list[tuple[date, tuple[int, int]]] = []
    for day, span in found:
        if not any(span[0] < other[1] and other[0] < span[1] for _, other in kept):
            kept.append((day, span))
    return sorted(kept, key=lambda one: one[1])


def problem_of_day(day: date, spec: SlotSpec, moment: Moment) -> str:
    """Whether it lies where the slot wants it; today is both past and future."""
    assert moment.today is not None
    if spec.when == "future" and day < moment.today:
        return "in_the_past"
    return "in_the_future" if spec.when == "past" and day > moment.today else ""
