"""What every test may ask for: the smallest flow, and two small lines that ask everything a line can ask."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from ivr.app import interpreter_for
from ivr.errors import AuthorError, Problem
from ivr.flow.linter import check
from ivr.flow.loader import LoadedFlow, load_flow
from ivr.speech.transcript import Transcript
from ivr.terms import Language
from ivr.testing import Conversation
from ivr.understanding.correction import Told
from ivr.understanding.interpretation import Interpretation
from ivr.understanding.interpreter import NOTHING_TOLD, Interpreter

settings.register_profile("any machine", deadline=None)  # how long an example takes depends on what else runs there
settings.load_profile("any machine")

SMALLEST = """\
flow: tiny
language: en
start: ask
hand_over: {queue: desk}
intents: {}
nodes:
  hello: {say: Hello., end: true}
  ask: {listen: {}, go: {else: hello}}
"""


@pytest.fixture
def smallest() -> str:
    """The text of the smallest flow there is; correct."""
    return SMALLEST


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], LoadedFlow]:
    """Loads a flow from its text, as the file flow.yaml in a folder of its own."""

    def load_text(text: str) -> LoadedFlow:
        path = tmp_path / "flow.yaml"
        path.write_text(text, "utf-8")
        return load_flow(path)

    return load_text


@pytest.fixture
def problems(load: Callable[[str], LoadedFlow]) -> Callable[[str], list[Problem]]:
    """Everything that is wrong with a flow's text, the file named as flow.yaml."""

    def problems_of(text: str) -> list[Problem]:
        try:
            found = check(load(text))
        except AuthorError as error:
            found = error.problems
        return [replace(one, file=Path(one.file).name) for one in found]

    return problems_of


# --- the shop, in both languages ---

ENGLISH = """\
flow: shop
language: en
start: welcome
hand_over: {queue: general, skills: [english]}
when_done: anything_else
intents:
  track_order:
    means: know where your order is
    examples: [where is my order, track my parcel, when does my package arrive, my delivery is late,
      "track order {number}",
      "check order {number}", has my order shipped, where is my parcel, my order has not come yet]
  refund:
    means: return something
    examples: [i want my money back, refund, i want a refund, return the shoes, send this back,
      i want to return something]
  complaint:
    means: complain about something
    examples: [i want to complain, complaint, your driver was rude, this is bad service, i am very unhappy with you]
  cancel_order:
    means: cancel your order
    examples: [cancel my order, stop my order, please cancel it, i do not want the order any more, call off my order]
routes: {track_order: order, refund: why, complaint: story, cancel_order: sure}
slots:
  number: {type: digits, length: 4, ask: What is your four digit order number?, end_silence_ms: 1500}
  reason:
    type: choice
    ask: Is it broken or the wrong size?
    choices: {broken: [broken, damaged], size: [wrong size, too small]}
    confirm: always
  story: {type: free_text, ask: What happened?, help: Just tell me the story.}
lookups:
  orders: {table: orders.csv, key: number}
nodes:
  welcome:
    say: Hello, I am a machine. What can I do for you?
    listen: {to: any}
  order:
    collect: [number]
    look_up: {from: orders, by: number, as: order, on_missing: no_order}
    say: Order {order.number|digits} is {order.status}.
    go: anything_else
  no_order:
    say: There is no such order.
    forget: [number]
    go: order
  why:
    collect: [reason]
    say: "I noted: {slot.reason}."
    go: anything_else
  story:
    collect: [story]
    transfer: {queue: complaints, priority: low, skills: [patience], say: I pass that on.}
  sure:
    say: Shall I really cancel it?
    listen: {to: [refund]}
    go: {"yes": cancelled, "no": anything_else, else: unclear}
    barge_in: never
    timing: {no_input_ms: 3000, end_silence_ms: 400, max_ms: 9000}
    help: Say yes to cancel it.
  unclear:
    say: [Please say yes or no., "Yes, or no?"]
    listen: {to: []}
    go: {"yes": cancelled, "no": anything_else}
  cancelled:
    say: It is cancelled. Goodbye.
    end: true
  anything_else:
    say: [Anything else?, What else can I do?]
    listen: {to: any}
    go: {"no": bye}
  bye:
    say: Goodbye.
    end: true
"""

MANDARIN = """\
flow: shop
language: zh
start: welcome
hand_over: {queue: general, skills: [chinese]}
when_done: anything_else
intents:
  track_order:
    means: 查询订单
    examples: [我的订单到哪了, 查一下我的包裹, 快递什么时候到, 我的东西还没到, "查询订单{number}", 物流到哪了,
      查订单, 包裹到哪了]
  refund:
    means: 退货退款
    examples: [我要退款, 退款, 我想退货, 把钱退给我, 鞋子不合适想退, 申请退款]
  complaint:
    means: 投诉
    examples: [我要投诉, 投诉, 你们的快递员态度很差, 服务太差了, 我对你们很不满意]
  cancel_order:
    means: 取消订单
    examples: [取消订单, 我要取消, 帮我把订单取消, 这个订单不想要了, 撤销订单]
routes: {track_order: order, refund: why, complaint: story, cancel_order: sure}
slots:
  number: {type: digits, length: 4, ask: 请说您的四位订单号。, end_silence_ms: 1500}
  reason:
    type: choice
    ask: 是坏了还是尺码不对？
    choices: {broken: [坏了, 破损], size: [尺码不对, 太小]}
    confirm: always
  story: {type: free_text, ask: 发生了什么事？, help: 请直接告诉我事情经过。}
lookups:
  orders: {table: orders.csv, key: number}
nodes:
  welcome:
    say: 您好，我是自动语音，请问需要什么？
    listen: {to: any}
  order:
    collect: [number]
    look_up: {from: orders, by: number, as: order, on_missing: no_order}
    say: 订单{order.number|digits}现在{order.status}。
    go: anything_else
  no_order:
    say: 没有这个订单。
    forget: [number]
    go: order
  why:
    collect: [reason]
    say: 已记下，{slot.reason}。
    go: anything_else
  story:
    collect: [story]
    transfer: {queue: complaints, priority: low, skills: [patience], say: 我帮您转过去。}
  sure:
    say: 确定要取消吗？
    listen: {to: [refund]}
    go: {"yes": cancelled, "no": anything_else, else: unclear}
    barge_in: never
    timing: {no_input_ms: 3000, end_silence_ms: 400, max_ms: 9000}
    help: 要取消请说是。
  unclear:
    say: [请说是或者不是。, 是，还是不是？]
    listen: {to: []}
    go: {"yes": cancelled, "no": anything_else}
  cancelled:
    say: 已经取消，再见。
    end: true
  anything_else:
    say: [还有别的事吗？, 还需要什么？]
    listen: {to: any}
    go: {"no": bye}
  bye:
    say: 再见。
    end: true
"""

MUMBLED = {
    "mumble": (("track_order", 0.4), ("refund", 0.1)),
    "mutter": (("refund", 0.4), ("track_order", 0.1)),
    "toss": (("track_order", 0.4), ("refund", 0.38)),
    "murmur": (("track_order", 0.7), ("refund", 0.1)),
    "murmur 1234": (("track_order", 0.7), ("refund", 0.1)),
    "grumble": (("refund", 0.7), ("track_order", 0.1)),
    "no it works again": (("repeat", 0.7), ("refund", 0.05)),
    "不用了现在又好了": (("repeat", 0.7), ("refund", 0.05)),
    "no where is my order": (("track_order", 0.95), ("refund", 0.01)),
}
"""Sentences that are understood only so well, in both languages, whatever the classifier thinks of them."""


class HardOfHearing(Interpreter):
    """Understands as `inner` does, but for what is mumbled."""

    def __init__(self, inner: Interpreter) -> None:
        vars(self).update(vars(inner))

    def interpret(
        self, transcript: Transcript, asked: str = "", today: date | None = None, told: Told = NOTHING_TOLD
    ) -> Interpretation:
        if transcript.text in MUMBLED:
            clear = super().interpret(transcript, asked, today, told)
            return replace(clear, ranked=MUMBLED[transcript.text])
        return super().interpret(transcript, asked, today, told)


ROWS = {"1234": {"number": "1234", "status": "on its way"}, "5678": {"number": "5678", "status": "lost"}}


@cache
def trained(folder: Path, text: str) -> tuple[LoadedFlow, Interpreter]:
    """A flow that can take calls, and the understanding of it; trained once."""
    path = folder / f"{abs(hash(text))}.yaml"
    path.write_text(text, "utf-8")
    loaded = load_flow(path)
    if found := check(loaded):
        raise AuthorError(found)
    return loaded, HardOfHearing(interpreter_for(loaded.flow))


@pytest.fixture
def shop() -> str:
    """The text of the English shop's flow."""
    return ENGLISH


@pytest.fixture(scope="session")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the flows of this session, with their table."""
    folder = tmp_path_factory.mktemp("flows")
    rows = "".join(f"{row['number']},{row['status']}\n" for row in ROWS.values())
    (folder / "orders.csv").write_text("number,status\n" + rows, "utf-8")
    return folder


@pytest.fixture(params=Language)
def language(request: pytest.FixtureRequest) -> Language:
    """Each language in turn."""
    return Language(request.param)


@pytest.fixture
def call(flows: Path) -> Callable[..., Conversation]:
    """Starts a conversation over the English shop, or over its text with some `changes`."""

    def start(
        language: Language = Language.ENGLISH, changes: dict[str, str] | None = None, now: datetime | None = None
    ) -> Conversation:
        text = ENGLISH if language is Language.ENGLISH else MANDARIN
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new)
        loaded, interpreter = trained(flows, text)
        return Conversation(loaded.flow, interpreter, ROWS).start(now=now)

    return start


@pytest.fixture
def converse(flows: Path) -> Callable[..., Conversation]:
    """Starts a conversation over the text of any flow, at a moment where that matters."""

    def start(text: str, now: datetime | None = None) -> Conversation:
        loaded, interpreter = trained(flows, text)
        return Conversation(loaded.flow, interpreter, ROWS).start(now=now)

    return start


# --- databases ---


@pytest.fixture
def database(tmp_path: Path) -> Callable[[str], str]:
    """The URL of an empty database: SQLite in a file, or the PostgreSQL that IVR_TEST_POSTGRES names."""

    def url_of(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'calls.sqlite'}"
        url = os.environ.get("IVR_TEST_POSTGRES", "")
        if not url:
            pytest.skip("IVR_TEST_POSTGRES holds no URL of a PostgreSQL database")
        schema = f"ivr_tests_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # tests run side by side
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        engine.dispose()
        own = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
        return own.render_as_string(hide_password=False)

    return url_of
