"""The Flask application of the console."""

from collections.abc import Sequence
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from ivr.console import accounts_page, agents_page, api, desk_page, floor_page, home_page, own_page, sign_in_page
from ivr.console.access import caller, for_everybody, guard, may, token_for_forms
from ivr.console.failures import tell_failures
from ivr.console.headers import add_headers
from ivr.console.live import clock_face
from ivr.console.parts import KEY, Parts
from ivr.console.places import PLACES
from ivr.console.texts import page_language, text

BLUEPRINTS = (
    sign_in_page.page,
    home_page.page,
    desk_page.page,
    floor_page.page,
    own_page.page,
    agents_page.page,
    accounts_page.page,
    api.api,
)
MOST_BYTES = 256 * 1024
"""No request of ours is larger."""


def create_app(parts: Parts, hosts: Sequence[str] = ()) -> Flask:
    """The console over these parts. It answers only when it is called by one of these `hosts`; none means any."""
    app = Flask(__name__)
    app.extensions[KEY] = parts
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BYTES, TRUSTED_HOSTS=list(hosts) or None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.autoescape = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_for_templates)
    app.jinja_env.globals["clock_face"] = clock_face
    for_everybody(app.view_functions["static"])
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    guard(app)
    add_headers(app)
    tell_failures(app)
    return app


def _for_templates() -> dict[str, Any]:
    """What every template has."""
    return {
        "t": text,
        "language": page_language(),
        "account": caller().account,
        "may": may,
        "form_token": token_for_forms,
        "places": [place for place in PLACES if may(place.right)],
    }
