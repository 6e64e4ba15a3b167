"""Whether a caller asks for a person: by rule, beside the classifier, so that a human is always one sentence away.

A rule needs a word for a person (or against a machine) and a word for talking, fetching or putting through, near each
other. Who only speaks *of* a person ("the agent was rude", 客服态度差) asks for none.
"""

import re
from collections.abc import Sequence

AGENT = "agent"
"""The intent of everywhere that leads to a person."""

SURE = 0.95
"""Probability of `agent` where a rule says so; what is left is shared by what the classifier thought."""

ONLY_LIKELY = 0.45
"""Most that `agent` may have from the classifier alone: enough to ask back, too little to put somebody through."""

# --- English ---

_WHO = (
    r"(?:humans?(?: beings?)?|persons?|people|agents?|operators?|representatives?|reps?|advis[eo]rs?|assistants?|"
    r"supervisors?|managers?|boss|colleagues?|staff|team leader|team|(?:some|any)(?:body|one)(?! else)|"
    r"customer (?:services?|support|care)|help ?desk|call cent(?:er|re)|living soul)"
)
_REAL = r"(?:real|live|living|actual|proper|human|speaking)"
_TALK = r"(?:talk|talking|speak|speaking|chat|chatting|word|conversation|discuss|explain|tell)"
_MACHINE = r"(?:machines?|robots?|bots?|computers?|automated|automatic|recording)"
_ARTICLE = r"(?:an? |the |any |some |one of |your |an actual |a real |a live |a living |\w+ )?"
_WANT = r"(?:want|wanna|need|demand|prefer|get|give|gimme|find|bring|fetch|have|like|put|require)"
_VERB_ME = (
    r"(?:put|patch|pass|hand|switch|connect|transfer|route|send|forward|redirect|move|direct)"
    r" (?:me|my call|this call|the call|us)"
)
_POLITE = (
    r"(?:please|now|hello|hi|hey|yes|no|ok|okay|the|an?|i|said"
    r"|just|um|uh|oh|well|sorry|real|live|human|another)"
)

_ENGLISH = [
    rf"\b{_TALK}\b(?: [\w']+){{0,5}}? (?:your )?{_WHO}\b",
    rf"\b{_TALK} (?:to|with) (?:whoever|them|him|her)\b",
    rf"\b{_VERB_ME}\b(?! (?:a|an|the|my|it|that|this|some|your|email|text)\b(?! ?(?:\w+ )?{_WHO}))",
    r"\b(?:be|get) (?:transferred|connected|put through|passed on|forwarded)\b",
    rf"\b(?:get|give|gimme|find|bring|fetch)(?: me)?(?: to)?(?: [\w']+)?(?: [\w']+)? {_WHO}\b(?! "
    rf"(?:else )?to (?:deliver|collect|pick|bring))",
    rf"\b(?:want|wanna|need|demand|prefer|require|like|rather have|happier with|have) {_ARTICLE}(?:{_REAL} )?{_WHO}"
    r"(?:$| (?:please|now|not|instead|right|to (?:help|talk|speak|look|call|take|handle|answer|explain|do|solve)|"
    r"who|on|for this|like|for|at once|immediately|here|and not|rather)\b)",
    r"\b(?:want|need|prefer|would like) (?:some|any)(?:one|body)$",
    r"\b(?:put|get)(?: \w+){1,3} on the (?:line|phone)\b",
    rf"\bput (?:an? |the )?{_WHO} on\b",
    r"\bput (?:some|any)(?:one|body) on\b",
    r"^(?:please )?connect me(?: please)?\b",
    rf"\b(?:is|are)(?:n't)? there (?:any |no |an? |some )?(?:{_REAL} )?(?:way to (?:talk|speak|get|reach)|{_WHO})\b",
    rf"\b(?:is|are) (?:an? |any|some)?(?:{_REAL} )?(?:{_WHO}|body|one)(?: real| there| available"
    rf"| free| around)+\b(?! (?:on|at) )",
    rf"\bany (?:{_REAL} )?(?:humans?|persons?|people|operators?|agents?)(?: real)? (?:there|available"
    rf"|working|around)\b",
    rf"\bdo you (?:have|got) (?:an? |any |some)?(?:{_REAL} )?(?:{_WHO})\b(?! (?:who|that) (?:sells?|delivers?))",
    rf"\bdo you have any {_REAL} people\b",
    rf"\b(?:let|could|can|have|may|would|will) (?:an? |one of your |one of the |some of your )?(?:{_REAL} )?"
    rf"(?:{_WHO})"
    r"(?: (?:please|from|there|in|on|at|your|the|of|team))* (?:just |please |kindly )*"
    r"(?:help|talk|speak|take|handle|do|answer|pick up the phone|call|ring|phone|deal|assist|come to the phone"
    r"|look|give me)\b",
    r"\b(?:get|have|ask) (?:some|any)(?:body|one) to (?:call|phone|ring|talk|speak|help)\b",
    rf"\b(?:call|ring|phone)(?: me)? back from (?:an? )?(?:{_REAL} )?{_WHO}\b",
    r"\b(?:someone|somebody|anyone|anybody) to (?:call|ring|phone) me\b",
    r"\b(?:someone|somebody|anyone|anybody)(?: please| just)* (?:pick up|answer) the phone\b",
    rf"(?<!when can i )\b(?:reach|through to|hold of)(?: [\w']+){{0,2}}? {_WHO}\b",
    r"\bwho (?:can|could|do|should) i (?:talk|speak) to\b",
    rf"\b(?:rather|not|don't|won't|refuse|hate|never|can't|cannot|stop)\b(?: [\w']+){{0,4}} {_TALK} "
    rf"(?:to|with) {_ARTICLE}{_MACHINE}\b",
    rf"\b(?:don't|not|won't|can't|cannot|never|refuse to|hate to|rather not) (?:\w+ ){{0,3}}?(?:deal"
    rf"|do this|do it|use|go on|talk|speak)"
    rf"(?: with| to)?(?: this| that| these| an?| the)?(?: stupid| damn)? {_MACHINE}\b",
    rf"\b(?:hate|don't like|do not like)(?: \w+){{0,4}} {_MACHINE} (?:systems?|voices?|lines?|things?|menus?)\b",
    rf"\b(?:no|no more|enough of|enough with|enough of this|enough with the|enough with this|not an?"
    rf"|tired of) (?:\w+ )?{_MACHINE}\b",
    rf"^(?:{_POLITE} )*{_WHO}(?: (?:{_POLITE}|{_WHO}))*$",
    rf"^(?:{_POLITE} )*(?:{_REAL} )+{_WHO}",
    r"^(?:\w+ )?(?:some|any)(?:body|one)(?: real)? (?:there|here|around)(?: (?:who|that|i|to)\b.*)?$",
    rf"\b(?:explain|tell)(?: \w+){{0,2}} to an? {_MACHINE}\b|\b(?:don't|do not) want an? {_MACHINE}$",
    rf"\b(?:complicated|difficult|hard|much) for an? {_MACHINE}$|\bnot you an? {_WHO}$|\b{_WHO} to "
    rf"(?:talk|speak) to$",
    r"\bget me one$",
]

_ENGLISH_DECLINED = [
    rf"\b(?:don't|do not|not|never) (?:really )?(?:want|need|wish|like|have)(?: to)?(?: be)?(?: {_TALK}"
    rf"| put through| transferred| connected)?"
    rf"(?: to| with)? (?:an? |any |your |another )?(?:{_REAL} )?{_WHO}\b(?: please)?",
    rf"^no (?:{_WHO})(?: please| thanks| thank you)?(?= (?:just|only|i|where|can|track))",
    rf"\b(?:without|instead of)(?: \w+){{0,3}} {_WHO}\b",
]

# --- Mandarin ---

_AT_DESK = (
    "(?:人工(?!智能|费|皮)(?:客服|服务|坐席|座席|台)?|(?<!智能)客服(?:人员"
    "|小姐|专员)?|真人(?:客服)?|活人|接线员|坐席|座席|工作人员|话务员)"
)
_IN_CHARGE = "(?:经理|主管|负责人|老板|领导)"
_ARTIFICIAL = "(?:人工(?!智能|费|皮|合成|做|制|的|降|湖|养|草|宝石|钻)|(?<!扫地)真人|活人|接线员|坐席|座席)"
_SAY = "(?:说|讲|聊|谈|通话|沟通|对话|交流|咨询|反映)"
_DEVICE = "(?:机器人?|智能客服|自动语音|语音助手|电脑)"

_MANDARIN = [
    rf"{_ARTIFICIAL}(?!.*(?:几点|上班|下班|多少|态度|投诉|说话不算))",
    rf"(?:转接?|接通?|呼叫)(?:一?下|到|给|个|一个|你们|您们|的|入)*(?:{_AT_DESK}|{_IN_CHARGE}|同事)",
    r"(?:给我|帮我|请|要|能|可以|麻烦|劳驾)?.{0,2}转接(?:一?下|吧|吗|呗|啊)*$",
    rf"(?:给我|帮我)(?:接(?:线|个人|一下人)|叫(?:一?个)?{_IN_CHARGE})",
    rf"(?<!投诉)(?<!电话)(?:找|我要见)(?:一?下|一?个|你们|您们|您|的|那边)*(?:{_AT_DESK}|{_IN_CHARGE})"
    rf"(?!.*(?:态度|说话不算|骗))",
    r"(?<!收件人)(?:找|叫|来|换|派|接|转|喊|请)(?:一?个|几个)(?:能|会|懂|明白|听得?懂)?.{0,3}(?:的)?(?:真|活)?人"
    r"(?:$|来|跟|和|接|帮|说|讲|聊|问|回|管|给我|行|吧|啊|吗|呗|好|处理|解决)",
    r"(?:叫|换|让|喊|找)人(?:来|跟我|接|帮我|给我|回|和我|吗|吧|说|$)",
    r"^(?:喂|你好|您好|我|要|想|请|帮我|给我|就|还是|快|快点)*找人(?:吧|啊|呢|来)*$",
    rf"(?<!不)(?:跟|和|与|同)(?:你们|您们|您)?的?(?:活|真)?(?:人|{_AT_DESK}|{_IN_CHARGE}){_SAY}(?!过|好|定)",
    rf"(?:让|叫|请|要|喊)(?:你们|您们|您)?的?(?:{_AT_DESK}|{_IN_CHARGE}|人)(?!.*(?:放|送|取|收|签|拿|退|补))"
    rf".{{0,3}}(?:接|来|跟|和|说|讲|听|联系|回|打|给我)",
    rf"换(?:一?个|一?下)?{_AT_DESK}",
    rf"(?:不|别|没法|没办法|懒得|拒绝|讨厌|烦)(?!.*(?:坏|退|货|{_AT_DESK}差)).{{0,6}}{_DEVICE}(?!.*"
    rf"(?:坏|退|货|灵|转|响|动|工作|能用))(?:.{{0,3}}{_SAY}|$|我|叫|回)",
    rf"(?:跟|和|与){_DEVICE}.{{0,2}}(?:(?:说|讲|聊|谈).{{0,2}}(?:不|没)|没法|没办法)",
    rf"(?:不要|别|不想|少)(?:跟我|拿|用|让)?.{{0,2}}{_DEVICE}(?:糊弄|敷衍|回|跟|和|打发)",
    rf"你.{{0,2}}{_DEVICE}.{{0,4}}(?:转|换|叫|找)",
    rf"有(?:没有)?(?:{_AT_DESK}|活的|管事的)(?!.*(?:态度|骂|骗|答应|说|告诉|差))",
    r"有没有人(?:工|能|可以|会|接|管|帮|跟|听|理|在接|回|$)",
    r"(?:有没有|有)人(?:能|可以)?(?:接电话|接听|跟我说|帮我|帮帮我|帮忙|管)(?!收|签|取)",
    rf"^(?:喂|你好|您好|请问?|那|麻烦|我?要|我?想|一下|快|赶紧|不好意思)*(?:{_AT_DESK}|{_IN_CHARGE})"
    r"(?:呢|吧|啊|吗|在|不在|在吗|请接|请|接电话|接|谢谢|快|来|一下|我要|你好)*$",
    r"听不懂.{0,6}(?:叫|换|找|转)",
    r"(?:能不能|可不可以|可以|给我|我?要)换人$",
    rf"(?:怎么|怎样|如何|哪个键|按几).{{0,4}}{_AT_DESK}(?!.*(?:态度|差|骂|这么|几点))$",
]  # fmt: skip

_MANDARIN_DECLINED = [
    rf"(?:不用|不要|不需要|不想|不必|无需|不找|别|甭|先别)(?:再|给我|帮我|跟我|叫|要)*(?:转接?|找"
    rf"|接|要|跟|和|叫|换)?(?:到|给)?"
    rf"{_AT_DESK}(?:{_SAY}|了)?",
]

_ASKS = [re.compile(pattern) for pattern in (*_ENGLISH, *_MANDARIN)]
_DECLINED = [re.compile(pattern) for pattern in (*_ENGLISH_DECLINED, *_MANDARIN_DECLINED)]


def without_declined(text: str) -> str:
    """Normalised text without the words that decline a person ("no agent, just track my parcel", 不用转人工)."""
    for pattern in _DECLINED:
        text = pattern.sub(" ", text)
    return " ".join(text.split())


def asks_for_person(text: str) -> bool:
    """Whether normalised text asks for a person, in either language, and does not decline one."""
    rest = without_declined(text)
    return any(pattern.search(rest) for pattern in _ASKS)


def weigh(text: str, ranked: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """The classifier's ranking of normalised `text` with `agent` where the rules want it.

    First and surely where a person is asked for, out of it where one is declined, and never sure without a rule.
    """
    scores = dict(ranked)
    if asks_for_person(text):
        scores = {intent: round(score * (1 - SURE), 4) for intent, score in ranked} | {AGENT: SURE}
    elif without_declined(text) != text:
        scores.pop(AGENT, None)
    elif AGENT in scores:
        scores[AGENT] = min(scores[AGENT], ONLY_LIKELY)
    return tuple(sorted(scores.items(), key=lambda scored: -scored[1]))
