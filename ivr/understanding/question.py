"""What of a sentence is a question: yes and no in it answer nothing ("is that right", 行不行).

The words carry no punctuation, so a question is known by its order of words, its particle, its asking word.
"""

import re

from ivr.terms import Language

# --- English ---

_HELPS = (
    r"(?:is|are|am|was|were|do|does|did|can|could|will|would|shall|should|may|might|must|have|has|had"
    r"|(?:is|are|was|were|do|does|did|could|wo|would|should|have|has|had)n't|can't)"
)
_SOMEBODY = (
    r"(?:i|you|we|they|he|she|it|that|this|there|these|those|the|my|your|our|any(?:body|one|thing)"
    r"|some(?:body|one|thing)|nothing|nobody|everything)"
)
_ASKING = r"(?:what|what's|when|when's|where|where's|who|who's|whose|which|why|how|how's)"
_ORDER = r"do (?:it|that|this|the|my)\b"
"""Begins as a question does, but is none: "do that please"."""

_ANSWERS = r"(?:yes|yeah|yep|yup|sure|correct|exactly|absolutely|definitely|certainly|of course|no|nope|nah|never)"
_BEFORE = r"(?:okay|ok|right|well|um|uh|hm|oh|hey|hello|sorry|please|excuse me|fine|and|but|so|then|also|now|or)"
"""Words before a question that are no answer by themselves."""

_ENGLISH_QUESTION = re.compile(
    rf"^(?P<answer>(?:(?:{_ANSWERS}|thank you|thanks|{_BEFORE}) )*?)(?:{_BEFORE} )*"
    rf"(?:(?!{_ORDER}){_HELPS} {_SOMEBODY}\b|(?!why not$){_ASKING}\b|you (?:sure|certain)\b).*$"
    rf"|^(?P<told>(?:{_ANSWERS} )*).*(?<!that )(?<!this )\b{_HELPS} (?:i|you|we|they|he|she|it|there)$"
    r"|\b(?:if|whether)\b.*$"
)

# --- Mandarin ---

_ANSWERED = (
    "(?:(?:嗯|哦|啊|呃|那|就)*(?:是的|对的|好的|好啊|行啊|是啊|对啊|可以的|没错|没问题|不用了|不要了|不了|不是的|不对|没有了|不需要|不用谢)"
    "(?!吗|么))+"
)
"""How an answer begins to which a question is added in the same breath."""

_NO = "[不没]"
_WHICH_WAY = rf"(?<!{_NO})(?!{_NO})(\w){_NO}\1"
"""行不行, 有没有; but 不行不行 is a no said twice."""
_ASKED = (
    "(?<![不没])(?<!没有)"
    "(?:什么|怎么|怎样|为何|为啥|啥|哪|谁|几(?=[天个点号次年月位块小时多])|多少|多久|多长|多远|如何|何时|咋)"
)
_WHICHEVER = "(?:什么|怎么|怎样|啥|哪|谁|几|多少|多久)[^都也]{0,3}[都也]"
"""什么都行: an asking word that asks nothing."""

_CLAUSE = re.compile(r"[^吗]*吗[啊呀呢]?|[^吗]+")
_MANDARIN_QUESTION = re.compile(
    rf"吗|(?<![什怎这那多要])么[啊呀]?$|{_WHICH_WAY}|(?!{_WHICHEVER}){_ASKED}|.还是(?![不没算要])"
    "|^(?:那|要是|要不然|如果|万一|假如).*呢$|^难道"
)
_BEGGING = re.compile("(?<=.)(?:好|行|可以)(?:吗|么)[啊呀]?$|(?<=.)(?:好不好|行不行|可不可以)[啊呀]?$")
"""What is put after an order: 别转了行吗."""
_ORDERED = re.compile("^(?:别|不要再|先不)")


def without_questions(text: str, language: Language) -> str:
    """Normalised text without what it asks.

    An answer beside the question stays: "yes, but can you hurry", 好的要多久.
    """
    if language is Language.MANDARIN:
        return " ".join(filter(None, map(_told, _CLAUSE.findall(text))))
    match = _ENGLISH_QUESTION.search(text)
    if match is None:
        return text
    return (match["answer"] or match["told"] or text[: match.start()]).strip()


def _told(clause: str) -> str:
    """What a clause of Mandarin says, apart from what it asks."""
    if not _MANDARIN_QUESTION.search(clause):
        return clause
    order = _BEGGING.sub("", clause)
    if order != clause and _ORDERED.search(order):
        return order
    answered = re.match(_ANSWERED, clause)
    return answered[0] if answered else ""
