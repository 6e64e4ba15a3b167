"""The caller's story in one paragraph, in the language of the line: nothing in it need be asked again."""

from ivr.dialogue.state import CallState
from ivr.flow.model import Flow
from ivr.terms import Language

WORDS = {
    Language.ENGLISH: {
        "wants": "Wants to {}.", "unknown": "It is not clear what the caller wants.", "slot": "{}: {}.",
        "unsure": "{} (not confirmed): {}.", "row": "Looked up {}: {}.", "said": "Last words: \"{}\".",
        "missed": "The line failed to understand {} times.", "silent": "The caller was silent {} times.", "and": ", then to ",
        "reason": "Transferred because {}.", "gap": " ",
    },
    Language.MANDARIN: {
        "wants": "想{}。", "unknown": "不清楚来电者的需求。", "slot": "{}：{}。", "unsure": "{}（未确认）：{}。",
        "row": "已查{}：{}。", "said": "最后说的话：“{}”。", "missed": "线路有{}次没听懂。", "silent": "来电者有{}次没说话。",
        "and": "，然后", "reason": "转接原因：{}。", "gap": "",
    },
}  # fmt: skip


def tell(flow: Flow, state: CallState, reason: str) -> str:
    """What the agent reads first."""
    words = WORDS[flow.language]
    means = [flow.intents[intent].means for intent in state.wants if intent in flow.intents]
    parts = [words["wants"].format(words["and"].join(means)) if means else words["unknown"]]
    parts += [words["slot"].format(_title(name), value) for name, value in state.slots.items()]
    parts += [words["unsure"].format(_title(name), value.value) for name, value in state.unsure.items()]
    rows: dict[str, list[str]] = {}
    for key, value in state.rows.items():
        row, _, column = key.partition(".")
        rows.setdefault(row, []).append(f"{column} {value}")
    parts += [words["row"].format(row, ", ".join(values)) for row, values in rows.items()]
    for kind, key in (("no_match", "missed"), ("no_input", "silent")):
        if state.failures[kind]:
            parts.append(words[key].format(state.failures[kind]))
    if state.said:
        parts.append(words["said"].format(state.said[-1]))
    parts.append(words["reason"].format(reason))
    return words["gap"].join(parts)


def _title(slot: str) -> str:
    return slot.replace("_", " ").capitalize()
