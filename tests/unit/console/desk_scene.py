"""A caller with a whole story, and what agents do with it on their page."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from ivr.console.parts import Parts
from ivr.handoff.desk import Desk
from ivr.handoff.ticket import Remark, Ticket
from ivr.terms import Language, Temper
from tests.unit.console.conftest import form_token_of

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def story(number: int = 1, /, **more: object) -> Ticket:
    """A caller who wants their money back; `more` changes the ticket."""
    given: dict[str, object] = {
        "id": f"t{number}",
        "call_id": f"call-{number}",
        "queue": "refunds",
        "skills": ("refund",),
        "priority": "normal",
        "reason": "Refund above the limit",
        "summary": "The kettle of order 4711 leaks; she wants 89 pounds back.",
        "summaries": {"zh": "订单4711的水壶漏水，她要求退款89镑。"},
        "created": datetime(2026, 3, 2, 8, 58, tzinfo=UTC),
        "slots": {"order": "4711", "amount": "89"},
        "transcript": (Remark("line", 0, "How can I help?"), Remark("caller", 900, "My kettle leaks.")),
        "mood": Temper.ANNOYED,
        "language": Language.ENGLISH,
        "caller": "Ada Byron",
        "tried": ("Found order 4711",),
    }
    return Ticket(**(given | more))  # type: ignore[arg-type]


def press(browser: FlaskClient, path: str, live: bool = False, **form: str) -> Any:
    """Send a form of the page, as its script does where `live`."""
    token = form_token_of(browser, "/")
    headers = {"X-Live": "1"} if live else {}
    return browser.post(path, data={**form, "form_token": token}, headers=headers)


def desk_of(app: Flask) -> Desk:
    """The desk behind the pages."""
    parts = app.extensions["ivr"]
    assert isinstance(parts, Parts)
    return parts.desk


def first_of(answer: Any) -> str:
    """What a stream sends next."""
    return str(next(iter(answer.response)).decode())
