"""What every bell promises: in memory, over SQLite, over PostgreSQL."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from ivr.errors import NotNow
from ivr.handoff.agent import Agent
from ivr.handoff.bell import AGENTS, TICKETS, Bell
from ivr.handoff.desk import Desk
from ivr.handoff.memory_queue import MemoryQueue
from ivr.handoff.plan import DeskPlan
from ivr.handoff.sql_queue import SqlQueue
from ivr.handoff.ticket import Ticket
from ivr.store.bell import SqlBell
from ivr.store.engine import open_engine
from ivr.testing import FakeClock

SOON_S = 10.0
"""So long is waited for what will be heard; it comes at once."""

NEVER_S = 0.3
"""So long for what will not."""


@dataclass
class Office:
    """A desk, and a bell that may hang in another process: both have an engine of their own."""

    desk: Desk
    bell: Bell


@pytest.fixture(params=("memory", "sqlite", "postgresql"))
def office(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[Office]:
    """Anne has signed in; one of each kind."""
    if request.param == "memory":
        queue = MemoryQueue()
        desk = Desk(queue, DeskPlan(), FakeClock())
        enrol(desk)
        yield Office(desk, queue.bell)
        return
    url = database(request.param)
    writes, listens = open_engine(url), open_engine(url)
    desk, bell = Desk(SqlQueue(writes), DeskPlan(), FakeClock()), SqlBell(listens)
    enrol(desk)
    yield Office(desk, bell)
    bell.close()
    for engine in (writes, listens):
        engine.dispose()


def enrol(desk: Desk) -> None:
    """Anne comes to the desk."""
    desk.queue.enrol(Agent("anne", skills={"refund": 3}))
    desk.sign_in("anne")


def put(desk: Desk) -> None:
    """A caller waits."""
    desk.queue.put(Ticket("T-1", "1", "general", ("refund",), "normal", "asked", "", FakeClock()()))


def test_a_new_ticket_is_heard(office: Office) -> None:
    """By those who wait for tickets, once, and not by those who wait for agents."""
    tickets, agents = office.bell.listener(TICKETS), office.bell.listener(AGENTS)
    put(office.desk)

    assert tickets.heard(SOON_S)
    assert not agents.heard(NEVER_S)
    assert not tickets.heard(0)


def test_who_comes_to_the_desk_is_heard(office: Office) -> None:
    """By those who wait for agents or for anything."""
    tickets, both = office.bell.listener(TICKETS), office.bell.listener(TICKETS, AGENTS)
    office.desk.become_available("anne")

    assert both.heard(SOON_S)
    assert not tickets.heard(NEVER_S)


def test_an_offer_is_heard_on_both_sides(office: Office) -> None:
    """It changes a ticket and an agent."""
    put(office.desk)
    office.desk.become_available("anne")
    tickets, agents = office.bell.listener(TICKETS), office.bell.listener(AGENTS)
    office.desk.offer("T-1", "anne", "")

    assert tickets.heard(SOON_S)
    assert agents.heard(SOON_S)


def test_a_claim_is_heard(office: Office) -> None:
    """As an offer is that was accepted."""
    put(office.desk)
    office.desk.become_available("anne")
    tickets = office.bell.listener(TICKETS)
    office.desk.queue.claim("anne", FakeClock()())

    assert tickets.heard(SOON_S)


def test_signs_of_life_and_refused_moves_are_not_heard(office: Office) -> None:
    """Nothing has changed for anybody."""
    every = office.bell.listener(TICKETS, AGENTS)
    office.desk.beat("anne")
    with pytest.raises(NotNow):
        office.desk.offer("T-1", "anne", "")

    assert not every.heard(NEVER_S)


def test_what_rings_while_nobody_waits_is_heard_afterwards(office: Office) -> None:
    """A listener who was busy with the last ring misses none."""
    tickets = office.bell.listener(TICKETS)
    put(office.desk)
    time.sleep(NEVER_S)

    assert tickets.heard(0)


def test_waiting_ends_with_the_ring(office: Office) -> None:
    """And not with the time; a second listener hears it as well."""
    one, two = office.bell.listener(TICKETS), office.bell.listener(TICKETS)
    later = threading.Timer(0.1, put, [office.desk])
    later.start()
    began = time.monotonic()
    heard = one.heard(SOON_S), two.heard(SOON_S)
    waited = time.monotonic() - began
    later.join()

    assert heard == (True, True)
    assert waited < SOON_S / 2


def test_who_has_left_hears_nothing(office: Office) -> None:
    """The others go on."""
    gone, there = office.bell.listener(TICKETS), office.bell.listener(TICKETS)
    gone.close()
    put(office.desk)

    assert there.heard(SOON_S)
    assert not gone.heard(0)


def test_a_lost_connection_is_made_anew(database: Callable[[str], str]) -> None:
    """PostgreSQL throws the listener out: whoever waits is told, as something may have been missed, and hears on."""
    url = database("postgresql")
    engine = open_engine(url)
    bell, queue = SqlBell(open_engine(url)), SqlQueue(engine)
    tickets = bell.listener(TICKETS)
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%' || current_schema() || '%'"
            )
        )
    told = tickets.heard(SOON_S)
    put(Desk(queue, DeskPlan(), FakeClock()))
    heard = tickets.heard(SOON_S)
    bell.close()
    engine.dispose()

    assert (told, heard) == (True, True)
