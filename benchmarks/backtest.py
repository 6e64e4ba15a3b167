"""How long a backtest of a thousand calls on record takes, and how much of that is the replay itself."""

import time
from datetime import UTC, datetime

import click

from ivr import app
from ivr.dialogue.actions import Listen
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Heard
from ivr.flowtest.backtest import Effect, PastCall, compared
from ivr.publishing.files import gather
from ivr.records.model import Turn
from ivr.settings import read_settings
from ivr.speech.transcript import Transcript
from ivr.terms import Language

CALLS = 1000
STARTED = datetime(2026, 3, 2, 9, tzinfo=UTC)


def measure() -> None:
    """A thousand calls of three turns each, every one with other words, through the sample shop twice."""
    began = time.perf_counter()
    flow = gather(app.open_flow(app.USUAL_FLOW, read_settings()))
    live, draft = app.open_side(flow), app.open_side(flow)
    opened = time.perf_counter()
    wishes = [example for intent in live.flow.intents.values() for example in intent.examples if "{" not in example]
    calls = [_on_record(live, at, wishes[at % len(wishes)]) for at in range(CALLS)]
    kept = time.perf_counter()
    found = [compared(call, live, draft) for call in calls]
    replayed = time.perf_counter()
    turns = sum(len(call.turns) for call in calls)
    same = sum(one.effects == (Effect.SAME,) for one in found)
    click.echo(f"opening both {opened - began:.1f} s; {CALLS} calls of {turns} turns twice {replayed - kept:.1f} s")
    click.echo(f"as before, as they must be when nothing is changed: {same} of {CALLS}")


def _on_record(side: app.Side, at: int, wish: str) -> PastCall:
    """A call as the line would keep it; look-ups are left out by ending it at the first one."""
    dialogue = Dialogue(side.flow, side.understanding)
    dialogue.handle(CallStarted(STARTED.date(), STARTED))
    turns: list[Turn] = []
    for text in (f"{wish} please", f"i said {wish}", "agent"):
        before, heard = dialogue.node, Transcript.typed(text, Language.ENGLISH)
        actions = dialogue.handle(Heard(heard))
        kept = {"text": heard.text, "language": heard.language, "confidence": heard.confidence}
        turns.append(Turn(f"call {at}", len(turns) + 1, before, dialogue.node, "", kept))
        if not actions or not isinstance(actions[-1], Listen):
            break
    return PastCall(f"call {at}", STARTED, tuple(turns))
