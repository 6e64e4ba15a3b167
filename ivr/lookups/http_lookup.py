"""A look-up in a service that is asked over HTTP."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from ivr import __version__
from ivr.errors import OperatorError
from ivr.lookups.json_answer import MisfitError, values_of

LARGEST_BYTES = 100_000
"""Of an answer; the row of one customer has a few hundred."""

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses that may be gone in a moment."""


PLAIN = {"Accept-Encoding": "identity", "Connection": "close"}
"""Nothing packed, of which a few bytes can stand for millions."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for each answer, and how often and how much later to ask again."""

    timeout_ms: int = 2000
    retries: int = 1
    pause_ms: int = 200


class _TryAgain(Exception):
    """Nothing came of it, and the next time something may."""


class HttpLookup:
    """Asks a service for one JSON answer by its key: directly, without proxies, cookies or redirects.

    Neither the key nor what is sent along stands in an error. Each search opens a connection of its own: none can have
    gone stale in the hours between two calls.
    """

    at_once = False

    def __init__(
        self, url: str, headers: Mapping[str, str], fields: Mapping[str, str], patience: Patience, mark: str = "{key}"
    ) -> None:
        """`mark` stands in `url` where the key goes; `fields` tells where each value stands in the answer."""
        self._url = url
        self._headers = {"Accept": "application/json", "User-Agent": f"ivr/{__version__}", **headers, **PLAIN}
        self._fields = fields
        self._patience = patience
        self._mark = mark
        self._trusted = ssl.create_default_context()

    def find(self, key: str) -> Mapping[str, str] | None:
        if not any(character.isalnum() for character in key):  # "" and ".." would lead to other addresses
            return None
        loop = asyncio.new_event_loop()
        searching = loop.create_task(self._find(key))
        try:
            return loop.run_until_complete(searching)
        finally:
            searching.cancel()  # who interrupts us leaves it undone
            loop.run_until_complete(asyncio.gather(searching, return_exceptions=True))
            loop.close()  # waits for no name that is still being resolved

    async def _find(self, key: str) -> Mapping[str, str] | None:
        """Asks until there is an answer or patience is at its end. Raises OperatorError with the reason."""
        url = self._url.replace(self._mark, quote(key, safe=""))
        for left in reversed(range(self._patience.retries + 1)):
            try:
                async with asyncio.timeout(self._patience.timeout_ms / 1000):
                    return await self._ask(url)
            except TimeoutError:
                reason = f"no answer within {self._patience.timeout_ms} ms"
            except _TryAgain as error:
                reason = str(error)
            if left:
                await asyncio.sleep(self._patience.pause_ms / 1000)
        raise OperatorError(reason, "See whether the service is well")

    async def _ask(self, url: str) -> Mapping[str, str] | None:
        try:
            request = httpx.Request("GET", url, headers=self._headers)
            async with httpx.AsyncHTTPTransport(verify=self._trusted, trust_env=False) as transport:
                response = await transport.handle_async_request(request)
                try:
                    return values_of(await _body(response), self._fields) if _is_there(response) else None
                finally:
                    await response.aclose()
        except MisfitError as error:
            raise OperatorError(str(error), "Compare the service's answers with `fields`") from None
        except httpx.ConnectError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise OperatorError("its certificate is not trusted", "SSL_CERT_FILE may name your own") from None
            raise _TryAgain("it cannot be reached") from None
        except httpx.TransportError:
            raise _TryAgain("the connection was cut") from None
        except (httpx.InvalidURL, UnicodeError):
            raise OperatorError("there is no such address", "Check the look-up's `url`") from None


def _is_there(response: httpx.Response) -> bool:
    """Whether there is something of that key. Raises OperatorError, or _TryAgain."""
    status = response.status_code
    if status in BUSY:
        raise _TryAgain(f"HTTP {status}")
    if response.has_redirect_location:
        raise OperatorError(f"HTTP {status}: sent to another address", "Write the last address into the flow")
    if status != httpx.codes.NOT_FOUND and not response.is_success:
        raise OperatorError(f"HTTP {status}", "Ask those who run the service")
    return response.is_success


async def _body(response: httpx.Response) -> bytes:
    """The whole answer. Raises MisfitError when it is too long to be one."""
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > LARGEST_BYTES:
            raise MisfitError(f"the answer has more than {LARGEST_BYTES} bytes")
    return bytes(body)
