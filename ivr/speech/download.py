"""Files fetched over the network, only when asked: in pieces, and on from where a cut left off."""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from ivr import __version__
from ivr.errors import DownloadError, ModelError

TEXT_LIMIT = 4_000_000
"""Bytes of a text that is fetched whole; the vendor's list of models has 20,000."""

UNKNOWN_LIMIT = 8_000_000_000
"""Bytes that are taken when nobody says how many will come; the largest official model has 4.4 GB."""

_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses that may be gone in a moment."""

_NOBODY = (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol)

Progress = Callable[[int, int | None], None]
"""Told the bytes that are there, and of how many if that is known."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for a connection, for the next bytes, and between attempts that bring nothing."""

    connect_s: float = 15.0
    read_s: float = 30.0
    pauses_s: tuple[float, ...] = (1.0, 3.0, 10.0)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells whether the rest of a file belongs to the part that is here.

    `validator` is a strong ETag or a Last-Modified date, as RFC 9110 (13.1.5) wants it in If-Range; empty: none.
    """

    url: str
    validator: str
    total: int | None


class _Cut(Exception):
    """The transfer stopped, and may go on."""


def stamp_of(part: Path) -> Path:
    """The file beside a part that remembers of which edition the part is."""
    return part.with_name(f"{part.name}.json")


def shown(url: str) -> str:
    """An address as it may be printed: without user and password."""
    return re.sub(r"//[^/@]*@", "//", url)


def fetch_text(url: str, patience: Patience) -> str:
    """The text at `url`. Raises DownloadError."""
    with _told(url), _client(patience) as client, client.stream("GET", url) as response:
        _check_status(response, url)
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > TEXT_LIMIT:
                raise DownloadError(f"{shown(url)}: the answer is too long to be a list")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DownloadError(f"{shown(url)}: the answer is no text") from error


class Download:
    """One file on its way to `part`; beside it a small file remembers of which edition the part is."""

    def __init__(self, url: str, part: Path, expected: int | None, progress: Progress, patience: Patience) -> None:
        """`expected`: the file's size in bytes, if it is known beforehand."""
        self._url = url
        self._part = part
        self._stamp_file = stamp_of(part)
        self._expected = expected
        self._progress = progress
        self._patience = patience

    @property
    def have(self) -> int:
        """The bytes that are here."""
        return self._part.stat().st_size if self._part.exists() else 0

    def run(self) -> None:
        """Fetch what is missing; after a cut go on by itself, as long as bytes come or patience lasts.

        Raises DownloadError when the network or the server stands in the way, ModelError when the disk does.
        What has come is kept for the next run.
        """
        if self._whole():
            return
        pauses, before = iter(self._patience.pauses_s), self.have
        with _told(self._url), _client(self._patience) as client:
            while True:
                try:
                    self._attempt(client)
                    return
                except (httpx.TransportError, _Cut) as error:
                    if isinstance(error, _NOBODY) and self.have == 0:
                        raise  # waiting would help nobody
                    if self.have > before:
                        pauses, before = iter(self._patience.pauses_s), self.have
                    pause = next(pauses, None)
                    if pause is None:
                        raise
                    time.sleep(pause)

    def discard(self) -> None:
        """Forget what has come."""
        self._part.unlink(missing_ok=True)
        self._stamp_file.unlink(missing_ok=True)

    def _whole(self) -> bool:
        """Whether an earlier run has fetched everything."""
        stamp = self._stamp()
        return stamp is not None and 0 < self.have == (stamp.total or self._expected)

    def _stamp(self) -> _Stamp | None:
        """What is known of the part; None when it cannot be trusted."""
        try:
            stamp = _Stamp(**json.loads(self._stamp_file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return stamp if stamp.url == shown(self._url) else None

    def _attempt(self, client: httpx.Client) -> None:
        have, stamp = self.have, self._stamp()
        headers = {"Accept-Encoding": "identity"}
        if have and stamp and stamp.validator:
            headers |= {"Range": f"bytes={have}-", "If-Range": stamp.validator}
        with client.stream("GET", self._url, headers=headers) as response:
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self.discard()
                raise _Cut("the part that is here does not fit the file of the server")
            _check_status(response, self._url)
            start, total = self._place(response, have)
            self._check_total(total)
            self._take(response, start, total)
        if self.have < (total or self._expected or 0):
            raise _Cut("the connection was cut")

    def _place(self, response: httpx.Response, have: int) -> tuple[int, int | None]:
        """Where the bytes of this answer belong, and how many the whole file has."""
        if response.status_code != httpx.codes.PARTIAL_CONTENT:
            length = response.headers.get("Content-Length", "")
            return 0, int(length) if length.isdecimal() else None
        unit, _, rest = response.headers.get("Content-Range", "").partition(" ")
        span, _, total = rest.partition("/")
        if unit != "bytes" or span.partition("-")[0] != str(have) or not total.isdecimal():
            self.discard()
            raise _Cut("the server sent another part than was asked for")
        return have, int(total)

    def _check_total(self, total: int | None) -> None:
        if total is not None and self._expected is not None and total != self._expected:
            self.discard()
            sizes = f"has {total} bytes and should have {self._expected}"
            raise DownloadError(
                f"{shown(self._url)}: the file there {sizes}; it may be a proxy's page or a new edition"
            )

    def _take(self, response: httpx.Response, start: int, total: int | None) -> None:
        limit = total or self._expected or UNKNOWN_LIMIT
        done = start
        try:
            if start == 0:
                self.discard()
                self._stamp_file.write_text(
                    json.dumps(asdict(_Stamp(shown(self._url), _validator(response), total))), "utf-8"
                )
            with self._part.open("ab") as file:
                for chunk in response.iter_raw():
                    done += len(chunk)
                    if done > limit:
                        raise DownloadError(
                            f"{shown(self._url)}: the server sends more than the {limit} bytes it should"
                        )
                    file.write(chunk)
                    self._progress(done, total or self._expected)
                file.flush()
                os.fsync(file.fileno())
        except DownloadError:
            self.discard()
            raise
        except OSError as error:
            fix = "Make room and run this again; what has come is kept"
            raise ModelError(f"{self._part}: cannot be written ({error.strerror})", fix) from error


def _validator(response: httpx.Response) -> str:
    tag = str(response.headers.get("ETag", ""))
    return tag if tag.startswith('"') else str(response.headers.get("Last-Modified", ""))


def _check_status(response: httpx.Response, asked: str) -> None:
    url, code = shown(asked), response.status_code
    if code in _BUSY:
        raise _Cut(f"the server is busy or broken (HTTP {code})")
    if code == httpx.codes.NOT_FOUND:
        raise DownloadError(f"{url}: there is no such file on the server (HTTP 404)")
    if code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
        raise DownloadError(f"{url}: the proxy wants a user and a password (HTTP 407)")
    if not response.is_success:
        raise DownloadError(f"{url}: the server refuses (HTTP {code})")
    if asked.startswith("https:") and response.url.scheme != "https":
        raise DownloadError(f"{url}: the server sends us on to an unencrypted address")


def _client(patience: Patience) -> httpx.Client:
    """A client that takes proxies and certificates from the environment. Raises DownloadError."""
    timeout = httpx.Timeout(patience.read_s, connect=patience.connect_s)
    try:
        return httpx.Client(timeout=timeout, follow_redirects=True, headers={"User-Agent": f"ivr/{__version__}"})
    except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:  # the message may hold a proxy's password
        names = "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE"
        raise DownloadError(f"the network settings of the environment cannot be used ({names})") from error


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Turns what httpx raises into DownloadError, with words for the person who must act and no secret."""
    try:
        yield
    except _Cut as error:
        raise DownloadError(f"{shown(url)}: {error}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DownloadError(f"{shown(url)}: {_why(error)}") from error


def _why(error: Exception) -> str:
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (httpx.ProxyError, "the proxy refuses"),
        (httpx.ConnectTimeout, "the server does not answer"),
        (httpx.TimeoutException, "the server has stopped sending"),
        (httpx.TooManyRedirects, "the server sends us round in circles"),
        (httpx.InvalidURL, "this is no address"),
        (httpx.UnsupportedProtocol, "this is no address of a web server"),
        (httpx.ReadError, "the connection was cut"),
        (httpx.RemoteProtocolError, "the connection was cut"),
    )
    if isinstance(error, httpx.ConnectError):
        certificate = "CERTIFICATE_VERIFY_FAILED" in str(error)
        hint = "its certificate is not trusted here (SSL_CERT_FILE may name your own)"
        return hint if certificate else "the server cannot be reached"
    return next((text for kind, text in reasons if isinstance(error, kind)), "the transfer failed")
