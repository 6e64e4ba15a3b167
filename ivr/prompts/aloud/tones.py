"""Mandarin in pinyin with tone numbers, one word a syllable: what espeak-ng reads best."""

import re

CHARACTERS = re.compile("[\u4e00-\u9fff〇]+")
NUMERAL = "零〇一二三四五六七八九十"
NAMED = re.compile(f"(?<=[第初周期幺{NUMERAL}])一|一(?=[月号日楼级{NUMERAL}]|$)|(?<=[统唯专单同之逐])一|万一(?![百千])")
"""一 as a number that is told, and in words in which it keeps its tone."""

OTHERWISE = tuple(
    (re.compile(pattern), syllable)
    for pattern, syllable in (
        ("还(?=[款清钱贷回给])|(?<=[归偿退交])还", "huan2"),
        (r"(.)\1地|(..)\2地", "de5"),
        ("(?<![获取所])得(?![到出知分])", "de5"),
        ("得(?=马上|先|等|再)", "dei3"),
        ("(?<=[太多很更最])长|长(?=一点|一些)", "chang2"),
        ("(?<=怎么)量|量(?=一下|一量)", "liang2"),
        ("行(?=号)", "hang2"),
        ("(?<=[补交转还])给(?=[您你我他])", "gei3"),
    )
)
"""Characters that people read otherwise than pypinyin does: what ends with one, and its syllable."""


def in_pinyin(text: str) -> str:
    """A Mandarin text in pinyin; what is no Chinese character stays: "您好，VIP" as "nin2 hao3 ，VIP"."""
    return CHARACTERS.sub(lambda run: f" {' '.join(_syllables(run[0]))} ", text).strip()


def _syllables(run: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # late: its dictionary takes 0.15 s

    said: list[str] = lazy_pinyin(run, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True)
    for pattern, syllable in OTHERWISE:
        for found in pattern.finditer(run):
            said[found.end() - 1] = syllable
    named = {found.end() - 1 for found in NAMED.finditer(run)}
    for at, character in enumerate(run):
        follows = said[at + 1][-1] if at + 1 < len(said) else ""
        if character == "一":
            said[at] = "yi1" if at in named else "yi2" if follows in "45" else "yi4"
        elif character == "不":
            said[at] = "bu2" if follows == "4" else "bu4"
    return said
