"""Whatever text comes: an interpretation, and a next move; never a crash."""

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ivr.dialogue.actions import EndCall, Listen, LookUp, TransferTo
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Heard
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation

ODD = [
    "", " ", "\x00", "\x1b[2J", "\ud800", "\udcff and \udcfe", "\u202e\u202d\u200f", "😀 and 😀", "word " * 10_000,
    "退" * 10_000, "and " * 200, "还有" * 200, "我想 refund 这个 order", "i want a 退款 and 改地址", "١٢٣٤", "१२३४",
    "...", "，。！", "'" * 500, "no i meant", "不是我要的是", "a\u0301\u0301\u0301", "ﷺ" * 100, "𝟙𝟚𝟛𝟜", "½ ² ①②③④",
    "<script>", "{number}", "%s %d", "\\", "\n\n",
]  # fmt: skip

WORDS = ["and", "还有", "refund", "退款", "1234", "no", "i meant", "我要的是", "agent", "，", " ", "😀"]

anything = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(codec=None, exclude_categories=()), max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=anything, asked=st.sampled_from(["", "number", "reason", "story"]))
@example(text="\ud800 refund \udfff", asked="story")
def test_any_text_is_interpreted(call: Callable[..., Conversation], language: Language, text: str, asked: str) -> None:
    """With probabilities, spans inside the text, and nothing that JSON or a database could not keep."""
    heard = call(language).interpreter.interpret(Transcript(text, language, 1.0), asked)

    assert all(0 <= score <= 1 for _, score in heard.ranked)
    assert 0 <= heard.out_of_scope <= 1
    spans = [value.span for value in heard.slots] + [wish.span for wish in (*heard.requests, *heard.beside)]
    assert all(heard.text[slice(*span)].strip() for span in spans)
    assert len(heard.requests) != 1
    json.dumps(asdict(heard), ensure_ascii=False).encode("utf-8")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(anything, min_size=1, max_size=4))
def test_any_text_is_answered(call: Callable[..., Conversation], language: Language, texts: list[str]) -> None:
    """Somebody always has the next move."""
    model = call(language)
    dialogue = Dialogue(model.flow, model.interpreter)
    actions = dialogue.handle(CallStarted())
    for text in texts:
        if isinstance(actions[-1], Listen):
            actions = dialogue.handle(Heard(Transcript.typed(text, language)))

    assert isinstance(actions[-1], Listen | LookUp | TransferTo | EndCall)


@pytest.mark.parametrize("text", ODD)
def test_what_was_typed_can_be_kept(text: str) -> None:
    """A transcript of it is text without controls and halves of characters."""
    typed = Transcript.typed(text, Language.ENGLISH)

    assert typed.text.encode("utf-8").decode("utf-8") == typed.text
    assert "\x00" not in typed.text
    assert (typed.confidence > 0) == bool(typed.text)
