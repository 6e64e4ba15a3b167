"""`ivr flow schema`: what an editor must know to help with an author's files."""

import json

import click

from ivr.flow.schema import FILES, schema_of


@click.command("schema")
@click.argument("kind", default="flow", type=click.Choice(list(FILES)), metavar="[KIND]")
def schema(kind: str) -> None:
    """Print the JSON Schema of flow files, for completion and help in an editor.

    KIND is flow (if left out), line, sub-flow, intents, desk or knowledge.

    \b
    Examples:
      ivr flow schema > flow.schema.json
      ivr flow schema intents > intents.schema.json
    """
    click.echo(json.dumps(schema_of(kind), ensure_ascii=False, indent=2))
