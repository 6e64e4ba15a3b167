"""`./run bench [NAME ...]` runs all measurements, or those named."""

import click

from benchmarks import backtest, cases, checker, grammars, keys, overhead, start, understanding

ALL = {
    "backtest": backtest.measure,
    "checker": checker.measure,
    "start": start.measure,
    "grammars": grammars.measure,
    "keys": keys.measure,
    "overhead": overhead.measure,
    "understanding": understanding.measure,
    "cases": cases.measure,
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(ALL)))
def main(names: tuple[str, ...]) -> None:
    """Measure and print ratios; every baseline runs beside what it is compared with."""
    for name in names or ALL:
        click.echo(f"== {name}")
        ALL[name]()


main()
