"""A server for downloads, reached without any proxy that the machine may have."""

from collections.abc import Iterator

import pytest

from tests.model_server import ModelServer, model_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A web server that misbehaves as told."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with model_server() as running:
        yield running
