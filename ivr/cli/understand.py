"""`ivr understand`: what a flow makes of sentences."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict

import click

from ivr import app
from ivr.cli.understand_evaluate import evaluate
from ivr.cli.understand_tune import tune_costs
from ivr.dialogue.answers import informed
from ivr.dialogue.policy import Decision, decide
from ivr.dialogue.reading import recoverable
from ivr.settings import read_settings
from ivr.speech.transcript import Transcript
from ivr.understanding.interpretation import Interpretation

SHOWN = 3
"""How many intents a line for people names; JSON has all of them."""


@click.group(invoke_without_command=True)
@click.option(
    "--flow",
    default=app.USUAL_FLOW,
    show_default=True,
    metavar="FLOW",
    help="Flow file, or the name of a sample line (retail, retail.zh).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per sentence, and nothing else.")
@click.pass_context
def understand(context: click.Context, flow: str, as_json: bool) -> None:
    """Tell what a flow makes of each line of standard input: intents, slots, and what it would do.

    The decision is that of an open question, where anything may be said. The caller's words count as heard clearly.

    \b
    Examples:
      echo "where is my parcel" | ivr understand --flow retail
      ivr understand --flow my-line/flow.en.yaml --json < sentences.txt > interpretations.jsonl
    """
    if context.invoked_subcommand is not None:
        return
    settings = read_settings()
    loaded = app.open_flow(flow, settings)
    interpreter = app.interpreter_for(loaded.flow, settings)
    wanted, today = frozenset(loaded.flow.routes), app.today()
    entries = loaded.flow.in_force(today)
    for sentence in _sentences():
        said = Transcript.typed(sentence, loaded.flow.language)
        heard = interpreter.with_knowledge(interpreter.interpret(said, today=today), entries)
        decided = decide(heard, wanted, loaded.flow.costs, recoverable=recoverable(loaded.flow, heard))
        decision = informed(decided, heard, loaded.flow.knowledge, loaded.flow.costs)
        click.echo(_as_json(heard, decision) if as_json else _in_words(heard, decision))


def _sentences() -> Iterator[str]:
    """Each line of standard input, whatever its bytes are; those that are no UTF-8 count as punctuation."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", errors="replace")


def _as_json(heard: Interpretation, decision: Decision) -> str:
    told = asdict(heard) | {
        "ranked": [{"intent": intent, "score": score} for intent, score in heard.ranked],
        "decision": asdict(decision),
    }
    return json.dumps(told, ensure_ascii=False)


def _in_words(heard: Interpretation, decision: Decision) -> str:
    wanted = " or ".join(decision.alternatives) or decision.intent or decision.entry
    intents = [f"{intent} {score:.2f}" for intent, score in heard.ranked[:SHOWN]]
    slots = [f"{slot.name}={slot.value}" + (f" ({slot.problem})" if slot.problem else "") for slot in heard.slots]
    known = [f"{match.entry} {match.score:.2f}" for match in heard.knowledge[:1]]
    answer = [] if heard.answer is None else ["yes" if heard.answer else "no"]
    wishes = [" + ".join(request.intent for request in heard.requests)] if heard.requests else []
    found = ", ".join(
        [*wishes, *intents, f"out of scope {heard.out_of_scope:.2f}", *known, *slots, *answer, *heard.signs]
    )
    return f"{heard.text or '(no words)'} -> {decision.kind} {wanted}".rstrip() + f" [{found}]"


understand.add_command(evaluate)
understand.add_command(tune_costs)
