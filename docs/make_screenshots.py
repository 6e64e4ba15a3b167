"""Take the pictures of the console that the documentation shows: `python docs/make_screenshots.py`.

The console is really served, over a database of its own, with callers and agents who exist nowhere else. It needs
Chromium, chromedriver and a font with Chinese characters: `apt-get install chromium chromium-driver fonts-noto-cjk`.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from waitress import create_server

from ivr.console.factory import create_app
from ivr.console.parts import Parts
from ivr.console.rights import Role
from ivr.console.staff import AT_THE_MACHINE, Staff
from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.moves import Outcome
from ivr.handoff.plan import DeskPlan, QueuePlan
from ivr.handoff.routing import Moment, Routing
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Remark, Ticket, TicketKind
from ivr.handoff.waiting_room import WaitingRoom
from ivr.store.engine import open_engine
from ivr.terms import Language, Temper

IMAGES = Path(__file__).parent / "images"
SIGN_IN_WITH = "pictures for the docs"
EN, ZH = Language.ENGLISH, Language.MANDARIN


@dataclass(frozen=True, slots=True)
class Told:
    """The scene in one language."""

    agents: Mapping[str, str]
    queues: tuple[str, str, str]
    reason: str
    summary: str
    slots: Mapping[str, str]
    tried: tuple[str, ...]
    caller: str
    said: tuple[tuple[str, str], ...]
    others: tuple[str, ...]


TOLD = {
    EN: Told(
        agents={"mei": "Mei Li", "tom": "Tom Ford", "ann": "Ann Reed", "raj": "Raj Patel"},
        queues=("refunds", "deliveries", "complaints"),
        reason="Refund above the limit",
        summary="Ada Byron wants 89 pounds back for the kettle of order 4711, which leaks. She has checked the lid "
        "and has no receipt.",
        slots={"order": "4711", "amount": "£89.00", "product": "kettle", "receipt": "none"},
        tried=("Found order 4711, delivered on 18 November", "Told the return address", "Refund refused: above £50"),
        caller="Ada Byron",
        said=(
            ("line", "Welcome to the shop. How can I help?"),
            ("caller", "My new kettle leaks and I want my money back."),
            ("line", "I am sorry to hear that. What is the order number?"),
            ("caller", "Forty-seven eleven."),
            ("line", "That is a kettle for 89 pounds. A refund of that much needs a person; I am putting you through."),
            ("caller", "Fine, but I have told this twice already."),
        ),
        others=("Parcel left next door", "Wrong size delivered", "Complaint about a driver", "Where is my parcel?"),
    ),
    ZH: Told(
        agents={"mei": "李梅", "tom": "王强", "ann": "陈静", "raj": "赵磊"},
        queues=("退款", "配送", "投诉"),
        reason="退款超过限额",
        summary="张敏购买的电热水壶（订单4711）漏水，要求退款89元。她检查过壶盖，没有小票。",
        slots={"订单": "4711", "金额": "89.00元", "商品": "电热水壶", "小票": "无"},
        tried=("查到订单4711，11月18日送达", "已告知退货地址", "自助退款被拒：超过50元"),
        caller="张敏",
        said=(
            ("line", "欢迎致电本店，请问有什么可以帮您？"),
            ("caller", "我新买的水壶漏水，我要退款。"),
            ("line", "非常抱歉。请问订单号是多少？"),
            ("caller", "四七一一。"),
            ("line", "这是一个89元的电热水壶。这个金额需要人工处理，正在为您转接。"),
            ("caller", "好吧，不过我已经说了两遍了。"),
        ),
        others=("包裹放在邻居家", "送来的尺码不对", "投诉配送员", "我的包裹在哪里"),
    ),
}  # fmt: skip


class Wall:
    """The clock on the wall, which can be put back: so callers have waited for a while already."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def serve(parts: Parts) -> str:
    """The console as long as this program runs, and where it is."""
    server = create_server(create_app(parts), host="127.0.0.1", port=0, threads=16)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}"


@contextmanager
def chromium(language: Language) -> Iterator[webdriver.Chrome]:
    """A browser without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for one in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--lang={language}"):
        options.add_argument(one)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def scene(parts: Parts, clock: Wall, language: Language) -> None:
    """A quarter of an hour of one morning: some were served, some wait, and one rings at Mei's."""
    told, desk = TOLD[language], parts.desk
    first, second, third = told.queues
    staff = Staff(parts, AT_THE_MACHINE)
    for name, full_name in told.agents.items():
        staff.add(name, full_name, (Role.AGENT,), SIGN_IN_WITH, language)
    staff.add("sue", "Sue Grant" if language is EN else "周敏", (Role.SUPERVISOR,), SIGN_IN_WITH, language)
    able = {"mei": ("refund", (first, second)), "tom": ("refund", ()), "ann": ("", (second,)), "raj": ("", (third,))}
    for name, (skill, queues) in able.items():
        desk.queue.enrol(Agent(name, told.agents[name], {skill: 3} if skill else {}, queues))
    served = ((14, "tom", first, 9), (12, "ann", second, 14), (11, "raj", third, 48), (9, "ann", second, 6))
    for minutes, agent, queue, waited in (*served, (8, "tom", first, 15), (7, "mei", first, 11)):
        clock.ahead = timedelta(minutes=-minutes)
        take(desk, caller(f"done-{minutes}", queue, told.others[0], clock() - timedelta(seconds=waited)), agent)
        desk.finish(f"done-{minutes}", agent, Outcome("resolved"))
    clock.ahead = timedelta(minutes=-4)
    desk.sign_in("mei")
    desk.become_available("mei")
    take(desk, caller("now", third, told.others[2], clock()), "raj")
    clock.ahead = timedelta(0)
    for number, (queue, waits) in enumerate(((second, 350), (second, 132), (third, 41), (second, 12))):
        one = caller(f"waits-{number}", queue, told.others[number], clock() - timedelta(seconds=waits))
        kind = TicketKind.CALLBACK if number == 0 else TicketKind.CALL
        annoyed = replace(one, mood=Temper.ANNOYED, priority="high") if number == 2 else one
        desk.queue.put(replace(annoyed, kind=kind))
    ring(desk, language, clock())
    for agent in told.agents:
        desk.beat(agent)


def ring(desk: Desk, language: Language, now: datetime) -> None:
    """A whole story rings at Mei's, for the reason that routing finds."""
    told = TOLD[language]
    story = replace(
        caller("story", told.queues[0], told.reason, now - timedelta(seconds=83)),
        skills=("refund",),
        summary=told.summary,
        slots=told.slots,
        transcript=tuple(Remark(who, 4000 * at, text) for at, (who, text) in enumerate(told.said)),
        mood=Temper.ANNOYED,
        language=language,
        caller=told.caller,
        tried=told.tried,
    )
    desk.queue.put(story)
    room = WaitingRoom()
    room.bring_up_to([story])
    mei = [one for one in desk.queue.presences() if one.agent.name == "mei"]
    (offer,) = Routing(desk.plan, room).offers(Moment(mei, now))
    desk.offer("story", "mei", offer.why(language))


def caller(name: str, queue: str, reason: str, created: datetime) -> Ticket:
    """A caller of whom no more is told."""
    return Ticket(name, f"call-{name}", queue, (), "normal", reason, "", created)


def take(desk: Desk, ticket: Ticket, agent: str) -> None:
    """An agent takes a caller at once."""
    desk.queue.put(ticket)
    desk.sign_in(agent)
    desk.become_available(agent)
    desk.offer(ticket.id, agent, "")
    desk.accept(ticket.id, agent)


def sign_in(driver: webdriver.Chrome, url: str, name: str) -> None:
    """By the page."""
    driver.delete_all_cookies()
    driver.get(f"{url}/sign-in")
    driver.find_element(By.NAME, "name").send_keys(name)
    driver.find_element(By.NAME, "password").send_keys(SIGN_IN_WITH)
    driver.find_element(By.CSS_SELECTOR, "main button").click()
    WebDriverWait(driver, 10).until(lambda page: "/sign-in" not in page.current_url)


def take_picture(driver: webdriver.Chrome, file: Path) -> None:
    """Of the whole page, 1200 pixels wide."""
    driver.set_window_size(1200, 700)
    height = driver.execute_script("return document.documentElement.scrollHeight")
    driver.set_window_size(1200, height + driver.execute_script("return window.outerHeight - window.innerHeight"))
    driver.save_screenshot(str(file))


def main() -> None:
    """Both pages in both languages."""
    for language in Language:
        with TemporaryDirectory() as folder, chromium(language) as driver:
            engine, clock = open_engine(f"sqlite:///{folder}/pictures.sqlite"), Wall()
            queues = TOLD[language].queues
            plan = DeskPlan({name: QueuePlan(name, ring_s=60, wrap_up_s=600) for name in queues})
            parts = Parts.over(engine, Desk(SqlQueue(engine), plan, clock), clock)
            scene(parts, clock, language)
            url = serve(parts)
            for name, page in (("mei", "desk"), ("sue", "floor")):
                sign_in(driver, url, name)
                driver.get(f"{url}/{page}")
                take_picture(driver, IMAGES / f"{page}.{language}.png")
            engine.dispose()


if __name__ == "__main__":
    main()
