"""The desk of an agent in a real browser: headless Chromium, where it is installed."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from waitress import create_server

from ivr.console.factory import create_app
from ivr.console.parts import Parts
from ivr.console.passwords import Passwords
from ivr.console.rights import Role
from ivr.console.rounds import Rounds
from ivr.console.staff import AT_THE_MACHINE, Staff
from ivr.handoff.agent import Agent
from ivr.handoff.desk import Desk
from ivr.handoff.plan import DeskPlan
from ivr.handoff.router import Router
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Remark, Ticket, TicketStatus
from ivr.store.engine import open_engine
from ivr.terms import Language

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not (CHROMIUM and DRIVER):
    pytest.skip("Chromium is not here: apt-get install chromium chromium-driver", allow_module_level=True)
webdriver = pytest.importorskip("selenium.webdriver")

PASSWORD = "four words are enough"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    """What the console works with: a real database, and the clock on the wall."""
    folder: Path = tmp_path_factory.mktemp("console")
    engine, clock = open_engine(f"sqlite:///{folder / 'console.sqlite'}"), partial(datetime.now, UTC)
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield Parts.over(engine, Desk(SqlQueue(engine), DeskPlan(), clock), clock, cheap)
    engine.dispose()


@pytest.fixture(scope="module")
def url(parts: Parts) -> Iterator[str]:
    """Where the console is served, offers and all, as `ivr serve` does."""
    server = create_server(create_app(parts), host="127.0.0.1", port=0, threads=16, channel_request_lookahead=1)
    threading.Thread(target=server.run, daemon=True).start()
    with Rounds([Router(parts.desk).step]):
        yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def chromium() -> Iterator[object]:
    """A browser without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for one in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"):
        options.add_argument(one)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    driver.set_page_load_timeout(30)
    yield driver
    driver.quit()


def until(holds: Callable[[], object], seconds: float = 15.0) -> float:
    """Wait for something; how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.1)
    return time.monotonic() - began


def at_the_desk(driver, url: str, parts: Parts, name: str) -> None:  # type: ignore[no-untyped-def]
    """Sign somebody in, and open their desk."""
    Staff(parts, AT_THE_MACHINE).add(name, name.title(), (Role.AGENT,), PASSWORD, Language.ENGLISH)
    parts.desk.queue.enrol(Agent(name, name.title(), {name: 3}))
    driver.get(f"{url}/sign-in?next=/desk")
    driver.find_element("name", "name").send_keys(name)
    driver.find_element("name", "password").send_keys(PASSWORD)
    driver.find_element("css selector", "main button").click()
    until(lambda: driver.current_url.endswith("/desk"))


def caller_for(name: str) -> Ticket:
    """A caller whom only this agent can serve."""
    said = (Remark("caller", 0, "My kettle leaks. <b id=evil>now</b>"),)
    created = datetime.now(UTC)
    return Ticket(f"t-{name}", f"c-{name}", "refunds", (name,), "normal", "Refund", "It leaks.", created, {}, said)


def press(driver, key: str) -> None:  # type: ignore[no-untyped-def]
    """A key, wherever the keyboard is."""
    driver.switch_to.active_element.send_keys(key)


def shown(driver, words: str) -> bool:  # type: ignore[no-untyped-def]
    """Whether the page shows these words."""
    return words in driver.find_element("tag name", "main").text


def status(parts: Parts, ticket: str) -> TicketStatus | None:
    """Where a ticket stands."""
    found = parts.desk.queue.find(ticket)
    return found.status if found else None


def test_an_offer_comes_by_itself_and_is_served_by_keys_alone(chromium, url: str, parts: Parts) -> None:  # type: ignore[no-untyped-def]
    """Available, accept, hold, resume, finish with a note, saved: no mouse, no reload, nothing on the console."""
    at_the_desk(chromium, url, parts, "mei")
    press(chromium, "v")
    until(lambda: shown(chromium, "Available"))

    parts.desk.queue.put(caller_for("mei"))

    until(lambda: "Refund" in chromium.title)
    assert shown(chromium, "My kettle leaks. <b id=evil>now</b>")
    assert shown(chromium, 'has the skill "mei" (level 3)')
    assert not chromium.find_elements("id", "evil")
    assert "A caller is offered to you" in chromium.find_element("id", "told").get_attribute("textContent")
    press(chromium, "a")
    until(lambda: shown(chromium, "With a caller"))
    note = chromium.find_element("css selector", "textarea[name=note]")
    note.send_keys("half a")
    chromium.execute_script("document.activeElement.blur()")
    press(chromium, "h")
    until(lambda: chromium.find_elements("css selector", "form[action$=resume]"))
    assert chromium.find_element("css selector", "textarea[name=note]").get_attribute("value") == "half a"
    press(chromium, "h")
    until(lambda: chromium.find_elements("css selector", "form[action$=hold]"))
    press(chromium, "f")
    until(lambda: shown(chromium, "Wrap-up"))

    ticket = parts.desk.queue.find("t-mei")
    assert ticket is not None
    assert (ticket.status, ticket.disposition, ticket.note) == (TicketStatus.CLOSED, "resolved", "half a")
    assert [one for one in chromium.get_log("browser") if one["level"] == "SEVERE"] == []


def test_a_closed_browser_gives_its_caller_back_within_10_s(chromium, url: str, parts: Parts) -> None:  # type: ignore[no-untyped-def]
    """While the page is open the caller stays, however long nobody touches a key."""
    at_the_desk(chromium, url, parts, "tom")
    press(chromium, "v")
    until(lambda: shown(chromium, "Available"))
    parts.desk.queue.put(caller_for("tom"))
    until(lambda: "Refund" in chromium.title)
    press(chromium, "a")
    until(lambda: status(parts, "t-tom") is TicketStatus.CONNECTED)
    time.sleep(11)
    assert status(parts, "t-tom") is TicketStatus.CONNECTED

    chromium.close()

    assert until(lambda: status(parts, "t-tom") is TicketStatus.WAITING) <= 10.5
