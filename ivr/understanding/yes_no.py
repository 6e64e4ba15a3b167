"""Yes or no, in both languages."""

import re
from collections.abc import Sequence

from ivr.terms import Language
from ivr.understanding.question import without_questions
from ivr.understanding.text import normalise

YES = {
    Language.ENGLISH: "yes yeah yep yup sure right correct exactly okay ok certainly please absolutely definitely fine course".split(),
    Language.MANDARIN: "是 对 好 行 嗯 可以 没错 没问题 不错 要 正确 有 有的 还有 当然".split(),
}
NO = {
    Language.ENGLISH: "no nope nah not wrong incorrect don't isn't never neither nothing".split(),
    Language.MANDARIN: "不是 不对 不用 不要 不行 不 没有 错 别 否".split(),
}
STILL_YES = {
    Language.ENGLISH: ("no problem", "why not", "not wrong", "that's it", "that is it"),
    Language.MANDARIN: ("没错", "没问题", "不错", "不会错", "清楚了", "明白了", "知道了", "懂了"),
}
"""Ways to say yes that hold a word of no, or no word of yes."""

NEITHER = {
    Language.ENGLISH: (
        r"(?:i'm |i am )?not (?:so |too |quite |really )?(?:sure|certain)", r"(?:i )?(?:don't|do not) (?:really )?"
        r"(?:know|understand|remember|recall|get it)", "(?:i have )?no idea", "right (?:now|away|here|there)", "excuse me",
    ),
    Language.MANDARIN: (
        "不太?(?:知道|清楚|确定|明白|懂|记得)", "对不起", "不好意思", "不客气", "不过", "不但", "不仅", "不管", "不久", "不同",
        "不一样", "要不[是然]?", "要[是么求紧]", "[主重]要", "[可但还只总老]是", "差不多", "对[方于]", "别[的人处]", "[特分级]别",
        "好[像多久几用看吃难]", "[银流]行", "行李", "行业", "自行车", "旅行", "进行", "运行", "有[点人些时]", "[所只]有",
    ),
}  # fmt: skip
"""What holds a word of yes or no and says neither."""

EMPTY_WORDS = {
    "of",
    "it",
    "is",
    "that's",
    "that",
    "thank",
    "you",
    "thanks",
    "very",
    "much",
    "a",
    "lot",
    "的",
    "了",
    "谢谢",
}
"""What may stand beside yes or no without adding anything."""

THANKS = {
    Language.ENGLISH: {"thank", "thanks"},
    Language.MANDARIN: {"谢谢", "谢谢你", "谢谢您", "多谢"},
}
"""Nothing but thanks means no to "is there anything else?"."""

SPOKEN = {
    Language.ENGLISH: (
        "yes", "yeah", "yes please", "yes it is", "yes that's right", "that's right", "that's correct", "correct",
        "right", "sure", "okay", "exactly", "no", "nope", "no it's not", "no that's wrong", "that's wrong",
        "no thank you", "no thanks", "not quite", "that's not right",
    ),
    Language.MANDARIN: ("是", "是的", "对", "对的", "没错", "好的", "可以", "嗯", "不是", "不对", "不是的", "不用", "不要", "错了"),
}  # fmt: skip
"""For the run-time grammar of a state that asks yes or no."""


def find_answer(text: str, language: Language) -> bool | None:
    """Whether normalised text says yes (True), no (False) or neither (None); a question does not."""
    said = without_questions(text, language)
    besides = re.sub(_any_of(STILL_YES[language], language), " ", said)
    if besides != said and not re.search(_any_of(NO[language], language), besides):
        return True
    plain = re.sub(_any_of(NEITHER[language], language), " ", said)
    for answer, words in ((False, NO[language]), (True, YES[language])):
        if re.search(_any_of(words, language), plain):
            return answer
    thanks = set(text.split())
    return False if thanks & THANKS[language] and thanks <= THANKS[language] | EMPTY_WORDS else None


def is_bare_answer(text: str, language: Language) -> bool:
    """Whether normalised text is yes or no and nothing besides."""
    rest = text
    if without_questions(text, language) != text:
        return False
    for words in (STILL_YES[language], NO[language], YES[language]):
        rest = re.sub(_any_of(words, language), " ", rest)
    return bool(text) and set(normalise(rest).split()) <= EMPTY_WORDS


def _any_of(words: Sequence[str], language: Language) -> str:
    edge = "" if language is Language.MANDARIN else r"\b"
    return f"{edge}(?:{'|'.join(sorted(words, key=len, reverse=True))}){edge}"
