"""Cases over the small shop of both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ivr.flow.loader import LoadedFlow
from ivr.flowtest.case_file import LoadedCases, load_cases
from ivr.flowtest.remembering import Remembering
from ivr.flowtest.simulator import Ears
from ivr.flowtest.suite import Bench, Result, Script, run_case
from ivr.lookups.table_lookup import TableLookup
from ivr.terms import Language
from tests.conftest import ENGLISH, MANDARIN, trained


@pytest.fixture
def shop_flow(flows: Path) -> Callable[[Language], LoadedFlow]:
    """The shop in a language, loaded."""
    return lambda language: trained(flows, ENGLISH if language is Language.ENGLISH else MANDARIN)[0]


@pytest.fixture
def bench(flows: Path) -> Callable[[Language], Bench]:
    """The shop in a language, ready for cases; it has no ears."""

    def deaf() -> Ears:
        raise AssertionError("nobody speaks in these cases")

    def made(language: Language) -> Bench:
        loaded, understanding = trained(flows, ENGLISH if language is Language.ENGLISH else MANDARIN)
        lookups = {"orders": TableLookup(flows / "orders.csv", "number")}
        return Bench(loaded.flow, Remembering(understanding), lookups, deaf)

    return made


@pytest.fixture
def write(tmp_path: Path, shop_flow: Callable[[Language], LoadedFlow]) -> Callable[..., LoadedCases]:
    """Loads cases from their text."""

    def load(text: str, language: Language = Language.ENGLISH) -> LoadedCases:
        path = tmp_path / "shop.cases.yaml"
        path.write_text(text, "utf-8")
        return load_cases(path, shop_flow(language))

    return load


@pytest.fixture
def run(write: Callable[..., LoadedCases], bench: Callable[[Language], Bench]) -> Callable[..., list[Result]]:
    """Runs cases over the shop."""

    def results(text: str, language: Language = Language.ENGLISH) -> list[Result]:
        loaded = write(text, language)
        return [
            run_case(Script(str(loaded.path), name, case, loaded.path.parent, loaded.cases.today), bench(language))
            for name, case in loaded.cases.cases.items()
        ]

    return results
