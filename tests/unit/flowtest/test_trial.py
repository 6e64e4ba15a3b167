"""A conversation that is tried: taken back, supposed, jumped about in, held again, kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from ivr.errors import AuthorError, WrongUse
from ivr.flow.loader import LoadedFlow
from ivr.flowtest.case_file import load_cases
from ivr.flowtest.saving import save
from ivr.flowtest.suite import Bench, Script, run_case
from ivr.flowtest.trial import Jumps, Leaves, Move, Says, Silent, Trial
from ivr.terms import Language

NOW = datetime(2026, 11, 21, 12, 0)
TRACK = {Language.ENGLISH: "where is my order", Language.MANDARIN: "我的订单到哪了"}
NUMBER = {Language.ENGLISH: "one two three four", Language.MANDARIN: "一二三四"}


@pytest.fixture
def begun(bench: Callable[[Language], Bench], language: Language) -> Trial:
    """An order is tracked: the number has been asked for."""
    return Trial(bench(language), NOW, [Says(TRACK[language])])


def test_a_turn_is_explained(begun: Trial, language: Language) -> None:
    """What was understood with its score, why it is done, where that leads, what is known, and what is said."""
    first = list(begun.explained())
    begun.make(Says(NUMBER[language]))
    second = list(begun.explained())

    assert first[0].startswith("heard    track_order ")
    assert first[1].startswith("decided  accept track_order ")
    assert "acting at once would cost" in first[1]
    assert first[2] == "node     welcome -> order"
    assert "number = 1234 (" in second[0]
    assert second[2:5] == ["look-up  orders 1234: found", "node     order -> anything_else", "slots    number = 1234"]
    assert second[5].startswith("line     ")


def test_back_is_as_though_it_had_not_been_said(begun: Trial, language: Language) -> None:
    """Every turn can be taken back, the one that ended the call too; before the first there is none."""
    before = list(begun.explained())
    begun.make(Says(NUMBER[language]))
    begun.make(Leaves())

    back = begun.back().back()

    assert list(back.explained()) == before
    assert back.back().last.node == "welcome"
    with pytest.raises(WrongUse, match="nothing has been said yet"):
        back.back().back()


def test_what_if_it_had_been_understood_otherwise(begun: Trial, language: Language) -> None:
    """Another intent, whatever was said; also where a value had been heard, and for yes and no."""
    other = begun.supposing("refund")
    begun.make(Says(NUMBER[language]))
    instead = begun.supposing("complaint")
    sure = Trial(begun.bench, NOW, [Jumps("sure"), Says(TRACK[language])]).supposing("yes")

    assert (other.last.node, other.last.decisions[0].decision.intent) == ("why", "refund")
    assert instead.last.node == "story"
    assert "number" not in instead.last.known
    assert sure.last.node == "cancelled"
    assert (begun.last.node, begun.moves[1:]) == ("anything_else", [Says(NUMBER[language])])


def test_a_jump_goes_on_as_the_node_would(begun: Trial, language: Language) -> None:
    """What was told stays known."""
    begun.make(Says(NUMBER[language]))

    begun.make(Jumps("sure"))

    assert begun.last.node == "sure"
    assert begun.last.known == {"number": "1234"}
    assert [line.split("  ")[0] for line in begun.where()] == ["node", "slots", "waits", "ways", "wishes"]
    (ways,) = (line for line in begun.where() if line.startswith("ways"))
    assert "yes -> cancelled, no -> anything_else, else -> unclear" in ways


@pytest.mark.parametrize(
    ("move", "told"),
    [
        (Says("refund", "refnd"), "no intent 'refnd'. Did you mean 'refund'?"),
        (Jumps("ordr"), "no node 'ordr'. Did you mean 'order'?"),
    ],
)
def test_names_that_the_flow_lacks_are_told_with_the_nearest(begun: Trial, move: Move, told: str) -> None:
    """And the call stays where it is."""
    with pytest.raises(WrongUse) as caught:
        begun.make(move)

    assert told in str(caught.value)
    assert len(begun.moves) == 1


def test_a_call_that_is_over_takes_no_more(begun: Trial) -> None:
    """Until a turn is taken back."""
    begun.make(Leaves())

    assert list(begun.explained())[-1] == "ended    abandoned (hung_up)"
    assert "waits    for nothing: the call is over" in begun.where()
    with pytest.raises(WrongUse, match="the call is over"):
        begun.make(Silent())
    begun.back().make(Silent())


def test_the_same_moves_are_held_on_another_flow_as_far_as_they_fit(begun: Trial, language: Language) -> None:
    """A jump to a node that is gone, and what came after it, are left out."""
    begun.make(Jumps("sure"))
    begun.make(Says(NUMBER[language]))
    bench = begun.bench
    nodes = {name: node for name, node in bench.flow.nodes.items() if name != "sure"}
    fewer = bench.flow.model_copy(update={"nodes": nodes, "routes": {**bench.flow.routes, "cancel_order": "why"}})

    again = begun.on(bench)
    shorter = begun.on(replace(bench, flow=fewer))

    assert list(again.explained()) == list(begun.explained())
    assert (shorter.last.node, len(shorter.moves)) == ("order", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the flow stands; its cases come beside it."""
    return tmp_path / "flow.yaml"


def test_a_conversation_is_kept_as_a_case_that_passes(
    begun: Trial, shop_flow: Callable[[Language], LoadedFlow], folder: Path, language: Language
) -> None:
    """Behind those that are there, to the letter; one with silence, and one that ends."""
    loaded = shop_flow(language)
    begun.make(Silent())
    path = save(begun, "waits: long", loaded, folder)
    first = path.read_text("utf-8")
    begun.make(Says(NUMBER[language]))
    begun.make(Leaves())
    save(begun, "tracked", loaded, folder)

    kept = load_cases(path, loaded)

    assert path.name == f"shop.{language}.cases.yaml"
    assert path.read_text("utf-8").startswith(first)
    assert list(kept.cases.cases) == ["waits: long", "tracked"]
    for name, case in kept.cases.cases.items():
        assert run_case(Script(str(path), name, case, folder.parent), begun.bench).mismatches == ()
    assert kept.cases.cases["tracked"].disposition == "contained"
    assert [one.name for one in folder.parent.iterdir()] == [path.name]
    with pytest.raises(WrongUse, match="a case of this name"):
        save(begun, "tracked", loaded, folder)


def test_what_is_no_case_is_not_kept(
    begun: Trial, shop_flow: Callable[[Language], LoadedFlow], folder: Path, language: Language
) -> None:
    """Jumps and suppositions, nothing at all, and a file that ends otherwise or is broken: it stays as it was."""
    loaded = shop_flow(language)
    path = folder.with_name(f"shop.{language}.cases.yaml")
    for trial in (begun.supposing("refund"), begun.back(), Trial(begun.bench, NOW, [Jumps("sure")])):
        with pytest.raises(WrongUse):
            save(trial, "no case", loaded, folder)
    assert not path.exists()
    text = "cases:\n  one: {turns: [agent]}\ntoday: 2026-11-21\n"
    path.write_text(text, "utf-8")
    with pytest.raises(WrongUse, match="does not end with its cases"):
        save(begun, "two", loaded, folder)
    assert path.read_text("utf-8") == text
    path.write_text("cases: {", "utf-8")
    with pytest.raises(AuthorError):
        save(begun, "two", loaded, folder)
