"""A service of our own that is looked up in, and misbehaves as told."""

import json
import ssl
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Answer:
    """How one request is answered.

    `stall`: send nothing before the test is over; `trickle`: a byte of the header now and then; `cut`: close the
    connection in the midst of the body.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: bool = False
    trickle: bool = False
    cut: bool = False


def said(what: Any, **more: Any) -> Answer:
    """An answer in JSON."""
    return Answer(json.dumps(what, ensure_ascii=False).encode(), **more)


class Service:
    """Answers as `answers` say, one after the other, the last again and again; keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: deque[Answer] = deque([Answer(status=404)])
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        self.origin = ""

    def answer(self, *answers: Answer) -> None:
        """What comes next."""
        self.answers = deque(answers)

    @property
    def paths(self) -> list[str]:
        """What was asked for."""
        return [path for path, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: Service

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        service = self.served
        service.asked.append((self.path, dict(self.headers)))
        answer = service.answers.popleft() if len(service.answers) > 1 else service.answers[0]
        if answer.stall:
            service.over.wait(60)
            return
        while answer.trickle and not service.over.wait(0.05):
            self.wfile.write(b"H")
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
        self.close_connection = answer.cut


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients may go away at any time."""


@contextmanager
def running_service(certificate: Path | None = None) -> Iterator[Service]:
    """A service on a free port of this machine while the block lasts; over TLS with a certificate and its key."""
    service = Service()
    handler = type("Handler", (_Handler,), {"served": service})
    with _Server(("127.0.0.1", 0), handler) as http:
        service.origin = f"http{'s' if certificate else ''}://localhost:{http.server_address[1]}"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield service
        finally:
            service.over.set()
            http.shutdown()
            thread.join()
