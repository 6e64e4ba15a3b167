"""What past calls teach: sentences whose intent came out in the call itself. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from ivr.dialogue.policy import Kind
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.records.model import Turn
from ivr.understanding.abuse import is_nothing_but_abuse
from ivr.understanding.labelled import Labelled

ACTING = (Kind.ACCEPT, Kind.IMPLICIT)
ASKING = (Kind.CONFIRM, Kind.DISAMBIGUATE, Kind.REPROMPT)
REGRETS = ("go_back", "start_over", "agent")
"""What somebody says next who was taken to the wrong place."""


def sentences_of(calls: Iterable[Sequence[Turn]], flow: Flow) -> list[Labelled]:
    """The sentences of these calls' turns with the intent that was accepted in the end.

    A wish that was acted on and not taken back labels its own words and those tried before it: what was asked back
    about, or not understood. What came to nothing labels nothing.
    """
    return [one for turns in calls for one in _of_call(turns, flow)]


def _of_call(turns: Sequence[Turn], flow: Flow) -> Iterator[Labelled]:
    tried: list[str] = []
    for turn, after in zip(turns, [*turns[1:], None], strict=True):
        kind, intent = turn.decision.get("kind", ""), turn.decision.get("intent", "")
        text = turn.interpretation.get("text", "")
        if kind in ACTING and intent in EVERYWHERE and not _bare(turn):
            yield Labelled(text, intent)
        elif kind in ACTING and intent in flow.intents:
            tried += [] if _bare(turn) else [text]
            if after is None or not _regretted(after):
                yield from (Labelled(words, intent) for words in tried if words)
                tried = []
        elif kind in ASKING and _at_open_question(turn, flow) and not is_nothing_but_abuse(text):
            tried += [] if _bare(turn) else [text]


def _regretted(after: Turn) -> bool:
    """Whether the turn after a wish takes it back: with "no", or by leaving."""
    intent, reason = after.decision.get("intent", ""), after.decision.get("reason", "")
    return intent in REGRETS or (intent == "no" and "took back" in reason)


def _bare(turn: Turn) -> bool:
    """Whether it is yes or no and nothing else, which says nothing about an intent."""
    return not turn.interpretation.get("ranked")


def _at_open_question(turn: Turn, flow: Flow) -> bool:
    node = flow.nodes.get(turn.node_before)
    return node is not None and node.listen is not None
