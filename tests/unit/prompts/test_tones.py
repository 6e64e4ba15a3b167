"""Mandarin in pinyin."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.prompts.aloud.tones import in_pinyin


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("一个，一天，一样", "yi2 ge4 ， yi4 tian1 ， yi2 yang4"),
        ("一月一日，星期一，第一次", "yi1 yue4 yi1 ri4 ， xing1 qi1 yi1 ， di4 yi1 ci4"),
        ("十一点，一点", "shi2 yi1 dian3 ， yi4 dian3"),
        ("一百一十一", "yi4 bai3 yi1 shi2 yi1"),
        ("一万一千", "yi2 wan4 yi4 qian1"),
        ("唯一，万一丢了", "wei2 yi1 ， wan4 yi1 diu1 le5"),
        ("不对，不行，不", "bu2 dui4 ， bu4 xing2 ， bu4"),
        ("还款，归还，还有", "huan2 kuan3 ， gui1 huan2 ， hai2 you3"),
        ("慢慢地说", "man4 man4 de5 shuo1"),
        ("太长了", "tai4 chang2 le5"),
        ("幺三八", "yao1 san1 ba1"),
        ("银行行长重复", "yin2 hang2 hang2 zhang3 chong2 fu4"),
        ("您好，V I P客户", "nin2 hao3 ，V I P ke4 hu4"),
    ],
)
def test_characters_in_their_surroundings(text: str, pinyin: str) -> None:
    """Tones of 一 and 不, and characters with several readings."""
    assert in_pinyin(text) == pinyin


@settings(deadline=None)  # dictionaries are loaded with the first text
@given(st.text("一不还得地长给量行你好二十月第周百万统〇丂鿿"))
def test_each_character_is_a_syllable(text: str) -> None:
    """None is lost, whatever stands beside it."""
    assert len(in_pinyin(text).split()) == len(text)


@settings(deadline=None)  # dictionaries are loaded with the first text
@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    """Names may hold any character."""
    assert not re.search("[一不还]", in_pinyin(text))
