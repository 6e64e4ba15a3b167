"""Publishing and going back, over a database in a file."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from ivr.errors import ContractError, OperatorError, WrongUse
from ivr.flow.loader import LoadedFlow, load_flow
from ivr.publishing import publisher as module
from ivr.publishing.files import gather, lay_out
from ivr.publishing.publisher import Publisher, compare
from ivr.publishing.sql_versions import SqlVersions
from ivr.publishing.version import Files
from ivr.store import tables
from ivr.store.engine import open_engine
from ivr.testing import FakeClock

FLOW = """\
flow: shop
language: {language}
start: hello
hand_over: {{queue: desk}}
intents: intents.yaml
slots: {{number: {{type: digits, ask: Which?}}}}
lookups: {{orders: {{table: data/orders.csv, key: number}}}}
nodes: {{hello: {{say: "{say}", end: true}}}}
"""


@pytest.fixture(autouse=True)
def _no_lead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAD_S", 0)


@pytest.fixture
def engine(database: Callable[[str], str]) -> Iterator[Engine]:
    """An empty database."""
    engine = open_engine(database("sqlite"))
    yield engine
    engine.dispose()


@pytest.fixture
def trained() -> list[str]:
    """What was trained, in order."""
    return []


@pytest.fixture
def publisher(engine: Engine, tmp_path: Path, trained: list[str]) -> Publisher:
    """A publisher that trains nothing, but notes it."""
    return Publisher(SqlVersions(engine), tmp_path / "versions", lambda it: trained.append(it.version), FakeClock())


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., LoadedFlow]:
    """Writes the shop with what it says, and loads it."""

    def write_flow(say: str, language: str = "en", line: str = "shop") -> LoadedFlow:
        folder = tmp_path / "shop"
        (folder / "data").mkdir(parents=True, exist_ok=True)
        (folder / "data" / "orders.csv").write_text("number,status\n1,late\n", "utf-8")
        (folder / "intents.yaml").write_text("{}\n", "utf-8")
        path = folder / f"flow.{language}.yaml"
        path.write_text(FLOW.format(language=language, say=say).replace("flow: shop", f"flow: {line}"), "utf-8")
        return load_flow(path)

    return write_flow


def said(publisher: Publisher, line: str = "shop") -> dict[str, object]:
    """What callers of each language hear."""
    return {key: publisher.open(one).flow.nodes["hello"].say for key, one in publisher.live(line).items()}


def test_what_is_published_is_what_callers_get(
    publisher: Publisher, write: Callable[..., LoadedFlow], trained: list[str]
) -> None:
    """With every file that it needs, loaded from the database and trained before it goes live."""
    flow = write("Hello.")
    steps = publisher.publish([flow], "anna", "first")
    opened = publisher.open(steps[0].new)

    assert (steps[0].old, steps[0].changes) == (None, ())
    assert said(publisher) == {"en": "Hello."}
    assert trained == [flow.version] == [opened.version]
    assert [path.relative_to(opened.folder).as_posix() for path in opened.files()] == [
        "flow.en.yaml",
        "intents.yaml",
        "data/orders.csv",
    ]


def test_the_changes_are_told(publisher: Publisher, write: Callable[..., LoadedFlow], tmp_path: Path) -> None:
    """Those of the flow, and those of its tables, which are no part of the YAML."""
    publisher.publish([write("Hello.")], "anna", "first")
    write("Good day.")
    (tmp_path / "shop" / "data" / "orders.csv").write_text("number,status\n1,there\n2,late\n", "utf-8")
    (step,) = publisher.publish([load_flow(tmp_path / "shop" / "flow.en.yaml")], "anna", "second")

    assert [change.text for change in step.changes] == [
        'hello says: "Good day." instead of: "Hello."',
        "the table of orders: 2 lines added, 1 removed",
    ]


def test_a_language_that_has_not_changed_keeps_its_version(
    publisher: Publisher, write: Callable[..., LoadedFlow]
) -> None:
    """Published together with one that has; and alone it is live already."""
    publisher.publish([write("Hello."), write("您好。", "zh")], "anna", "first")
    steps = publisher.publish([write("Good day."), write("您好。", "zh")], "anna", "second")

    assert [one.name for one in publisher.live("shop").values()] == ["shop.en@2", "shop.zh@1"]
    assert [step.new.name for step in steps] == ["shop.en@2"]
    assert publisher.publish([write("您好。", "zh")], "anna", "again") == []


def test_what_was_published_together_goes_back_together(publisher: Publisher, write: Callable[..., LoadedFlow]) -> None:
    """And what was published alone, alone."""
    publisher.publish([write("one"), write("一", "zh")], "anna", "")
    publisher.publish([write("two"), write("二", "zh")], "anna", "")
    publisher.publish([write("三", "zh")], "anna", "")

    assert [step.new.name for step in publisher.roll_back("shop")] == ["shop.zh@2"]
    assert said(publisher) == {"en": "two", "zh": "二"}
    assert {step.new.name for step in publisher.roll_back("shop")} == {"shop.en@1", "shop.zh@1"}
    assert said(publisher) == {"en": "one", "zh": "一"}


def test_the_way_back_leads_past_what_was_taken_back(publisher: Publisher, write: Callable[..., LoadedFlow]) -> None:
    """A version that was rolled back was bad; the next rollback must not bring it back."""
    for say in ("one", "two", "bad"):
        publisher.publish([write(say)], "anna", "")
    publisher.roll_back("shop")
    publisher.publish([write("four")], "anna", "")
    publisher.roll_back("shop")

    assert said(publisher) == {"en": "two"}


def test_any_version_that_was_live_can_be_asked_for(publisher: Publisher, write: Callable[..., LoadedFlow]) -> None:
    """In the languages that it has, or in the one that is named."""
    publisher.publish([write("one"), write("一", "zh")], "anna", "")
    publisher.publish([write("two"), write("二", "zh")], "anna", "")
    publisher.roll_back("shop", publisher.publish([write("三", "zh")], "a", "")[0].language, 1)

    assert said(publisher) == {"en": "two", "zh": "一"}
    publisher.roll_back("shop", to=1)
    assert said(publisher) == {"en": "one", "zh": "一"}


def test_there_is_not_always_a_way_back(publisher: Publisher, write: Callable[..., LoadedFlow]) -> None:
    """From nothing, from the first version, to a number that never was: told, and nothing changes."""
    with pytest.raises(WrongUse, match="nothing of it is live"):
        publisher.roll_back("shop")
    publisher.publish([write("one")], "anna", "")
    for to, told in ((None, "no version before"), (7, "version 7 was never live")):
        with pytest.raises(WrongUse, match=told):
            publisher.roll_back("shop", to=to)

    assert said(publisher) == {"en": "one"}


def test_a_version_that_cannot_be_trained_never_goes_live(
    engine: Engine, publisher: Publisher, write: Callable[..., LoadedFlow], tmp_path: Path
) -> None:
    """Callers keep what they had."""

    def fail(_: LoadedFlow) -> None:
        raise OperatorError("no memory")

    publisher.publish([write("one")], "anna", "")
    unlucky = Publisher(SqlVersions(engine), tmp_path / "versions", fail, FakeClock())
    with pytest.raises(OperatorError, match="no memory"):
        unlucky.publish([write("two")], "anna", "")

    assert said(publisher) == {"en": "one"}
    with pytest.raises(WrongUse, match="never live"):
        publisher.roll_back("shop", to=2)


def test_who_is_overtaken_is_told(engine: Engine, write: Callable[..., LoadedFlow], tmp_path: Path) -> None:
    """Somebody else publishes while this one is made ready: the later switch does not undo theirs unseen."""
    store = SqlVersions(engine)
    other = Publisher(store, tmp_path / "versions", lambda _: None, FakeClock())
    slow = Publisher(store, tmp_path / "versions", lambda _: other.publish([write("theirs")], "ben", ""), FakeClock())
    with pytest.raises(WrongUse, match="somebody else has changed what is live"):
        slow.publish([write("ours")], "anna", "")

    assert said(other) == {"en": "theirs"}


def test_flows_of_several_lines_are_not_published_at_once(
    publisher: Publisher, write: Callable[..., LoadedFlow]
) -> None:
    """Nor two of one language."""
    for second in (write("Hello.", "zh", "bank"), write("Hello.")):
        with pytest.raises(WrongUse, match="not the languages of one line"):
            publisher.publish([write("Hello."), second], "anna", "")


def test_a_damaged_version_is_not_given_to_callers(
    engine: Engine, publisher: Publisher, write: Callable[..., LoadedFlow]
) -> None:
    """But one can get away from it: backwards, and forwards."""
    publisher.publish([write("one")], "anna", "")
    (step,) = publisher.publish([write("two")], "anna", "")
    damaged = FLOW.format(language="en", say="three").encode()
    mine = (tables.version_files.c.number == 2) & (tables.version_files.c.path == "flow.en.yaml")
    with engine.begin() as connection:
        connection.execute(update(tables.version_files).where(mine).values(content=damaged))
    with pytest.raises(OperatorError, match="not in the database as it was published"):
        publisher.open(step.new)
    publisher.roll_back("shop")

    assert said(publisher) == {"en": "one"}


def test_laid_out_files_mend_themselves(write: Callable[..., LoadedFlow], tmp_path: Path) -> None:
    """A file that somebody has changed there is what was published again."""
    files = gather(write("Hello."))
    path = lay_out(files, tmp_path / "out")
    path.write_text("spoilt", "utf-8")

    assert lay_out(files, tmp_path / "out") == path
    assert path.read_bytes() == files.contents["flow.en.yaml"]


def test_no_path_leads_out_of_the_folder(tmp_path: Path) -> None:
    """Whatever a database says."""
    with pytest.raises(ContractError):
        lay_out(Files("flow.yaml", {"../flow.yaml": b""}), tmp_path / "out")
    assert not (tmp_path / "out" / "flow.yaml").exists()


def test_a_folder_that_cannot_be_written_is_told(write: Callable[..., LoadedFlow], tmp_path: Path) -> None:
    """With what to look at."""
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OperatorError, match="Check the disk"):
        lay_out(gather(write("Hello.")), tmp_path / "file")


def test_a_flow_that_is_the_same_has_no_changes(write: Callable[..., LoadedFlow]) -> None:
    """Compared with itself."""
    assert compare(write("Hello."), write("Hello.")) == []
