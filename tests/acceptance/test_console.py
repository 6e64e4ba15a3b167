"""The console as its first operator meets it: a process that is started, a link, a browser, Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance.conftest import Ivr

PASSWORD = "four words are enough"
ENDS_S = 30


@contextmanager
def _served(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A console on a free port while the block lasts; ended as Ctrl-C does."""
    own = {"IVR_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "ivr", "serve", "--port", "0", "--json", *options]
    with subprocess.Popen(
        command, text=True, env={**os.environ, **own}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        try:
            yield process, json.loads(process.stdout.readline())
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=ENDS_S)
            assert (process.returncode, "Traceback" in errors) == (0, False)
        finally:
            process.kill()


def _browser(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=60)


def _form_token(browser: httpx.Client, page: str) -> str:
    found = re.search(r'name="form-token" content="(\w+)"', browser.get(page).text)
    assert found

    return found[1]


def _send(browser: httpx.Client, path: str, page: str, **form: str) -> httpx.Response:
    return browser.post(path, data={**form, "form_token": _form_token(browser, page)})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine on which nothing was done yet."""
    return tmp_path_factory.mktemp("data")


def test_from_the_first_start_to_a_working_account(data: Path) -> None:
    """The link makes the admin, who signs in again in another browser and is still known after a restart."""
    with _served(data) as (_, told), _browser(told["url"]) as browser:
        page, _, secret = told["first_admin"].partition("#")
        form = {"name": "boss", "full_name": "王经理", "password": PASSWORD, "again": PASSWORD, "link": secret}
        made = _send(browser, page.removeprefix(told["url"]), page, **form)
        cookie = browser.cookies["ivr"]

        assert (made.status_code, made.headers["location"]) == (302, "/")
        assert "王经理" in browser.get("/").text
    with _served(data) as (_, told), _browser(told["url"]) as other:
        assert told["first_admin"] is None
        other.cookies.set("ivr", cookie)
        assert other.get("/").status_code == 200
        with _browser(told["url"]) as stranger:
            assert stranger.get("/").headers["location"] == "/sign-in"
            assert _send(stranger, "/sign-in", "/sign-in", name="boss", password="wrong words here").status_code == 401
            assert _send(stranger, "/sign-in", "/sign-in", name="boss", password=PASSWORD).status_code == 302
            assert stranger.get("/accounts").status_code == 200


def test_a_program_works_with_a_token_made_at_the_machine(ivr: Ivr, tmp_path: Path) -> None:
    """The password is read from standard input; the token opens what its scope says."""
    assert ivr("accounts", "add", "mei", "--role", "supervisor", typed=f"{PASSWORD}\n").returncode == 0
    token = json.loads(ivr("accounts", "token", "mei", "--scope", "steer", "--json").stdout)["token"]
    with _served(tmp_path / "data") as (_, told):
        headers = {"Authorization": f"Bearer {token}"}

        with _browser(told["url"]) as program:
            assert program.get("/agents", headers=headers).status_code == 200
            assert program.get("/own", headers=headers).status_code == 403
            assert program.get("/agents").status_code == 302
    kept = (tmp_path / "data" / "ivr.sqlite").read_bytes()
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_what_goes_wrong_is_told_with_what_to_do(tmp_path: Path, ivr: Ivr) -> None:
    """Listening for everybody is warned of; a port that is taken ends with exit code 3."""
    with _served(tmp_path, "--host", "0.0.0.0") as (process, told):
        taken = ivr("serve", "--host", "0.0.0.0", "--port", told["url"].rpartition(":")[2])
        assert process.stderr
        warning = process.stderr.readline()

    assert "Put TLS in front" in warning
    assert taken.returncode == 3
    assert "Name another --host or --port" in taken.stderr
    assert "Traceback" not in taken.stderr
