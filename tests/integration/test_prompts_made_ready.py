"""What a line says without a value, and what it hears with, is ready before a call needs it."""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ivr.dialogue.actions import Listen
from ivr.dialogue.events import CallStarted
from ivr.flow.loader import LoadedFlow
from ivr.flow.prompts import constants
from ivr.house import House
from ivr.settings import Settings
from ivr.speech.grammar import Grammar, make_grammar
from ivr.speech.recognizer import Expectation


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], int]:
    """How many prompts are kept on disk."""
    return lambda: len(list((tmp_path / "cache" / "prompts").glob("*.prompt")))


@pytest.fixture
def house(tmp_path: Path, smallest: str, load: Callable[[str], LoadedFlow]) -> House:
    """The smallest line on a machine of its own."""
    settings = Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")
    return House(load(smallest), settings, by_sound=False)


def test_all_prompts_are_ready_before_a_version_takes_calls(
    house: House, kept: Callable[[], int], smallest: str, load: Callable[[str], LoadedFlow]
) -> None:
    """Each of them."""
    with closing(house):
        house.rehearse()

    assert kept() == len(constants(load(smallest).flow)) > 100


def test_a_first_call_does_not_wait_for_all_prompts(
    house: House, kept: Callable[[], int], smallest: str, load: Callable[[str], LoadedFlow]
) -> None:
    """They are made ready behind its back, and closing the line does not wait for them either."""
    with closing(house):
        began = time.monotonic()
        house.rehearse_meanwhile()
        took = time.monotonic() - began
        while kept() < 5:
            time.sleep(0.01)

    assert took < 0.1
    assert kept() < len(constants(load(smallest).flow))


def test_the_first_caller_is_heard_with_a_grammar_that_is_made_already(
    tmp_path: Path, smallest: str, load: Callable[[str], LoadedFlow], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making it takes longer than anything else that a first turn would wait for."""
    made: list[Expectation] = []

    def noted(expectation: Expectation, *rest: Any) -> Grammar:
        made.append(expectation)
        return make_grammar(expectation, *rest)

    monkeypatch.setattr("ivr.speech.vosk_recognizer.make_grammar", noted)
    settings = Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")
    with closing(House(load(smallest), settings)) as house:
        house.rehearse()
        first = next(one for one in house.dialogue().handle(CallStarted()) if isinstance(one, Listen))
        house.recognizer.open(first.expectation)

    assert made == [first.expectation]
