"""How long a caller waits for the first sample of a prompt: as a whole, in pieces, and with the constant ones ready."""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ivr import app
from ivr.audio.frames import LINE_RATE
from ivr.flow.model import Flow
from ivr.flow.prompts import constants, templates
from ivr.prompts.cache import CachedVoice
from ivr.prompts.pieces import pieces
from ivr.prompts.prompt_folder import PromptFolder
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.wording import fill, placeholders
from ivr.settings import read_settings
from ivr.terms import Language

FOLDER_MB = 200
NAMES = {Language.ENGLISH: "running shoes number {}", Language.MANDARIN: "{}号跑步鞋"}


def measure() -> None:
    """For the sample line in both languages."""
    for language in Language:
        flow = app.open_flow(f"{app.USUAL_FLOW}.{language}", read_settings()).flow
        click.echo(f"-- {language}: {len(constants(flow))} constant pieces, {len(_filled(flow))} prompts with values")
        with TemporaryDirectory() as scratch:
            _constants(flow, Path(scratch))
            click.echo(f"{'ms to the first sample':<34} {'p50':>6} {'p95':>6} {'max':>6}   {'longest gap ms':>14}")
            for name, whole, ready in (
                ("rendered as a whole", True, False),
                ("in pieces", False, False),
                ("in pieces, constants ready", False, True),
            ):
                _prompts(name, flow, Path(scratch) / name, whole=whole, ready=ready)


def _constants(flow: Flow, folder: Path) -> None:
    """How long it takes to render all, and to read them from disk again."""
    for name in ("rendered", "from disk"):
        with closing(_voice(folder)) as voice:
            began = time.perf_counter()
            samples = sum(len(voice.render(piece, app.manner_of(flow, read_settings()))) for piece in constants(flow))
            took = time.perf_counter() - began
        click.echo(f"all constant pieces, {name}: {took:.2f} s for {samples / LINE_RATE:.0f} s of speech")


def _prompts(name: str, flow: Flow, folder: Path, *, whole: bool, ready: bool) -> None:
    manner = app.manner_of(flow, read_settings())
    with closing(_voice(folder)) as voice:
        if ready:
            for piece in constants(flow):
                voice.render(piece, manner)
        timings = [
            list(_played(voice, flow, [text] if whole else pieces(text, flow.language))) for text in _filled(flow)
        ]
    first = sorted(1000 * one[0] for one in timings)
    gap = max((1000 * late for one in timings for late in one[1:]), default=0.0)
    p95 = first[int(0.95 * len(first))]
    click.echo(f"{name:<34} {statistics.median(first):6.1f} {p95:6.1f} {first[-1]:6.1f}   {gap:14.1f}")


def _played(voice: CachedVoice, flow: Flow, parts: Sequence[str]) -> Iterator[float]:
    """By how much each piece is late, in seconds: the first after it was asked for, others after the one before."""
    manner = app.manner_of(flow, read_settings())
    due = time.perf_counter()
    voice.prepare(parts[1:], manner)
    for part in parts:
        samples = len(voice.render(part, manner))
        now = time.perf_counter()
        yield max(0.0, now - due)
        due = max(now, due) + samples / LINE_RATE


def _filled(flow: Flow) -> list[str]:
    """Every prompt that speaks of a value, with one in its place that no other has."""
    texts = [text for text in dict.fromkeys(templates(flow)) if placeholders(text)]
    return [fill(text, _values(text, place, flow.language), flow.language) for place, text in enumerate(texts, 10)]


def _values(text: str, place: int, language: Language) -> dict[str, str]:
    shaped = {
        "date": (date(2026, 1, 1) + timedelta(place)).isoformat(),
        "money": f"{place}.90",
        "digits": f"{45678901 + place}",
    }
    return {name: shaped.get(shape, NAMES[language].format(place)) for name, shape in placeholders(text)}


def _voice(folder: Path) -> CachedVoice:
    voice = CachedVoice(Pyttsx3Voice(), PromptFolder(folder, FOLDER_MB))
    for language in Language:
        voice.render(
            "a", app.manner_of(app.open_flow(f"{app.USUAL_FLOW}.{language}", read_settings()).flow, read_settings())
        )
    return voice
