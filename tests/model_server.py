"""A web server of our own that misbehaves as told, and the zip files of made-up models."""

import hashlib
import io
import json
import random
import re
import threading
import zipfile
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

SPAN = re.compile(r"bytes=(\d+)-")


@dataclass(frozen=True)
class Answer:
    """How one request is answered; without any of these as it should be.

    `cut`, `stall` and `pause`: after so many bytes of the body close the connection, or send nothing more, or nothing
    more until `resume` is set.
    """

    status: int | None = None
    cut: int | None = None
    stall: int | None = None
    pause: int | None = None
    ignore_range: bool = False
    wrong_range: bool = False
    no_length: bool = False
    location: str = ""


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    path: str
    range: str | None
    if_range: str | None


class ModelServer:
    """Serves `files` by name; the next answers misbehave as `answers` say."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.tags = True
        self.answers: deque[Answer] = deque()
        self.asked: list[Asked] = []
        self.stalled = threading.Event()
        self.resume = threading.Event()
        self.closing = threading.Event()
        self.port = 0

    @property
    def url(self) -> str:
        """Where the files are."""
        return f"http://127.0.0.1:{self.port}/"

    def publish(self, name: str, archive: bytes, **wrong: object) -> None:
        """Put a model's zip file on the server, and into its list."""
        self.files[f"{name}.zip"] = archive
        entry = {
            "name": name,
            "lang": "cn",
            "lang_text": "Chinese",
            "type": "big",
            "obsolete": "false",
            "size": len(archive),
            "size_text": "1KiB",
            "md5": hashlib.md5(archive).hexdigest(),
        }
        self.files["model-list.json"] = json.dumps([entry | wrong]).encode()

    def spans(self) -> list[str | None]:
        """The ranges asked for, of zip files."""
        return [one.range for one in self.asked if one.path.endswith(".zip")]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: ModelServer

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""

    def do_GET(self) -> None:
        server = self.served
        name = urlsplit(self.path).path.lstrip("/")
        server.asked.append(Asked(name, self.headers["Range"], self.headers["If-Range"]))
        answer = server.answers.popleft() if server.answers else Answer()
        data = server.files.get(name)
        if answer.status or data is None:
            self._empty(answer.status or 404, answer.location)
            return
        self._file(data, answer)

    def _empty(self, status: int, location: str) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _file(self, data: bytes, answer: Answer) -> None:
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        span = SPAN.fullmatch(self.headers["Range"] or "")
        fits = self.headers["If-Range"] in {None, tag}
        start = int(span[1]) if span and fits and not answer.ignore_range else 0
        if start >= len(data):
            self._empty(416, "")
            return
        self.send_response(206 if start else 200)
        if start:
            told = start + 1 if answer.wrong_range else start
            self.send_header("Content-Range", f"bytes {told}-{len(data) - 1}/{len(data)}")
        if self.served.tags:
            self.send_header("ETag", tag)
        if answer.no_length:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        self._body(data[start:], answer)

    def _body(self, body: bytes, answer: Answer) -> None:
        limit = next((one for one in (answer.cut, answer.stall, answer.pause) if one is not None), None)
        self.wfile.write(body[:limit])
        self.wfile.flush()
        if limit is None:
            return
        if answer.cut is None:
            self.served.stalled.set()
            (self.served.resume if answer.stall is None else self.served.closing).wait(60)
        if answer.pause is not None:
            self.wfile.write(body[limit:])
        self.close_connection = True


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Clients may go away at any time."""


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server on a free port of this machine, while the block lasts."""
    server = ModelServer()
    handler = type("Handler", (_Handler,), {"served": server})
    with _Server(("127.0.0.1", 0), handler) as http:
        server.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            http.shutdown()
            thread.join()


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """A zip file with these files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def model_zip(name: str, size: int = 200_000, text: int = 0) -> bytes:
    """The zip file of a model that has the files of one and hears nothing; `text` bytes of it can be packed tightly."""
    chance = random.Random(1)
    words = b"".join(b"word%d\n" % chance.randrange(10_000) for _ in range(text // 8 + 1))
    files = {
        "am/final.mdl": chance.randbytes(size),
        "conf/model.conf": b"--beam=10",
        "graph/HCLr.fst": b"h",
        "graph/Gr.fst": b"g",
        "graph/words.txt": words[:text],
    }
    return zip_of({f"{name}/{path}": content for path, content in files.items() if content})
