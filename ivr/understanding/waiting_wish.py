"""What a caller who waits for a person may want meanwhile, in both languages."""

import re
from enum import StrEnum

from ivr.terms import Language


class WaitingWish(StrEnum):
    """What may be said at any time while one waits."""

    STAY = "stay"
    CALL_BACK = "call_back"
    MESSAGE = "message"
    SELF_SERVICE = "self_service"
    PLACE = "place"
    LEAVE = "leave"


KEYS = {
    "1": WaitingWish.STAY,
    "2": WaitingWish.CALL_BACK,
    "3": WaitingWish.MESSAGE,
    "4": WaitingWish.SELF_SERVICE,
    "5": WaitingWish.PLACE,
}

PHRASES = {
    Language.ENGLISH: {
        WaitingWish.STAY: ("stay", "i'll wait", "i will wait", "i'll stay", "stay on the line", "i'll hold", "keep waiting"),
        WaitingWish.CALL_BACK: (
            "call me back", "callback", "call back", "please call me back", "can you call me back",
            "i want to be called back", "ring me back", "give me a call back", "call me later",
        ),
        WaitingWish.MESSAGE: (
            "leave a message", "message", "a message", "i want to leave a message", "can i leave a message", "voicemail",
            "voice mail", "record a message", "take a message",
        ),
        WaitingWish.SELF_SERVICE: (
            "try again", "self service", "let me try again", "back to the menu", "go back", "main menu", "start over",
            "talk to the machine", "i'll try again", "back",
        ),
        WaitingWish.PLACE: (
            "how long", "how much longer", "how long will it take", "what is my place", "what number am i", "repeat",
            "what did you say", "say that again", "what can i say", "help",
        ),
        WaitingWish.LEAVE: ("goodbye", "bye", "bye bye", "hang up", "forget it", "never mind", "i'll call again"),
    },
    Language.MANDARIN: {
        WaitingWish.STAY: ("继续等", "我等", "等着", "我继续等", "不挂", "等一会儿", "我等着", "继续等待"),
        WaitingWish.CALL_BACK: (
            "回电", "回电话", "给我回电", "给我回电话", "请给我回电话", "打给我", "打回来", "回拨", "给我打回来", "稍后打给我",
        ),
        WaitingWish.MESSAGE: ("留言", "我要留言", "语音留言", "录音", "留个言", "我想留言", "留个口信"),
        WaitingWish.SELF_SERVICE: (
            "再试一次", "自助", "自助服务", "回去", "返回", "主菜单", "重新开始", "再试试", "我再试试", "回到菜单",
        ),
        WaitingWish.PLACE: ("还要多久", "要等多久", "多久", "第几位", "排第几", "我排第几", "再说一遍", "帮助", "可以说什么"),
        WaitingWish.LEAVE: ("再见", "拜拜", "挂了", "算了", "不等了", "我不等了"),
    },
}  # fmt: skip
"""Sentences in which each is said, for whoever hears and for whoever reads."""

STAYS = {
    Language.ENGLISH: re.compile(r"\b(?:don't|do not|not) (?:hang up|call (?:me )?back)\b"),
    Language.MANDARIN: re.compile("(?:别|不要|不用|不)(?:挂|回电|留言|打给我|回拨)"),
}
"""Who refuses one of them stays."""

WORDS = {
    Language.ENGLISH: {
        WaitingWish.CALL_BACK: r"\b(?:call|ring|phone)(?:ed)?(?: me)?(?: a)? ?(?:back|later)\b",
        WaitingWish.MESSAGE: r"\b(?:message|voice ?mail)\b",
        WaitingWish.SELF_SERVICE: r"\b(?:self service|try (?:it )?again|main menu|start over|menu)\b",
        WaitingWish.PLACE: r"\b(?:how (?:much )?long(?:er)?|which place|what place|what number)\b",
        WaitingWish.LEAVE: r"\b(?:goodbye|bye|hang up|never mind|forget it)\b",
        WaitingWish.STAY: r"\b(?:stay|wait|hold)\b",
    },
    Language.MANDARIN: {
        WaitingWish.CALL_BACK: "回电|回拨|打(?:回来|给我)|回(?:个|一个)?电话",
        WaitingWish.MESSAGE: "留(?:个|一个|一下)?言|录音",
        WaitingWish.SELF_SERVICE: "自助|再试|主菜单|重新开始",
        WaitingWish.PLACE: "多久|第几|几位|多长时间",
        WaitingWish.LEAVE: "再见|拜拜|挂了|算了|不等了",
        WaitingWish.STAY: "继续等|我等|等着|等待",
    },
}
"""What gives each away inside another sentence, the surest first."""


def wish_in(text: str, language: Language) -> WaitingWish | None:
    """What normalised words ask for; None where they ask for none of it."""
    for wish, phrases in PHRASES[language].items():
        if text in phrases:
            return wish
    if STAYS[language].search(text):
        return WaitingWish.STAY
    return next((wish for wish, words in WORDS[language].items() if re.search(words, text)), None)


def waiting_phrases(language: Language) -> tuple[str, ...]:
    """Every sentence that is expected of a caller who waits."""
    return tuple(phrase for phrases in PHRASES[language].values() for phrase in phrases)
