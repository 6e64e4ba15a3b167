"""The caller's story in one paragraph, in the language of the line: nothing in it need be asked again."""

from collections.abc import Mapping
from enum import StrEnum

from ivr.dialogue.state import CallState
from ivr.flow.model import Flow
from ivr.terms import Language
from ivr.understanding.mood import Sign


class Why(StrEnum):
    """Why a caller goes to a person."""

    ASKED = "asked"
    FLOW = "flow"
    LOOKUP = "lookup"
    NOT_UNDERSTOOD = "not_understood"
    NOT_HEARD = "not_heard"
    DEAF = "deaf"
    LONG = "long"
    ABUSE = "abuse"
    CALLBACK = "callback"


REASONS: Mapping[Language, Mapping[Why, str]] = {
    Language.ENGLISH: {
        Why.ASKED: "the caller asked for a person",
        Why.FLOW: "a person has to do this",
        Why.LOOKUP: "a look-up failed",
        Why.NOT_UNDERSTOOD: "the line did not understand the caller",
        Why.NOT_HEARD: "the line did not hear the caller",
        Why.DEAF: "the line's speech recognition failed",
        Why.LONG: "the call took too many turns",
        Why.ABUSE: "the caller kept insulting the line",
        Why.CALLBACK: "the caller is to be called back",
    },
    Language.MANDARIN: {
        Why.ASKED: "来电者要找人工",
        Why.FLOW: "这件事需要人工办理",
        Why.LOOKUP: "查询失败",
        Why.NOT_UNDERSTOOD: "线路没听懂来电者的话",
        Why.NOT_HEARD: "线路听不到来电者",
        Why.DEAF: "线路的语音识别出了故障",
        Why.LONG: "通话轮次太多",
        Why.ABUSE: "来电者一直在骂人",
        Why.CALLBACK: "需要给来电者回电",
    },
}

WORDS = {
    Language.ENGLISH: {
        "wants": "Wants to {}.", "unknown": "It is not clear what the caller wants.", "slot": "{}: {}.",
        "unsure": "{} (not confirmed): {}.", "row": "Looked up: {}.", "answered": "Answered from knowledge: {}.", "later": "To {}: {} {}.", "said": "In their words: \"{}\".",
        "missed": "Times not understood: {}.", "silent": "Times silent: {}.", "comma": ", ", "of": "({}) {}",
        "and": ", then to ", "annoyed": "The caller sounded annoyed: they {}.", "reason": "Transferred because {}.", "gap": " ",
    },
    Language.MANDARIN: {
        "wants": "想{}。", "unknown": "不清楚来电者的需求。", "slot": "{}：{}。", "unsure": "{}（未确认）：{}。",
        "row": "已查到：{}。", "answered": "已按知识库回答：{}。", "later": "关于{}：{}{}。", "said": "原话：“{}”。", "missed": "线路有{}次没听懂。",
        "silent": "来电者有{}次没说话。", "annoyed": "来电者听起来有些不耐烦：{}。", "comma": "，", "of": "（{}）{}", "and": "，然后", "reason": "转接原因：{}。", "gap": "",
    },
}  # fmt: skip

SIGNS: Mapping[Language, Mapping[Sign, str]] = {
    Language.ENGLISH: {
        Sign.HARSH_WORDS: "used harsh words",
        Sign.SWEARING: "swore",
        Sign.HAD_ENOUGH: "said that they had had enough",
        Sign.SAID_BEFORE: "said that they had said it before",
        Sign.UNHAPPY: "said that they were unhappy",
        Sign.WAITING: "said that it took too long",
        Sign.TROUBLE: "were misunderstood several times",
        Sign.LOUDER: "became louder",
        Sign.SPEAKING_OVER: "kept speaking over the line",
    },
    Language.MANDARIN: {
        Sign.HARSH_WORDS: "说了重话",
        Sign.SWEARING: "说了粗话",
        Sign.HAD_ENOUGH: "说受够了",
        Sign.SAID_BEFORE: "说已经讲过",
        Sign.UNHAPPY: "说不满意",
        Sign.WAITING: "说等得太久",
        Sign.TROUBLE: "多次被听错",
        Sign.LOUDER: "说话声音变大",
        Sign.SPEAKING_OVER: "一再打断线路",
    },
}
"""How the agent is told what the caller's mood was read from."""


TRIED: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "found": "looked up {} in {}",
        "missing": "looked up {} in {}: there was none",
        "failed": "looking up {} in {} failed",
        "answered": "answered {}",
        "missed": "did not understand the caller, times: {}",
        "silent": "heard nothing, times: {}",
    },
    Language.MANDARIN: {
        "found": "已在{1}中查询{0}",
        "missing": "在{1}中没有查到{0}",
        "failed": "在{1}中查询{0}失败",
        "answered": "已回答{}",
        "missed": "没听懂来电者{}次",
        "silent": "没听到声音{}次",
    },
}
"""What the line did, in the words of whoever reads the ticket."""


def tell(flow: Flow, state: CallState, why: Why, language: Language | None = None) -> str:
    """What the agent reads first, in the language of the flow unless another is wanted."""
    language = language or flow.language
    words = WORDS[language]
    wanted = [*state.wants, *(request.intent for request in state.agenda)]
    wants = dict.fromkeys(flow.intents[intent].means for intent in wanted if intent in flow.intents)
    parts = [words["wants"].format(words["and"].join(wants)) if wants else words["unknown"]]
    parts += [words["slot"].format(_title(flow, name), value) for name, value in state.slots.items()]
    parts += [words["unsure"].format(_title(flow, name), value.value) for name, value in state.unsure.items()]
    parts += [
        words["later"].format(flow.intents[request.intent].means, _title(flow, value.name), value.value)
        for request in state.agenda
        for value in request.slots
        if not value.problem and request.intent in flow.intents
    ]
    parts += [words["row"].format(text) for text in _rows(flow, state, language) if text]
    if state.entries:
        entries = (_entry(flow, name, language) for name in dict.fromkeys(state.entries))
        parts.append(words["answered"].format(words["comma"].join(entries)))
    for kind, key in (("no_match", "missed"), ("no_input", "silent")):
        if state.failures[kind]:
            parts.append(words[key].format(state.failures[kind]))
    if state.mood.annoyed:
        told = words["comma"].join(SIGNS[language][sign] for sign in state.mood.signs)
        parts.append(words["annoyed"].format(told))
    if state.wish or state.said:
        parts.append(words["said"].format(state.wish or state.said[-1]))
    parts.append(words["reason"].format(REASONS[language][why]))
    return words["gap"].join(parts)


def tried(state: CallState, language: Language) -> tuple[str, ...]:
    """What the line did for the caller: looked up, answered, and where it failed."""
    words = TRIED[language]
    done = [words[outcome].format(key, source) for source, key, outcome in state.searches]
    done += [words["answered"].format(name) for name in dict.fromkeys(state.entries)]
    kinds = (("no_match", "missed"), ("no_input", "silent"))
    done += [words[key].format(state.failures[kind]) for kind, key in kinds if state.failures[kind]]
    return tuple(dict.fromkeys(done))


def _rows(flow: Flow, state: CallState, language: Language) -> list[str]:
    """What was looked up: for each row the columns that the author chose, or all; whose it is when that has changed."""
    words, told = WORDS[language], []
    for look_up in (node.look_up for node in flow.nodes.values() if node.look_up is not None):
        lookup = flow.lookups[look_up.source]
        row = {key.partition(".")[2]: value for key, value in state.rows.items() if key.startswith(f"{look_up.into}.")}
        labels = lookup.story or {column: column for column in row}
        columns = words["comma"].join(f"{labels[column]} {row[column]}" for column in labels if column in row)
        searched, known = state.found_by.get(look_up.into), state.slots.get(look_up.by)
        another = columns and searched and known and searched != known
        told.append(words["of"].format(searched, columns) if another else columns)
    return list(dict.fromkeys(told))


def _entry(flow: Flow, name: str, language: Language) -> str:
    source = flow.knowledge[name].source if name in flow.knowledge else ""
    bracketed = f"（{source}）" if language is Language.MANDARIN else f" ({source})"
    return f"{name}{bracketed}" if source else name


def _title(flow: Flow, slot: str) -> str:
    label = flow.slots[slot].label if slot in flow.slots else ""
    return label or slot.replace("_", " ").capitalize()
