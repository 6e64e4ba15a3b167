"""How long a backtest of a thousand calls on record takes, with drafts that are and are not understood alike."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import click

from ivr import app
from ivr.dialogue.actions import Listen
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Heard
from ivr.errors import ContractError
from ivr.flowtest.backtest import Effect, PastCall, compared
from ivr.publishing.files import gather
from ivr.records.model import Turn
from ivr.replay import Side, open_sides
from ivr.settings import read_settings
from ivr.speech.transcript import Transcript
from ivr.terms import Language

CALLS = 1000
STARTED = datetime(2026, 3, 2, 9, tzinfo=UTC)

WAYS = "{} please", "hello {}", "well {} today", "excuse me {}"

DRAFTS = (
    ("another queue", "flow.en.yaml", "hand_over: {queue: general}", "hand_over: {queue: reception}"),
    ("an example more", "intents.en.yaml", "- where is my order", "- tell me about my thing\n    - where is my order"),
)
"""What is changed in the draft; the first is understood like the live version, the second is not."""


def measure() -> None:
    """A thousand calls of three turns each, every one with other words, through the sample shop and through drafts.

    Seconds are those of the processor, by one process: other work on the machine does not count.
    """
    live = gather(app.open_flow(app.USUAL_FLOW, read_settings()))
    calls = _calls(*open_sides(live, live)[:1])
    click.echo(f"{len(calls)} calls of {sum(len(call.turns) for call in calls)} turns")
    click.echo(f"{'the draft':<28} {'opening s':>9} {'replay s':>9} {'together':>9} {'as before':>9}")
    for name, file, old, new in DRAFTS:
        draft = replace(live, contents={**live.contents, file: _changed(live.contents[file], old, new)})
        began = time.process_time()
        sides = open_sides(live, draft)
        opened = time.process_time()
        found = [compared(call, *sides) for call in calls]
        done = time.process_time()
        same = sum(one.effects == (Effect.SAME,) for one in found)
        click.echo(f"{name:<28} {opened - began:9.1f} {done - opened:9.1f} {done - began:9.1f} {same:9}")


def _changed(content: bytes, old: str, new: str) -> bytes:
    text = content.decode()
    if old not in text:
        raise ContractError(f"the sample shop has no {old!r} any more")
    return text.replace(old, new, 1).encode()


def _calls(side: Side) -> list[PastCall]:
    wishes = [example for intent in side.flow.intents.values() for example in intent.examples if "{" not in example]
    said = [way.format(wish) for way in WAYS for wish in wishes]
    return [_on_record(side, at, wish) for at, wish in enumerate(said[:CALLS])]


def _on_record(side: Side, at: int, wish: str) -> PastCall:
    """A call as the line would keep it; look-ups are left out by ending it at the first one."""
    dialogue = Dialogue(side.flow, side.understanding)
    dialogue.handle(CallStarted(STARTED.date(), STARTED))
    turns: list[Turn] = []
    for text in (wish, f"i said {wish}", "agent"):
        before, heard = dialogue.node, Transcript.typed(text, Language.ENGLISH)
        actions = dialogue.handle(Heard(heard))
        kept = {"text": heard.text, "language": heard.language, "confidence": heard.confidence}
        turns.append(Turn(f"call {at}", len(turns) + 1, before, dialogue.node, "", kept))
        if not actions or not isinstance(actions[-1], Listen):
            break
    return PastCall(f"call {at}", STARTED, tuple(turns))
