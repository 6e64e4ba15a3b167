"""What a state's grammar costs: made the first time, found again, and beside a bare Vosk decoder of its phrases."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import click
import vosk

from ivr import app
from ivr.audio.frames import LINE_RATE
from ivr.flow.names import EVERYWHERE
from ivr.settings import read_settings
from ivr.speech.grammar import make_grammar
from ivr.speech.recognizer import Expectation
from ivr.speech.vosk_recognizer import VoskRecognizer, read_vocabulary

ROUNDS = 25
ALL = 1_000
"""A limit of examples that no intent reaches."""


def measure() -> None:
    """Median milliseconds of processor time over the states of the retail line."""
    settings = read_settings()
    flow = app.open_flow(app.USUAL_FLOW, settings).flow
    path = app.model_for(settings, flow.language)
    ears, bare_model, vocabulary = VoskRecognizer(path), vosk.Model(str(path.path)), read_vocabulary(path.path)
    interpreter = app.interpreter_for(flow)
    states: dict[str, Callable[[int], Expectation]] = {
        "opening": lambda most: interpreter.expectation([*flow.intents, *EVERYWHERE], most=most),
        "yes or no": lambda most: interpreter.expectation(EVERYWHERE, yes_no=True, most=most),
        "yes, no or anything": lambda most: interpreter.expectation(
            [*flow.intents, *EVERYWHERE], yes_no=True, most=most
        ),
        "digits": lambda most: interpreter.expectation(EVERYWHERE, "order_number", most=most),
    }
    click.echo(f"{'state':<20} {'phrases':>8} {'first ms':>9} {'again ms':>9} {'bare Vosk ms':>13} {'first/bare':>11}")
    for name, state in states.items():
        first, again, bare = [], [], []
        for turn in range(ROUNDS):
            phrases = make_grammar(state(ALL), vocabulary).as_json
            bare.append(_ms(lambda: vosk.KaldiRecognizer(bare_model, LINE_RATE, phrases)))  # noqa: B023
            # the limit changes nothing but makes the question a new one; turned phrases make a new grammar as dear
            first.append(_ms(lambda: ears.open(_turned(state(ALL + 1 + turn), turn))))  # noqa: B023
            again.append(_ms(lambda: ears.open(state(ALL))))  # noqa: B023
        told = [statistics.median(times) for times in (first, again, bare)]
        count = len(json.loads(phrases))
        click.echo(f"{name:<20} {count:8} {told[0]:9.2f} {told[1]:9.2f} {told[2]:13.2f} {told[0] / told[2]:11.2f}")


def _turned(expectation: Expectation, places: int) -> Expectation:
    phrases = expectation.phrases
    return replace(expectation, phrases=(*phrases[places:], *phrases[:places]))


def _ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000
