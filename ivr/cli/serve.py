"""`ivr serve`: the console in the browser, and its API."""

import json
import logging
import signal
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from ivr import app
from ivr.errors import OperatorError
from ivr.settings import read_settings

if TYPE_CHECKING:
    from flask import Flask

LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 64
CONNECTIONS = 2000


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 takes a free one."
)
@click.option("--name", "names", multiple=True, metavar="NAME", help="Name that browsers call it by; may be repeated.")
@click.option("--proxy", metavar="ADDRESS", help="Address of the proxy that puts TLS in front.")
@click.option("--threads", type=click.IntRange(4, 1000), default=THREADS, show_default=True, help="Answers at a time.")
@click.option(
    "--flow",
    "flows",
    multiple=True,
    metavar="NAME|FILE",
    help="Flow whose knowledge suggests answers to agents, one for each language: retail.en, live:retail.zh.",
)
@click.option("--json", "as_json", is_flag=True, help="Print where it is as one JSON line.")
def serve(
    host: str,
    port: int,
    names: tuple[str, ...],
    proxy: str | None,
    threads: int,
    flows: tuple[str, ...],
    as_json: bool,
) -> None:
    """Serve the console for agents and supervisors, and its API, until Ctrl-C.

    The first start prints a link that makes the first administrator; it works once, for an hour.

    \b
    Examples:
      ivr serve
      ivr serve --flow retail.en --flow retail.zh
      ivr serve --port 9000 --name console.example.org --proxy 127.0.0.1
    """
    from ivr.console.factory import create_app  # late: only this command serves
    from ivr.console.rounds import Rounds
    from ivr.console.staff import AT_THE_MACHINE, Staff
    from ivr.handoff.bell import AGENTS, TICKETS
    from ivr.handoff.router import Router

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logging.getLogger("ivr").setLevel(logging.INFO)
    settings = read_settings()
    parts, bell = app.open_console(settings, flows), app.open_bell(settings)
    flask = create_app(parts, _trusted(host, names))
    server = _listen(flask, host, port, threads, proxy)
    link = Staff(parts, AT_THE_MACHINE).offer_first_admin()
    _tell(f"http://{_in_url(host)}:{_port(server)}", link, as_json)
    if host not in LOOPBACK:
        click.echo(
            f"ivr: everybody who reaches {host} can read what is sent, passwords too. "
            "Put TLS in front: listen on 127.0.0.1 and let a proxy forward to it; see docs/console.md",
            err=True,
        )
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _stop)
    try:
        with Rounds([Router(parts.desk).step], wait=bell.listener(TICKETS, AGENTS).heard):
            server.run()
    finally:
        server.close()
        bell.close()


def _listen(flask: "Flask", host: str, port: int, threads: int, proxy: str | None) -> Any:
    """A server that listens already. Raises OperatorError where it cannot."""
    from waitress import create_server

    trusted = {
        "trusted_proxy": proxy,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    }
    try:
        return create_server(
            flask,
            host=host,
            port=port,
            threads=threads,
            connection_limit=CONNECTIONS,
            channel_request_lookahead=1,  # streams learn that their browser has gone
            clear_untrusted_proxy_headers=True,
            ident=None,
            **(trusted if proxy else {}),
        )
    except (OSError, ValueError) as error:
        cause = type(error).__name__
        raise OperatorError(
            f"{host}:{port} cannot be listened on ({cause})", "Name another --host or --port"
        ) from error


def _trusted(host: str, names: tuple[str, ...]) -> list[str]:
    """The names that it answers to: a page of another site cannot reach it by a name of its own."""
    if names:
        return [*names, *LOOPBACK, "[::1]"]
    return [*LOOPBACK, "[::1]"] if host in LOOPBACK else []


def _tell(url: str, link: str | None, as_json: bool) -> None:
    """Where it is, and the link for the first admin where there is none."""
    first = f"{url}/first-admin#{link}" if link else None
    if as_json:
        click.echo(json.dumps({"url": url, "first_admin": first}))
        return
    click.echo(f"The console is at {url} (Ctrl-C ends it)")
    if first:
        click.echo(f"There is no administrator yet. This link makes the first one, once, within an hour:\n  {first}")


def _port(server: Any) -> int:
    """Where it listens; a name that has several addresses has several sockets."""
    return int(server.effective_listen[0][1] if hasattr(server, "effective_listen") else server.effective_port)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Ctrl-C and the system's request end it cleanly, also where the starting shell ignores the first."""
    raise SystemExit(0)
