"""How what is written is said."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.prompts.aloud import aloud
from ivr.prompts.spoken_values import FILTERS
from ivr.terms import Language

EN, ZH = Language.ENGLISH, Language.MANDARIN
SIGNS = "$€£¥￥%#*&@+-–~/.,:() 0123456789AaBbTkgm年月日点分元个第零一二三幺至，。"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("It comes on Monday, March 2.", "It comes on Monday, March 2nd."),
        ("March 2, 2026", "March 2nd, 20 26"),
        ("Dec. 24-26", "December 24th to 26th"),
        ("on 11 May 1905", "on 11th of May, 19 oh 5"),
        ("You may 5", "You may 5"),
        ("2026-03-02", "March 2nd, 20 26"),
        ("2026-03-02T15:30", "March 2nd, 20 26, at 3 30 p.m."),
        ("2026-02-30", "2 0 2 6, 0 2, 3 0"),
        ("12/05/2026", "12, oh 5, 20 26"),
        ("since 1999, in 2005", "since 19 99, in 2005"),
        ("the 1980s", "the 19 80s"),
        ("in 2026 points", "in 2026 points"),
        ("2024-2026", "20 24 to 20 26"),
        ("Mon-Fri 9:00-17:30", "Monday to Friday 9 o'clock to 5 30 p.m."),
        ("10:05 in the morning", "10 oh 5 in the morning"),
        ("at 09:00, at 5:00 p.m., at 00:15", "at 9 a.m., at 5 p.m., at 12 15 a.m."),
        ("$12.50", "12 dollars and 50 cents"),
        ("€5, £3.20, 7.01 EUR", "5 euros, 3 pounds and 20 pence, 7 euros and 1 cent"),
        ("$5-10", "5 to 10 dollars"),
        ("$2 million", "2 million dollars"),
        ("24/7, 5-7 working days, 3-5%", "24 7, 5 to 7 working days, 3 to 5%"),
        ("2 1/2 hours", "2 and one half hours"),
        ("call 400-800-1234", "call 4 0 0, 8 0 0, 1 2 3 4"),
        ("+44 20 7946 0958", "plus 4 4, 2 0, 7 9 4 6, 0 9 5 8"),
        ("(415) 555-2671", "4 1 5, 5 5 5, 2 6 7 1"),
        ("call 95588", "call 9 5 5 8 8"),
        ("12345 points, 25000, 10 000", "12345 points, 25000, 10,000"),
        ("12345678", "1 2 3 4, 5 6 7 8"),
        ("0571", "0 5 7 1"),
        ("-5 and 1,234,567", "minus 5 and 1,234,567"),
        ("5kg, 1 km", "5 kilograms, 1 kilometer"),
        ("order AB12", "order eh B, 1 2"),
        ("MP3, A4, 5G", "MP3, A4, 5G"),
        ("A as in Alpha, B as in Bravo", "eh as in Alpha, B as in Bravo"),
        ("A 1 2", "eh 1 2"),
        ("A person takes over.", "A person takes over."),
        ("Mr. Smith, No. 5, #7", "Mister Smith, number 5, number 7"),
        ("a VIP, a SIM", "a V I P, a SIM"),
        ("help@acme.com", "help at acme dot com"),
        ("www.acme.com/help", "W W W dot acme dot com slash help"),
        ("press *", "press star"),
        ("李小龙", "Li Xiao Long"),
    ],
)
def test_english_is_said_as_people_say_it(written: str, said: str) -> None:
    """What any voice reads well is left to it."""
    assert aloud(written, EN) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026年3月2日，星期一", "二零二六年三月二日，星期一"),
        ("2026/3/2", "二零二六年三月二日"),
        ("2026-03-02T15:05", "二零二六年三月二日，十五点零五分"),
        ("2026-02-30", "二零二六，零二，三零"),
        ("2024-2026年", "二零二四到二零二六年"),
        ("10月1日-7日", "十月一日到七日"),
        ("下午2点", "下午两点"),
        ("上午10点05分，3点2分", "上午十点零五分，三点零二分"),
        ("周一-周五9:00-18:30", "周一到周五九点到十八点三十分"),
        ("2元，22元，200元", "两元，二十二元，两百元"),
        ("负3元2角", "负三元两角"),
        ("18421元5角", "一万八千四百二十一元五角"),
        ("12.50元，￥1.05，$5", "十二元五角，一元零五分，五美元"),
        ("3-5%，-3.5%", "百分之三到五，负百分之三点五"),
        ("1-2天，3-5个工作日", "一到两天，三到五个工作日"),
        ("7*24小时，24/7", "七乘二十四小时，七天二十四小时"),
        ("1/2", "二分之一"),
        ("10万，2万，2.5亿", "十万，两万，二点五亿"),
        ("1,234,567", "一百二十三万四千五百六十七"),
        ("-5，负2.5", "负五，负二点五"),
        ("第2位，第12位，第1-3位", "第二位，第十二位，第一到三位"),
        ("2月2日，2楼，2号，2个", "二月二日，二楼，二号，两个"),
        ("400-800-1234", "四零零，八零零，幺二三四"),
        ("0571-8888-1234", "零五七幺，八八八八，幺二三四"),
        ("13812345678", "幺三八，幺二三四，五六七八"),
        ("请拨打110或95588", "请拨打幺幺零或九五五八八"),
        ("12345人", "一万二千三百四十五人"),
        ("一三八，一二三四，五六七八", "幺三八，幺二三四，五六七八"),
        ("一二三四，一会儿", "幺二三四，一会儿"),
        ("字母A，字母B，一二", "字母A，字母B，幺二"),
        ("一九九一年，周一二三，一百一十一", "一九九一年，周一二三，一百一十一"),
        ("请按一，二，三", "请按一，二，三"),
        ("订单AB12", "订单eh B 幺二"),
        ("VIP客户下载App，SIM卡", "V I P客户下载eh P P，SIM卡"),
        ("5G，4.5个G", "五G，四点五个G"),
        ("2kg，-5℃", "两公斤，负五摄氏度"),
        ("help@acme.com", "help 艾特 acme 点 com"),
        ("请按*键", "请按星号键"),
    ],
)
def test_mandarin_is_said_as_people_say_it(written: str, said: str) -> None:
    """No figure is left to the voice."""
    assert aloud(written, ZH) == said


@pytest.mark.parametrize(
    ("shape", "value", "english", "mandarin"),
    [
        ("digits", "12345678", "1 2 3 4, 5 6 7 8", "幺二三四，五六七八"),
        ("spelled", "AB12", "eh as in Alpha, B as in Bravo, 1 2", "字母A，字母B，幺二"),
        ("number", "-12345", "minus 12,345", "负一万二千三百四十五"),
        ("date", "2026-03-22", "Sunday, March 22nd", "三月二十二日，星期日"),
        ("full_date", "2026-03-02", "Monday, March 2nd, 20 26", "二零二六年三月二日，星期一"),
        ("time", "14:05", "2 oh 5 in the afternoon", "下午两点零五分"),
        (
            "date_time",
            "2026-03-02T02:00",
            "Monday, March 2nd, at 2 o'clock in the morning",
            "三月二日，星期一，凌晨两点",
        ),
        ("money", "2002.22", "2002 dollars and 22 cents", "两千零二元两角两分"),
        ("money", "1260000", "1,260,000 dollars", "一百二十六万元"),
        ("phone", "+8613811112222", "plus 8 6, 1 3 8, 1 1 1 1, 2 2 2 2", "幺三八，幺幺幺幺，二二二二"),
        ("phone", "+14155552671", "4 1 5, 5 5 5, 2 6 7 1", "加幺，四幺五，五五五，二六七幺"),
    ],
)
def test_values_that_are_read_out(shape: str, value: str, english: str, mandarin: str) -> None:
    """Written for the transcript, then said."""
    assert (english, mandarin) == tuple(aloud(FILTERS[shape](value, language), language) for language in (EN, ZH))


@pytest.mark.parametrize("language", Language)
@settings(deadline=None)  # dictionaries are loaded with the first text
@given(text=st.one_of(st.text(), st.text(string.printable), st.text(SIGNS)))
def test_no_text_breaks_the_reading(language: Language, text: str) -> None:
    """Values come from tables and callers, and may be anything."""
    assert isinstance(aloud(text, language), str)


@settings(deadline=None)  # dictionaries are loaded with the first text
@given(text=st.text(SIGNS))
def test_no_figure_is_left_in_mandarin(text: str) -> None:
    """espeak-ng would read it as it pleases."""
    assert not set(aloud(text, ZH)) & set(string.digits)


@settings(deadline=None)  # dictionaries are loaded with the first text
@given(words=st.lists(st.sampled_from("please say your order number and the name on it".split())))
def test_plain_words_are_said_as_they_are_written(words: list[str]) -> None:
    """Nothing but figures, signs and short forms is touched."""
    assert aloud(" ".join(words), EN) == " ".join(words)
