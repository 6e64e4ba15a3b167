"""Whatever flow an author writes: once the linter has passed it, no call over it breaks or runs for ever."""

import json
import random
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ivr.dialogue.actions import Action, EndCall, Explain, Listen, LookUp, Play, TransferTo
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.events import CallStarted, Event, Heard, HungUp, LookupReturned, NoInput, TransferQueued
from ivr.errors import AuthorError
from ivr.flow.linter import check
from ivr.flow.loader import load_flow
from ivr.flow.model import Flow
from ivr.flow.names import EVERYWHERE
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.understanding.correction import Told
from ivr.understanding.interpretation import Interpretation, SlotValue
from ivr.understanding.interpreter import NOTHING_TOLD, Interpreter
from ivr.understanding.spec import IntentSpec, SlotSpec

INTENTS, SLOTS, NODES = ("a", "b", "c"), ("x", "y"), ("n0", "n1", "n2", "n3", "n4", "n5")
WORDS = [*INTENTS, *INTENTS, *EVERYWHERE, "yes", "no", "x", "x", "y", "maybe", "either", ""]
CALLS_A_FLOW, MOST_TURNS = 12, 200


class Telepath(Interpreter):
    """Hears what is meant: the words are the names of intents ("maybe" and "either" two of them) and slots."""

    def __init__(self) -> None:
        intents = [IntentSpec(name, (name, f"{name} {name}")) for name in (*INTENTS, *EVERYWHERE)]
        slots = [SlotSpec("x", "digits", 4), SlotSpec("y", "choice", choices=(("1234", ("so",)),))]
        super().__init__(intents, slots, ("something", "else"), Language.ENGLISH)

    def interpret(
        self, transcript: Transcript, asked: str = "", today: date | None = None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        words = transcript.text.split()
        doubtful = (("a", 0.4), ("b", 0.39 if "either" in words else 0.0)) if {"maybe", "either"} & {*words} else ()
        ranked = tuple((word, 0.9) for word in words if word in (*INTENTS, *EVERYWHERE))[:1]
        slots = tuple(
            SlotValue(
                word, "1234", word, (0, 1), transcript.confidence, "" if transcript.confidence > 0.2 else "too_short"
            )
            for word in words
            if word in SLOTS
        )
        answer = True if "yes" in words else False if "no" in words else None
        return Interpretation(transcript.text, ranked or doubtful, slots, answer, confidence=1.0)


TELEPATH = Telepath()


def random_flow(chance: random.Random, *, surveys: bool) -> dict[str, Any]:
    """A flow of six nodes that may well be wrong; with `surveys` wherever the line goes on by itself."""

    def some(names: Sequence[str], likely: float) -> list[str]:
        return [name for name in names if chance.random() < likely]

    def say() -> str:
        return "So. " + "".join(some(("{slot.x}. ", "{slot.y}. ", "{r.status}. "), 0.15))

    def branch() -> dict[str, Any]:
        conditions: list[dict[str, Any]] = [{"is": "1234"}, {"known": True}, {"known": False}, {"above": 1234}]
        value = chance.choice(["slot.x", "slot.y", "r.status"])
        condition = chance.choice(conditions[:3] if value == "slot.y" else conditions)
        return {"value": value, "go": chance.choice([*NODES, "hand_over"]), **condition}

    def node() -> dict[str, Any]:
        made: dict[str, Any] = {"say": say()}
        for key, likely in (("collect", 0.25), ("forget", 0.1)):
            if names := some(SLOTS, likely):
                made[key] = names
        if chance.random() < 0.25:
            made["look_up"] = {"from": "t", "by": chance.choice(SLOTS), "as": "r", "on_missing": chance.choice(NODES)}
        if branches := [branch() for _ in range(2) if chance.random() < 0.15]:
            made["branch"] = branches
        kind = chance.random()
        if kind < 0.5:
            keys = some((*INTENTS, "yes", "no", "else", "go_back", "repeat"), 0.3) or ["a"]
            made |= {"listen": {}, "go": {key: chance.choice([*NODES, "hand_over"]) for key in keys}}
        elif kind < 0.8:
            made["go"] = chance.choice([*NODES, "hand_over"])
        else:
            made |= chance.choice([{"end": True}, {"transfer": {"queue": "q", "say": say()}}])
        if surveys and ("end" in made or ("go" in made and "listen" not in made)):
            made["survey"] = {"slot": "y"}
        return made

    return {
        "flow": "any",
        "language": "en",
        "start": "n0",
        "hand_over": {"queue": "q"},
        "intents": {name: {"means": name, "examples": [name, f"{name} {{x}}"]} for name in INTENTS},
        "routes": {name: chance.choice(NODES) for name in some(INTENTS, 0.3)},
        "slots": {
            "x": {"type": "digits", "length": 4, "ask": "X?", "confirm": chance.choice(["always", "when_unsure"])},
            "y": {"type": "choice", "choices": {"1234": ["so"]}, "ask": "Y?"},
        },
        "lookups": {"t": {"table": "t.csv", "key": "number"}},
        "nodes": {name: node() for name in NODES},
    }


def flow_of(folder: Path, chance: random.Random, *, surveys: bool = False) -> Flow:
    """The first random flow that the linter passes; a node that no call gets to is left out instead."""
    (folder / "t.csv").write_text("number,status\n1234,late\n", "utf-8")
    while True:
        written = random_flow(chance, surveys=surveys)
        for _ in NODES:
            (folder / "flow.yaml").write_text(json.dumps(written), "utf-8")
            try:
                loaded = load_flow(folder / "flow.yaml")
                problems = check(loaded)
            except AuthorError as error:
                problems = error.problems
            if not problems:
                return loaded.flow
            lonely = [one.message.split(".")[1].split(":")[0] for one in problems if "ever gets here" in one.message]
            if len(lonely) < len(problems):
                break
            for name in lonely:
                del written["nodes"][name]


def next_event(chance: random.Random, dialogue: Dialogue, last: object) -> Event:
    """What a caller, a table or the desk may do now."""
    if isinstance(last, LookUp):
        found = LookupReturned({"number": "1234", "status": "late"})
        returned: list[Event] = [found, found, LookupReturned(), LookupReturned(failed=True)]
        return chance.choice(returned)
    if isinstance(last, TransferTo):
        return TransferQueued(1)
    if chance.random() < 0.1:
        return HungUp() if chance.random() < 0.3 else NoInput()
    text = " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 2)))
    return Heard(Transcript(text, Language.ENGLISH, chance.choice([1.0, 1.0, 0.4, 0.1])))


def in_other_words(before: list[str], actions: Sequence[Action]) -> list[str]:
    """What is said now: not word for word what was said last, but for a caller who asked to hear that again."""
    said = [play.text for play in actions if isinstance(play, Play)]
    if not any(isinstance(one, Explain) and one.decision.intent in ("repeat", "start_over") for one in actions):
        assert said != before
        assert all(one != other for one, other in pairwise([*before[-1:], *said]))
    return said or before


@pytest.mark.parametrize(
    ("seed", "surveys"), [*((seed, False) for seed in (*range(25), 1118, 1263)), *((seed, True) for seed in range(10))]
)
def test_a_flow_that_the_linter_passed_never_fails_a_call(tmp_path: Path, seed: int, surveys: bool) -> None:
    """Random flows with random callers: every prompt can be filled, none is said twice, and every call ends."""
    chance = random.Random(seed)
    flow = flow_of(tmp_path, chance, surveys=surveys)
    for _ in range(CALLS_A_FLOW):
        dialogue = Dialogue(flow, TELEPATH)
        actions, events = dialogue.handle(CallStarted()), 0
        said = [""]
        while not isinstance(actions[-1], EndCall):
            assert isinstance(actions[-1], Listen | LookUp | TransferTo)
            assert all(play.text.strip() for play in actions if isinstance(play, Play))
            assert events < MOST_TURNS, "this call never ends"
            said = in_other_words(said, actions)
            actions, events = dialogue.handle(next_event(chance, dialogue, actions[-1])), events + 1
