"""Wishes taken back: "no, I meant the refund", 不是，我要的是退款. What is left is what the caller wants instead.

A plain "no, I want a refund" takes nothing back by itself: after "anything else?" it is a new wish.
"""

import re

from ivr.terms import Language

_WRONG = r"(?:that's|that is|it's|this is) (?:wrong|not right|not it|not what i (?:want|wanted|meant|said|asked for))"

_INSTEAD = {
    Language.ENGLISH: re.compile(
        r"^(?:(?:no|nope|oh|sorry|wait|well|actually|um|uh|hold on|excuse me) )*"
        rf"(?:{_WRONG} |not that(?: one)? |you (?:misunderstood|got (?:me|that|it) wrong)(?: me)? "
        r"|not (?:the |an? )?[\w' ]{1,40}? (?=but |i mean))?"
        r"(?:but )?(?:i(?:'m| was| am)? (?:meant|mean|said|talking about|asking (?:about|for))(?: that| to say)?"
        r"|what i (?:meant|mean|want|wanted|said) (?:is|was))(?: i (?:want|wanted|need|would like))?(?: to)?"
        r" (?P<meant>.+)$"
        rf"|^(?:(?:no|nope|sorry) )*(?:{_WRONG}|not that(?: one)?) (?P<rather>.+)$"
    ),
    Language.MANDARIN: re.compile(
        "^(?:哎|呃|嗯|喂|等等|等一下|不好意思)*(?:(?:不是|不对|错了|搞错了|弄错了|你?(?:听|理解|搞)错了|不)(?:的|了|啊|吧|不是|不对)*)?"
        "我?(?:说的是|要的是|要说的是|想说的是|想要的是|指的是|问的是|的意思是|意思是)(?:我?(?:要|想))?(?P<meant>.+)$"
        "|^(?:哎|呃|嗯|喂|等等)*(?:不是|不对|错了|搞错了|弄错了|你?(?:听|理解|搞)错了)(?:的|了|啊|吧|不是|不对)*(?:我|是)(?:要|想)?(?P<rather>.+)$"
    ),
}

_ANOTHER = {
    Language.ENGLISH: re.compile(r"^(?:the|my|an)?\s?(?:other|another)\b"),
    Language.MANDARIN: re.compile("^(?:另外?|前面|之前|上)(?:那|一)?(?:个|笔|单|张)"),
}
"""What begins so is another thing of the same kind and no other wish: "I meant the other order"."""


def meant_instead(text: str, language: Language) -> str:
    """The words of normalised text that say what is meant instead; empty where nothing is taken back."""
    match = _INSTEAD[language].match(text)
    if match is None:
        return ""
    meant = (match["meant"] or match["rather"]).strip()
    return "" if _ANOTHER[language].match(meant) else meant
