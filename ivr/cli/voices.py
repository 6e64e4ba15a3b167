"""`ivr voices`: the voices that a line may speak with."""

import json
from dataclasses import asdict
from pathlib import Path

import click
import soundfile
from rich.console import Console
from rich.table import Column, Table

from ivr import app
from ivr.audio.frames import LINE_RATE
from ivr.errors import WrongUse
from ivr.prompts.aloud import aloud
from ivr.prompts.voice import Manner
from ivr.prompts.voice_names import no_such_voice
from ivr.settings import read_settings
from ivr.terms import Language

LANGUAGES = click.Choice([one.value for one in Language])


@click.group()
def voices() -> None:
    """Voices: which this machine has, and how they sound."""


@voices.command("list")
@click.option("--language", type=LANGUAGES, help="Only the voices of this language.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def list_voices(language: str | None, as_json: bool) -> None:
    """List the voices of this machine: espeak-ng's, and the voice files of Piper.

    \b
    Examples:
      ivr voices list
      ivr voices list --language zh --json
    """
    there = [one for one in app.voices_of(read_settings()) if language in (None, one.language)]
    if as_json:
        click.echo(json.dumps([asdict(one) for one in there], ensure_ascii=False, indent=2))
        return
    table = Table(Column("name", no_wrap=True), "language", "voice", "kind", "spoken")
    for one in there:
        spoken = "where a flow names none" if one.usual else ""
        table.add_row(one.name, one.language, one.voice, one.kind, spoken)
    Console().print(table)


@voices.command()
@click.argument("text")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE", help="WAV file.")
@click.option("--language", type=LANGUAGES, default="en", show_default=True, help="Language of the text.")
@click.option("--voice", default="", metavar="NAME", help="Voice (ivr voices list); else the usual one.")
@click.option("--rate", type=click.IntRange(80, 450), default=150, show_default=True, help="Words a minute.")
@click.option("--volume", type=click.FloatRange(0, 1, min_open=True), default=0.9, show_default=True, help="0 to 1.")
def say(text: str, out: Path, language: str, voice: str, rate: int, volume: float) -> None:
    """Say a text into a WAV file, as a line would, and print how figures and short forms in it are said.

    \b
    Examples:
      ivr voices say "It comes on March 2 at 3:05." --out said.wav
      ivr voices say 您的余额是12.50元。 --language zh --rate 170 --out said.wav
    """
    settings, spoken = read_settings(), Language(language)
    if problem := no_such_voice(voice, spoken):
        raise WrongUse(*problem)
    manner = Manner(spoken, voice or settings.voice_of(spoken), rate, volume)
    speaker = app.open_voice(settings)
    try:
        pcm = speaker.render(text, manner)
    finally:
        speaker.close()
    try:
        soundfile.write(out, pcm, LINE_RATE, subtype="PCM_16", format="WAV")
    except (OSError, soundfile.LibsndfileError) as error:
        raise WrongUse(f"{out} cannot be written", "Name a file in a folder that is there") from error
    click.echo(aloud(text, spoken))
    click.echo(f"{out}: {len(pcm) / LINE_RATE:.1f} s", err=True)
