"""`ivr desk` and `ivr queue list`: who waits in which order, who would get what, and why."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ivr import app
from ivr.cli.main import main
from ivr.handoff.ticket import Ticket
from ivr.settings import read_settings
from ivr.terms import Language

DESK = """\
queues:
  returns: {ages_s: 600, target: {within_s: 0}}
agents:
  li.lei: {name: 李雷, skills: {refund: 5}, languages: [zh]}
  anne: {name: Anne Weber, skills: {refund: 2}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a desk file."""
    monkeypatch.setenv("IVR_DATA_DIR", str(tmp_path))
    for name in ("IVR_DESK", "IVR_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "desk.yaml").write_text(DESK, "utf-8")
    return tmp_path


def ivr(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def waits(name: str, waited_s: int, priority: str = "normal") -> None:
    """A Mandarin caller who wants a refund."""
    since = datetime.now(UTC) - timedelta(seconds=waited_s)
    story = "", "想退款。", since
    ticket = Ticket(name, name, "returns", ("refund",), priority, *story, language=Language.MANDARIN)
    app.open_desk(read_settings()).queue.put(ticket)


def test_a_desk_file_is_checked(folder: Path) -> None:
    """The usual one, or one that is named; 1 is the answer no."""
    assert ivr("desk", "check").output == f"{folder / 'desk.yaml'} can be used: queues 1, agents 2\n"
    (folder / "desk.yaml").write_text(DESK.replace("ages_s", "age_s"), "utf-8")

    refused = ivr("desk", "check", "--json")
    assert refused.exit_code == 1
    assert [(one["line"], one["code"], one["fix"]) for one in json.loads(refused.stdout)] == [
        (2, "unknown-key", "Did you mean 'ages_s'?")
    ]
    assert ivr("desk", "check").exit_code == 1
    assert ivr("desk", "check", str(folder / "none.yaml")).exit_code == 1


def test_a_warning_counts_where_it_is_asked_for(folder: Path) -> None:
    """With --strict."""
    (folder / "desk.yaml").write_text(DESK.replace("ages_s: 600", "skills: {golf: 1}"), "utf-8")
    warned = ivr("desk", "check")

    assert (warned.exit_code, ivr("desk", "check", "--strict").exit_code) == (0, 1)
    assert "desk.yaml:2:3: warning[wrong-value]: queues.returns: none of `agents` has the skills" in warned.stderr


def test_without_a_desk_file_there_is_nothing_to_check(folder: Path) -> None:
    """That is wrong use, and everything works as usual."""
    (folder / "desk.yaml").unlink()

    assert ivr("desk", "check").exit_code == 2
    assert ivr("desk", "explain").output == "Nobody is waiting.\n"


def test_the_queue_is_listed_as_it_is_served_with_the_reason(folder: Path) -> None:
    """Who has waited for long counts as much as who is urgent, and came first."""
    waits("T-urgent", 30, "high")
    waits("T-patient", 700)
    waits("T-new", 1)

    listed = json.loads(ivr("queue", "list", "--json").stdout)
    assert [(one["id"], one["place"]) for one in listed] == [("T-patient", 1), ("T-urgent", 2), ("T-new", 3)]
    assert listed[0]["why"] == {
        "en": "has waited so long that it counts 1 more, has waited for 11 minutes",
        "zh": "久等加1级，已等11分钟",
    }
    told = " ".join(ivr("queue", "list").output.split())
    assert "First in returns: has waited so long that it counts 1 more, has waited for 11 minutes." in told
    assert told.count("First in") == 1


def test_who_would_get_what_is_explained(folder: Path) -> None:
    """In each agent's own language, unless one is named; nothing is offered."""
    waits("T-1", 90)
    assert ivr("desk", "explain").output == "Nobody who is free can take one of the 1 who wait.\n"
    desk = app.open_agents_desk(read_settings())
    desk.sign_in("li.lei")
    desk.become_available("li.lei")

    told = ivr("desk", "explain").output
    assert told.startswith("T-1  returns: 已等1分钟\n    李雷: 会处理“refund”（5级），会说普通话，空闲")
    assert 'has the skill "refund" (level 5), speaks Mandarin' in ivr("desk", "explain", "--language", "en").output
    (one,) = json.loads(ivr("desk", "explain", "--json").stdout)
    assert (one["ticket"], one["agent"], one["why_agent"]["zh"][:3]) == ("T-1", "li.lei", "会处理")
    assert [one.id for one in desk.queue.waiting()] == ["T-1"]


def test_agents_keep_their_full_names_where_the_file_has_none(folder: Path) -> None:
    """And what is new of them is known the next time."""
    app.open_agents_desk(read_settings())
    (folder / "desk.yaml").write_text(
        DESK.replace("name: Anne Weber, skills: {refund: 2}", "skills: {refund: 3}"), "utf-8"
    )
    anne = app.open_agents_desk(read_settings()).queue.presences()[0].agent

    assert (anne.full_name, anne.skills) == ("Anne Weber", {"refund": 3})
