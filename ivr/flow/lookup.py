"""Where answers are looked up: a table beside the flow, or a service that is asked over HTTP."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from ivr.flow.part import Name, Part

KEY = "{key}"
"""Stands in an address where the value that is searched for goes."""

MAYBE = "?"
"""Behind the place of a value that an answer may lack."""

FROM_ENVIRONMENT = re.compile(r"(?:(?P<scheme>[A-Za-z]+) )?env:(?P<name>\S*)")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
STEPS = re.compile(r"[^.\s?]+(?:\.[^.\s?]+)*\??")
OURS = frozenset({"host", "connection", "content-length", "transfer-encoding", "accept-encoding"})

PAUSE_MS = 200
"""Before a service is asked again."""

LONGEST_MS = 10_000
"""How long a caller may hear nothing; they hang up, or talk into the answer."""


def _address(value: str) -> str:
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("this is no address; write https://HOST/PATH/{key}")
    if parts.scheme not in ("http", "https") or (parts.scheme == "http" and not _is_here(host)):
        raise ValueError("only https is safe on the way; http is for services on this machine (localhost)")
    if "@" in parts.netloc:
        raise ValueError("no user and password here, where everybody reads them; send a header from the environment")
    if KEY in parts.netloc or KEY not in parts.path + parts.query or parts.fragment:
        raise ValueError("the address needs `{key}` behind the host, where the value that is searched for goes")
    return value


def _is_here(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _header(value: str) -> str:
    if not HEADER.fullmatch(value) or value.lower() in OURS:
        raise ValueError("this is no header that can be sent")
    return value


def _header_value(value: str) -> str:
    secret = FROM_ENVIRONMENT.fullmatch(value)
    if secret and not VARIABLE.fullmatch(secret["name"]):
        raise ValueError("behind `env:` stands the name of an environment variable, such as env:BANK_TOKEN")
    if not secret and "env:" in value:
        raise ValueError("`env:NAME` stands alone, or behind one word, as in `Bearer env:BANK_TOKEN`")
    if not value.isascii() or not value.isprintable():
        raise ValueError("a header is one line of ASCII characters")
    return value


def _steps(value: str) -> str:
    if not STEPS.fullmatch(value):
        raise ValueError("this is no place in an answer; write account.balance, or items.0.name in a list")
    return value


Address = Annotated[str, AfterValidator(_address)]
Header = Annotated[str, AfterValidator(_header)]
HeaderValue = Annotated[str, AfterValidator(_header_value)]
Steps = Annotated[str, AfterValidator(_steps)]


class Lookup(Part):
    """Where answers are looked up."""

    table: str = Field(default="", description="CSV file beside the flow; its first line names the columns.")
    key: str = Field(default="", description="The column of the `table` that is searched.")
    url: Address | None = Field(
        default=None,
        description="Instead of a table: the address of a service, `{key}` where the value that is searched for goes "
        "([more](lookups.md)).",
    )
    headers: dict[Header, HeaderValue] = Field(
        default={},
        description="What is sent along; of `env:NAME` and `Bearer env:NAME` the environment variable NAME is sent.",
    )
    fields: dict[Name, Steps] = Field(
        default={},
        description="Values of the service's JSON answer, each with its place: `account.balance`; with `?` at its end "
        "it may be missing.",
    )
    timeout_ms: int = Field(default=2000, ge=100, le=LONGEST_MS, description="Patience with the service, each time.")
    retries: int = Field(default=1, ge=0, le=3, description="How often it is asked again where that may help.")
    story: dict[str, str] = Field(
        default={}, description="Columns or `fields` that the agent reads, each with its label; empty: all."
    )

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Lookup":
        if bool(self.table) == bool(self.url):
            raise ValueError("a look-up needs just one of: table, url")
        if self.table and not self.key:
            raise ValueError("a `table` needs a `key`, the column that is searched")
        if self.url and not self.fields:
            raise ValueError("a `url` needs `fields`, the values of its answer")
        idle = {"headers", "fields", "timeout_ms", "retries"} if self.table else {"key"}
        if unused := sorted(idle & self.model_fields_set):
            raise ValueError(f"beside `{'table' if self.table else 'url'}` there is no `{unused[0]}`")
        if self.longest_ms > LONGEST_MS:
            raise ValueError("with all `retries` the caller may wait for more than ten seconds")
        return self

    @property
    def longest_ms(self) -> int:
        """How long the service may keep a caller waiting, all in all."""
        return (self.retries + 1) * self.timeout_ms + self.retries * PAUSE_MS

    @property
    def may_lack(self) -> frozenset[str]:
        """The values that an answer may be without."""
        return frozenset(name for name, steps in self.fields.items() if steps.endswith(MAYBE))

    @property
    def variables(self) -> frozenset[str]:
        """The environment variables whose values are sent."""
        found = (FROM_ENVIRONMENT.fullmatch(value) for value in self.headers.values())
        return frozenset(match["name"] for match in found if match)

    def headers_with(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The headers as they are sent."""
        sent = {}
        for header, value in self.headers.items():
            match = FROM_ENVIRONMENT.fullmatch(value)
            sent[header] = f"{match['scheme'] or ''} {environment[match['name']]}".strip() if match else value
        return sent
