"""Written Mandarin as it is said."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from ivr.prompts.spoken_values import CHINESE_DIGITS, read_digits, read_money
from ivr.terms import Language

COUNTED = (
    "个 位 天 年 小时 周 星期 次 件 条 张 份 元 块 角 毛 分 秒 点 种 家 台 部 本 瓶 箱 包 公斤 公里 千克 千米 "
    "米 倍 岁 人 名 项 笔 步 遍 套 杯 双 只 支 把 层 句 组 门 场 道 段 座 间 颗 片 美元 欧元 英镑 港币 加元 "
    "澳元 瑞士法郎 日元 平 斤 度 根 盒 袋 升 毫升 辆 栋 册 封 幅 餐 趟 回 匹 篇 声 口 户 批 排 列 束 桶 罐 碗 "
    "盘 款 季 刻 通 百 千 万 亿"
).split()
"""What 2 stands before as 两: measure words, money, hours. Not 月 日 号 楼 级 路, which are told by their number."""

COUNTS = rf"(?:{'|'.join(sorted(COUNTED, key=len, reverse=True))})"
NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
CLOCK = "[0-2]?[0-9]:[0-5][0-9](?![0-9:])"
DASH = "(?: ?[-–—~～至到] ?)"
DIGITS = "零〇一二三四五六七八九"
MORE = f"{DIGITS}十百千万亿"
WORDLIKE = f"{MORE}个会点些样起般直定切下旦律度天年月"
"""After a digit, these make it a word or a count."""

CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY", "HK$": "HKD", "元": "CNY"}
UNITS = {
    "kg": "公斤", "g": "克", "km": "公里", "m": "米", "cm": "厘米", "mm": "毫米", "ml": "毫升", "h": "小时",
    "min": "分钟", "km/h": "公里每小时", "kWh": "度", "°C": "摄氏度", "℃": "摄氏度",
}  # fmt: skip
SIGNS = {"&": "和", "+": "加", "*": "星号", "#": "井号", "=": "等于"}
ADDRESS_SIGNS = {"@": "艾特", ".": "点", "/": "斜杠", "-": "杠", "_": "下划线", "+": "加", "www": "三W"}
WORDS = frozenset(("SIM", "OK", "WIFI"))
"""Short forms in capitals that are told as words; others letter by letter."""

LETTER_A = "eh"
"""The letter; as a word of its own, voices take A for the English article."""

LONGEST = 16
"""Digits of the longest number that is read as one."""

_PATTERNS: Mapping[str, str] = {
    "address": r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?:https?://)?(?:www\.[A-Za-z0-9-]+|[A-Za-z0-9-]+(?=\.(?:com|cn|org|net)(?![A-Za-z])))(?:\.[A-Za-z0-9-]+)+"
    r"(?:/[A-Za-z0-9/_.-]*[A-Za-z0-9])?",
    "day": r"(?<![0-9])[0-9]{4}(?P<cut>[-/.])[0-9]{1,2}(?P=cut)[0-9]{1,2}(?:T[0-9]{2}:[0-9]{2})?(?![0-9])",
    "year": rf"(?<![0-9])(?:[0-9]{{4}}年?{DASH})?[0-9]{{4}}(?=年)",
    "amount": rf"(?:US|HK)?[$€£¥￥] ?{NUMBER}|(?<![0-9A-Za-z.,])(?:[0-9]+\.[0-9]{{1,2}}元"
    rf"|{NUMBER} ?(?:USD|EUR|GBP|HKD|CAD|AUD|CHF|CNY|JPY)(?![A-Za-z]))",
    "clock": rf"(?<![0-9:]){CLOCK}(?:{DASH}{CLOCK})?",
    "minutes": r"(?<=点)0?[0-9](?=分)",
    "fraction": r"(?<![0-9/])[1-9][0-9]?/[1-9][0-9]{0,2}(?![0-9/])",
    "phone": r"(?<![0-9A-Za-z+-])(?:\+[0-9]{1,3}(?:[ -]?\(?[0-9]{1,4}\)?){2,6}"
    r"|\(?0[0-9]{2,3}[) -] ?[0-9]{3,4}[ -]?[0-9]{4}|[0-9]{1,4}(?:-[0-9]{2,4}){2,}|[0-9]{3,4}(?: [0-9]{3,4}){2,}"
    r"|1[3-9][0-9]{9})(?![0-9A-Za-z-])",
    "percent": rf"(?<![0-9A-Za-z.,])[-−]?{NUMBER}%?(?:{DASH}{NUMBER})?%",
    "range": rf"(?<![0-9A-Za-z.,]){NUMBER}{DASH}{NUMBER}(?![0-9A-Za-z]) ?{COUNTS}?",
    "code": r"(?<![A-Za-z0-9])(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*[0-9]{2})[A-Z0-9]{3,}(?![A-Za-z0-9])",
    "serial": rf"(?<![0-9A-Za-z.,])(?:0[0-9]+|(?:[0-9]{{7,}}|[0-9]{{3,4}}(?!00)[0-9]{{2}})(?! ?{COUNTS})"
    rf"|[0-9]{{{LONGEST + 1},}}|(?<=拨打)[0-9]{{3}}|(?<=请拨)[0-9]{{3}}|(?<=致电)[0-9]{{3}})(?![0-9]|[.,][0-9])",
    "measure": rf"(?<![0-9A-Za-z.,]){NUMBER} ?(?:{'|'.join(sorted(UNITS, key=len, reverse=True))})(?![A-Za-z/])",
    "span": r"(?<=[日号点月年元一二三四五六])[-–—~～](?=[0-9周星])",
    "minus": r"(?<![0-9A-Za-z)）])[-−](?=[0-9])",
    "ordinal": f"第[0-9]+(?:{DASH}[0-9]+)?",
    "times": r"(?<=[0-9])[*×](?=[0-9])",
    "counted": rf"{NUMBER}(?= ?{COUNTS})",
    "number": NUMBER,
    "spelled": rf"(?:字母[A-Z]，)+[{DIGITS}]+(?:，[{DIGITS}]+)*",
    "digits": rf"(?<![周期第十百千万亿{DIGITS}])[{DIGITS}]+(?:，[{DIGITS}]+(?![{WORDLIKE}]))*(?![{MORE}年])",
    "letters": "[A-Za-z]+",
    "sign": "[&+*#=]",
}
"""What is not said as it is written, the more specific before the more general."""

WRITTEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))


def aloud(text: str) -> str:
    """Written Mandarin as it is said: "2026年3月2日" as 二零二六年三月二日, "2个" as 两个."""
    return WRITTEN.sub(_said, text)


def _said(match: re.Match[str]) -> str:
    return _READ[match.lastgroup or ""](match[0])


def cardinal(written: str, counted: bool = False) -> str:
    """A number in characters; `counted` tells that a measure word follows."""
    from cn2an import an2cn  # late: only Mandarin needs it

    whole, _, part = written.replace(",", "").partition(".")
    if len(whole) > LONGEST:
        return one_by_one(written)
    said = str(an2cn(whole, "low"))
    if part:
        return f"{said}点{plain(part)}"
    large = said[0] == "二" and said[1:2] in ("百", "千", "万", "亿")
    return f"两{said[1:]}" if large or (said == "二" and counted) else said


def plain(digits: str) -> str:
    """Digits in characters."""
    return "".join(CHINESE_DIGITS[digit] for digit in digits)


def one_by_one(written: str) -> str:
    """A number that is told digit by digit, in groups, with 幺 for 一, which sounds like 七."""
    return _yao(read_digits(re.sub("[^0-9]", "", written), Language.MANDARIN))


def _yao(digits: str) -> str:
    return digits.replace("一", "幺")


def _address(text: str) -> str:
    parts = re.findall(r"www(?=\.)|[A-Za-z]+|[0-9]+|[@./_+-]", re.sub("^https?://", "", text))
    signs = (ADDRESS_SIGNS.get(part) or (one_by_one(part) if part.isdigit() else _letters(part)) for part in parts)
    return " ".join(signs)


def _day(text: str) -> str:
    written, _, clock = text.partition("T")
    year, month, day = re.findall("[0-9]+", written)
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        said = "，".join(plain(part) for part in (year, month, day))
    else:
        said = f"{plain(year)}年{cardinal(month)}月{cardinal(day)}日"
    return f"{said}，{_time(clock)}" if clock else said


def _year(text: str) -> str:
    years = (plain(year) for year in re.findall("[0-9]{4}", text))
    return ("年到" if "年" in text else "到").join(years)


def _amount(text: str) -> str:
    number = re.search(NUMBER, text)
    currency = re.search(r"(?:US|HK)?[$€£¥￥]|[A-Z]{3}|元", text)
    assert number is not None
    assert currency is not None
    money = f"{number[0].replace(',', '')} {CURRENCIES.get(currency[0], currency[0])}"
    return re.sub(NUMBER, lambda match: cardinal(match[0], counted=True), read_money(money, Language.MANDARIN))


def _clock(text: str) -> str:
    return "到".join(_time(time) for time in re.split(DASH, text))


def _time(text: str) -> str:
    hour, minute = text.split(":")
    return f"{cardinal(hour, counted=True)}点" + (f"{_minutes(minute)}分" if minute != "00" else "")


def _minutes(text: str) -> str:
    return f"零{plain(text[-1])}" if int(text) < 10 else cardinal(text)


def _fraction(text: str) -> str:
    if text == "24/7":
        return "七天二十四小时"
    above, below = text.split("/")
    return f"{cardinal(below)}分之{cardinal(above)}"


def _phone(text: str) -> str:
    plus = "加" if text.startswith("+") else ""
    groups = re.findall("[0-9]+", text)
    return plus + "，".join(one_by_one(group) for group in groups)


def _percent(text: str) -> str:
    minus = "负" if text[0] in "-−" else ""
    return f"{minus}百分之{'到'.join(cardinal(number) for number in re.findall(NUMBER, text))}"


def _range(text: str) -> str:
    counts = text.lstrip("0123456789.,-–—~～至到 ")
    return "到".join(cardinal(number, bool(counts)) for number in re.findall(NUMBER, text)) + counts


def _measure(text: str) -> str:
    number = re.match(NUMBER, text)
    assert number is not None
    unit = UNITS[text[number.end() :].strip()]
    return cardinal(number[0], unit != "摄氏度") + unit


def _code(text: str) -> str:
    parts = re.findall("[A-Z]+|[0-9]+", text)
    return " ".join(_letters(part) if part.isalpha() else one_by_one(part) for part in parts)


def _digits(text: str) -> str:
    return _yao(text) if re.search(f"[{DIGITS}]{{3}}", text) else text


def _letters(text: str) -> str:
    """Short forms letter by letter; longer words a voice reads as English."""
    spelled = len(text) < 2 or text.casefold() == "app" or (text.isupper() and len(text) < 5 and text not in WORDS)
    return " ".join(LETTER_A if letter == "A" else letter for letter in text.upper()) if spelled else text


_READ: Mapping[str, Callable[[str], str]] = {
    "address": _address,
    "day": _day,
    "year": _year,
    "amount": _amount,
    "clock": _clock,
    "minutes": _minutes,
    "fraction": _fraction,
    "phone": _phone,
    "percent": _percent,
    "range": _range,
    "code": _code,
    "serial": one_by_one,
    "measure": _measure,
    "span": lambda _: "到",
    "minus": lambda _: "负",
    "ordinal": lambda text: f"第{_range(text[1:])}",
    "times": lambda _: "乘",
    "counted": lambda text: cardinal(text, counted=True),
    "number": cardinal,
    "spelled": _yao,
    "digits": _digits,
    "letters": _letters,
    "sign": lambda text: SIGNS[text],
}
