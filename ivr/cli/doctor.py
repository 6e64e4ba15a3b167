"""`ivr doctor`: what is there, what is missing, and how to get it."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click

from ivr import app
from ivr.audio.echo_choices import EchoChoices
from ivr.audio.sound_card import Side, devices, find_device
from ivr.errors import IvrError
from ivr.prompts.piper_voice import PiperVoice
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.prompts.voice_names import language_of_file
from ivr.settings import Settings, read_settings
from ivr.speech.vosk_recognizer import VoskRecognizer
from ivr.terms import Language

GREETINGS = {Language.ENGLISH: "Hello", Language.MANDARIN: "您好"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `needed` tells whether calls cannot be taken without it."""

    part: str
    good: bool
    needed: bool
    found: str
    fix: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option(
    "--only",
    type=click.Choice(["voice", "model", "database", "sound-card"]),
    help="Look at one part only; exit code 1 when it is missing.",
)
@click.option(
    "--echo", is_flag=True, help="Play prompts, measure what the microphone hears of them, and remember what is right."
)
def doctor(as_json: bool, only: str | None, echo: bool) -> None:
    """Look at models, voice, sound card and database, and say how to mend what is missing.

    Exit code 3 when something that every call needs is missing.

    \b
    Examples:
      ivr doctor
      ivr doctor --only sound-card
      ivr doctor --echo
    """
    if echo:
        _echo(as_json)
        return
    findings = [finding for finding in examine(read_settings()) if only in (None, finding.part)]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{_mark(finding)} {finding.part:<11} {finding.found}")
            if finding.fix:
                click.echo(f"   {'':<11} -> {finding.fix}")
    if only and not all(finding.good for finding in findings):
        sys.exit(1)
    if any(finding.needed and not finding.good for finding in findings):
        sys.exit(3)


def _echo(as_json: bool) -> None:
    from ivr.cli.echo_measure import in_words, measure_echo  # late: needs a sound card

    found = measure_echo(read_settings())
    choice = found.choice
    if as_json:
        click.echo(json.dumps(asdict(found) | asdict(choice), ensure_ascii=False, indent=2))
        return
    for line in in_words(found):
        click.echo(line)


def examine(settings: Settings) -> list[Finding]:
    """Try every part for real: speak a word, load each model, open the database, ask for the sound card."""
    checks: list[tuple[str, bool, Callable[[], str]]] = [("voice", True, _voice)]
    checks += [
        ("voice", needed, _voice_file(settings, name)) for name, needed in sorted(_voice_files(settings).items())
    ]
    if settings.model:
        checks.append(("model", True, lambda: _own_model(settings)))
    else:
        checks += [("model", language is Language.ENGLISH, _starter(settings, language)) for language in Language]
    if installed := app.installed_models(settings):
        checks.append(("model", False, lambda: f"installed official models: {', '.join(installed)}"))
    checks += [("database", True, lambda: _database(settings)), ("sound-card", False, lambda: _sound_card(settings))]
    return [_look(*one) for one in checks]


def _look(part: str, needed: bool, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, needed, look())
    except IvrError as error:
        return Finding(part, False, needed, error.message, error.fix)


def _voice() -> str:
    voice = Pyttsx3Voice()
    try:
        spoken = {language: len(voice.render(text, Manner(language))) for language, text in GREETINGS.items()}
    finally:
        voice.close()
    return f"pyttsx3 speaks {' and '.join(spoken)}"


def _voice_files(settings: Settings) -> dict[str, bool]:
    """The voice files that are here, and those that the settings name: these are needed."""
    here = dict.fromkeys((one.name for one in app.voices_of(settings) if one.kind == app.VOICE_FILE), False)
    named = (settings.voice_of(language) for language in Language)
    return here | {name: True for name in named if language_of_file(name)}


def _voice_file(settings: Settings, name: str) -> Callable[[], str]:
    def speak() -> str:
        language = Language(language_of_file(name) or "")
        voice = PiperVoice(settings.voice_files_dir)
        try:
            voice.render(GREETINGS[language], Manner(language, name))
        finally:
            voice.close()
        return f"{name} of Piper speaks {language}"

    return speak


def _starter(settings: Settings, language: Language) -> Callable[[], str]:
    def look() -> str:
        model = app.model_for(settings, language)
        VoskRecognizer(model)
        return f"{language}: {model.path.name} loads"

    return look


def _own_model(settings: Settings) -> str:
    model = app.model_for(settings, Language.ENGLISH)
    VoskRecognizer(model)
    return f"{model.path} loads"


def _database(settings: Settings) -> str:
    waiting = len(app.open_desk(settings).queue.waiting())
    return f"can be written; tickets waiting: {waiting}"


def _sound_card(settings: Settings) -> str:
    chosen = {Side.MICROPHONE: settings.input, Side.LOUDSPEAKER: settings.output}
    sides = "; ".join(_side(side, wanted) for side, wanted in chosen.items())
    names = [find_device(side, wanted).name for side, wanted in chosen.items()]
    echo = EchoChoices(settings.echo_file).of(*names)
    return f"{sides}; echo: {echo.echo if echo else 'not measured (ivr doctor --echo)'}"


def _side(side: Side, wanted: str) -> str:
    taken = find_device(side, wanted)
    others = [str(one) for one in devices(side) if one.number != taken.number]
    return f"{side}: {taken}" + (f" ({side.option} may also be {', '.join(others)})" if others else "")


def _mark(finding: Finding) -> str:
    return "ok" if finding.good else "!!" if finding.needed else "--"
