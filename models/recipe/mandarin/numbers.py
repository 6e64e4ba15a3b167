"""Numbers as Mandarin speakers read them out: digits, counts, money, dates, times of day."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_POWERS = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")


def digit_string(digits: str, *, one: str = "一", nought: str = "零") -> str:
    """Return digits one by one; on the telephone 1 is often 幺, and 0 may be written 〇."""
    return "".join({"0": nought, "1": one}.get(digit, DIGITS[int(digit)]) for digit in digits)


def count(number: int, *, two: str = "二") -> str:
    """Return a whole number below 10**16; `two` is 二 or 两 before 百, 千, 万 and 亿.

    Only the first of several noughts is said, and none at the end; 10 to 19 begin with 十.
    """
    if number == 0:
        return "零"
    text, nought_due = "", False
    for place in range(len(_GROUPS) - 1, -1, -1):
        group = number // 10_000**place % 10_000
        if not group:
            nought_due = bool(text)
            continue
        if text and (nought_due or group < 1000):
            text += "零"
        text += _below_ten_thousand(group, two, last=place == 0) + _GROUPS[place]
        nought_due = False
    return text[1:] if text.startswith("一十") else text


def _below_ten_thousand(group: int, two: str, *, last: bool) -> str:
    if group == 2 and not last:
        return two
    text, nought_due = "", False
    for power in range(3, -1, -1):
        digit = group // 10**power % 10
        if not digit:
            nought_due = bool(text)
            continue
        if nought_due:
            text += "零"
            nought_due = False
        text += (two if digit == 2 and power >= 2 else DIGITS[digit]) + _POWERS[power]
    return text


def decimal(whole: int, fraction: str) -> str:
    """Return a number with a decimal point: 三点一四."""
    return f"{count(whole)}点{digit_string(fraction)}"


def money(fen: int, *, two: str = "二", spoken: bool = True) -> str:
    """Return an amount given in fen (hundredths of a yuan): 十二块五毛, or formally 十二元五角."""
    yuan, small = divmod(fen, 100)
    mao, rest = divmod(small, 10)
    text = count(yuan, two=two) + ("块" if spoken else "元") if yuan else ""
    if mao:
        text += DIGITS[mao] + ("毛" if spoken else "角")
    elif rest and text:
        text += "零"
    if rest:
        text += DIGITS[rest] + "分"
    return text or ("零块" if spoken else "零元")


def percentage(number: int) -> str:
    """Return a percentage: 百分之五."""
    return "百分之" + count(number)


def date(month: int, day: int, year: int | None = None, *, formal: bool = False) -> str:
    """Return a date, its year digit by digit: 二零二六年十一月二十一号 (formally 日)."""
    text = f"{digit_string(str(year))}年" if year else ""
    return text + f"{count(month)}月{count(day)}{'日' if formal else '号'}"


def time_of_day(hour: int, minute: int) -> str:
    """Return a time on the 12-hour clock with its part of the day: 下午三点半, 早上八点零五分."""
    parts = ((6, "凌晨"), (9, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
    part = next(name for end, name in parts if hour < end)
    twelve = hour % 12 or (12 if hour else 0)
    text = part + ("两" if twelve == 2 else count(twelve)) + "点"
    if minute in {15, 30, 45}:
        return text + {15: "一刻", 30: "半", 45: "三刻"}[minute]
    if minute:
        text += ("零" if minute < 10 else "") + count(minute) + "分"
    return text
