"""The desk file: what it makes of queues and agents, and what it says of mistakes."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.errors import AuthorError
from ivr.flow.desk_file import LoadedDesk, load_desk
from ivr.flow.loader import load_flow
from ivr.handoff.agent import Agent
from ivr.handoff.plan import QueuePlan, Strategy
from ivr.terms import Language
from ivr.testing import FakeClock

FLOWS = Path(__file__).parents[3] / "flows"

WHOLE = """\
hours:
  shop: {timezone: Asia/Shanghai, week: {mon-fri: "09:00-18:00"}, holidays: {2026-10-01: closed}}
queues:
  general: {}
  returns:
    strategy: most_skilled
    skills: {refund: 2}
    languages: [zh]
    ring_s: 10
    wrap_up_s: 0
    target: {within_s: 60, share: 0.9}
    ages_s: 30
    overflow: {to: general, after_s: 90}
    hours: shop
    sticky_s: 45
    tips: {zh: [请准备好订单号。]}
    music: music.wav
agents:
  li.lei: {name: 李雷, skills: {refund: 5}, queues: [returns], languages: [zh, en]}
  anne: {}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the music that is named."""
    (tmp_path / "music.wav").write_bytes(b"")
    return tmp_path


def loaded(folder: Path, text: str) -> LoadedDesk:
    """What a desk file says."""
    path = folder / "desk.yaml"
    path.write_text(text, "utf-8")
    return load_desk(path)


def refusal(folder: Path, text: str) -> list[str]:
    """Each complaint, without the folder."""
    with pytest.raises(AuthorError) as refused:
        loaded(folder, text)
    return [str(one).removeprefix(f"{folder}/") for one in refused.value.problems]


def test_a_desk_file_says_everything_that_a_plan_has(folder: Path) -> None:
    """Each key in its place."""
    desk = loaded(folder, WHOLE)
    returns = desk.plan.queue("returns")

    assert desk.plan.queue("general") == QueuePlan("general")
    assert returns == QueuePlan(
        name="returns",
        strategy=Strategy.MOST_SKILLED,
        ring_s=10,
        wrap_up_s=0,
        target_s=60,
        target_share=0.9,
        ages_s=30,
        overflow_to="general",
        overflow_after_s=90,
        sticky_s=45,
        skills={"refund": 2},
        hours=returns.hours,
        tips={Language.MANDARIN: ("请准备好订单号。",)},
        music=str(folder / "music.wav"),
    )
    assert desk.agents == (
        Agent("li.lei", "李雷", {"refund": 5}, ("returns",), (Language.MANDARIN, Language.ENGLISH)),
        Agent("anne"),
    )
    assert desk.warnings == ()


def test_its_hours_are_those_of_its_place(folder: Path) -> None:
    """Nine in Shanghai is one in the morning by the desk's clock; a holiday is closed."""
    returns = loaded(folder, WHOLE).plan.queue("returns")
    at = [(2026, 3, 2, 1), (2026, 3, 2, 0), (2026, 3, 2, 10), (2026, 10, 1, 1)]

    assert [returns.is_open(datetime(*one, tzinfo=UTC)) for one in at] == [True, False, False, False]
    assert QueuePlan("general").is_open(FakeClock()())


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("strategy:", "stratgy:", "6:5", "queues.returns.stratgy: no such key. Did you mean 'strategy'?"),
        ("most_skilled", "skilled", "6:15", "queues.returns.strategy: Input should be 'longest_idle' or "
         "'most_skilled'"),
        ('ring_s: 10', 'ring_s: "10"', "9:13", "queues.returns.ring_s: Input should be a valid integer. "
         "Write it in figures, without quotes"),
        ("to: general", "to: genral", "13:20", "queues.returns.overflow.to: no other queue 'genral'. "
         "Did you mean 'general'?"),
        ("to: general", "to: returns", "13:20", "queues.returns.overflow.to: no other queue 'returns'. "
         "There is: general"),
        ("hours: shop", "hours: shpo", "14:12", "queues.returns.hours: no hours 'shpo'. Did you mean 'shop'?"),
        ("languages: [zh]", "languages: [zh, en]", "16:5", "queues.returns.tips: there are no tips in 'en'. "
         "Write them"),
        ("music.wav", "musik.wav", "17:12", "queues.returns.music: there is no file 'musik.wav'. Check the path"),
        ("refund: 5", "refund: 6", "19:39", "agents.li.lei.skills.refund: Input should be less than or equal to 5"),
        ("[returns]", "[return]", "19:52", "agents.li.lei.queues.0: no queue 'return'. Did you mean 'returns'?"),
        ("Asia/Shanghai", "Asia/Shangai", "2:20", "hours.shop.timezone: no time zone 'Asia/Shangai'; "
         "did you mean 'Asia/Shanghai'?"),
    ],
)  # fmt: skip
def test_every_mistake_is_told_with_its_place(folder: Path, old: str, new: str, place: str, said: str) -> None:
    """And what to write instead."""
    (told,) = refusal(folder, WHOLE.replace(old, new, 1))

    assert (told.startswith(f"desk.yaml:{place}: error["), told.partition("]: ")[2]) == (True, said), told


def test_several_mistakes_are_told_at_once(folder: Path) -> None:
    """In the order of the file."""
    text = WHOLE.replace("to: general", "to: genral").replace("hours: shop", "hours: shpo")

    assert [one.split(":")[1] for one in refusal(folder, text)] == ["13", "14"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("refund: 5", "refund: 1", "none of `agents` has the skills for the callers of this queue"),
        ("languages: [zh, en]", "languages: [en]", "none of `agents` speaks zh with the callers of this queue"),
    ],
)
def test_a_queue_without_anybody_is_told(folder: Path, old: str, new: str, said: str) -> None:
    """That is no mistake: somebody may still be hired."""
    alone = re.sub("  anne: .*\n", "", WHOLE)
    (warned,) = loaded(folder, alone.replace(old, new)).warnings[-1:]

    assert f"queues.returns: {said}" in str(warned)
    assert warned.line == 5


def test_the_sample_desk_serves_every_queue_of_the_sample_lines() -> None:
    """In each language there is somebody with the skills that a transfer names."""
    desk = load_desk(FLOWS / "desk.yaml")
    assert desk.warnings == ()

    wanted = set()
    for flow in (load_flow(path).flow for path in FLOWS.glob("*/flow.*.yaml")):
        wanted.add((flow.hand_over.queue, tuple(flow.hand_over.skills), flow.language))
        transfers = [node.transfer for node in flow.nodes.values() if node.transfer]
        wanted |= {(one.queue, tuple(one.skills), flow.language) for one in transfers}
    unattended = [
        (queue, skills, language)
        for queue, skills, language in sorted(wanted)
        if queue not in desk.plan.queues
        or not any(
            queue in agent.queues and set(skills) <= set(agent.skills) and language in agent.languages
            for agent in desk.agents
        )
    ]
    assert unattended == []
    assert {queue for queue, _, _ in wanted} == set(desk.plan.queues)
