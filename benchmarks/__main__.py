"""`./run bench` runs all measurements, `./run bench NAME` one of them."""

from collections.abc import Callable

import click

from benchmarks import (
    backtest,
    cases,
    checker,
    claims,
    echo,
    grammars,
    keys,
    offers,
    overhead,
    prompts,
    start,
    understanding,
    voice_activity,
)
from benchmarks.turn_taking.command import command as turn_taking
from benchmarks.turn_taking.latency import command as latency
from benchmarks.waiting.command import command as waiting

ALL: dict[str, Callable[[], None]] = {
    "backtest": backtest.measure,
    "checker": checker.measure,
    "claims": claims.measure,
    "echo": echo.measure,
    "start": start.measure,
    "grammars": grammars.measure,
    "keys": keys.measure,
    "offers": offers.measure,
    "overhead": overhead.measure,
    "prompts": prompts.measure,
    "understanding": understanding.measure,
    "cases": cases.measure,
    "voice-activity": voice_activity.measure,
}


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Measure and print ratios; every baseline runs beside what it is compared with."""
    if context.invoked_subcommand is None:
        for name, one in main.commands.items():
            click.echo(f"== {name}")
            context.invoke(one)


for _name, _measure in ALL.items():
    main.command(_name, help=_measure.__doc__)(_measure)
main.add_command(turn_taking)
main.add_command(latency)
main.add_command(waiting)

main()
