"""A look-up in a service, which may be slow, broken, gone, or somebody else."""

import logging
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from ivr.errors import OperatorError
from ivr.lookups.http_lookup import LARGEST_BYTES, HttpLookup, Patience
from tests.service import Answer, Service, running_service, said

CHEN = {"account": {"balance": 12.5}, "customer": {"name": "陈小明", "birth_date": "1990-02-03"}}
ROW = {"balance": "12.5", "name": "陈小明"}
FIELDS = {"balance": "account.balance", "name": "customer.name"}
QUICK = Patience(timeout_ms=300, retries=1, pause_ms=1)
SECRET = "s3cr3t"
SLACK_S = 1.0
"""A loaded machine may be late."""


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that is asked."""
    with running_service() as running:
        yield running


@pytest.fixture
def bank(service: Service) -> HttpLookup:
    """A look-up of accounts in it."""
    return HttpLookup(f"{service.origin}/accounts/{{key}}", {"Authorization": SECRET}, FIELDS, QUICK)


def reason_of(lookup: HttpLookup, key: str = "1234") -> str:
    """Why a search fails."""
    with pytest.raises(OperatorError) as failed:
        lookup.find(key)
    assert failed.value.fix
    return failed.value.message


def test_what_is_there_is_found(bank: HttpLookup, service: Service) -> None:
    """In one request that brings the secret along, to the address with the key in it."""
    service.answer(said(CHEN))

    assert bank.find("1234") == ROW
    path, headers = service.asked[0]
    assert (path, headers["Authorization"], headers["Accept"]) == ("/accounts/1234", SECRET, "application/json")
    assert len(service.asked) == 1


def test_what_is_not_there_is_missing(bank: HttpLookup, service: Service) -> None:
    """404 is an answer, and is not asked for again."""
    service.answer(Answer(b"<h1>not found</h1>", status=404))

    assert bank.find("1234") is None
    assert len(service.asked) == 1


@pytest.mark.parametrize("key", ["12 34", "a/b", "../admin", "x?all=1", "x#y", "%41", "a+b", "陈小明", "a\nb", "'\"<é"])
def test_a_key_is_only_a_key(bank: HttpLookup, service: Service, key: str) -> None:
    """Whatever a caller says, it stays one part of the path."""
    bank.find(key)

    path = service.paths[0].removeprefix("/accounts/")
    assert unquote(path) == key
    assert not set(path) & set("/?# +")


@pytest.mark.parametrize("key", ["", ".", "..", "/", " "])
def test_a_key_of_no_characters_is_not_asked_for(bank: HttpLookup, service: Service, key: str) -> None:
    """`/accounts/` might be the list of all of them."""
    assert bank.find(key) is None
    assert service.asked == []


def test_a_key_may_stand_behind_a_question_mark(service: Service) -> None:
    """As in `?number=`; there too it is one value."""
    service.answer(said([CHEN]))
    fields = {"balance": "0.account.balance"}
    found = HttpLookup(f"{service.origin}/accounts?number={{key}}&all=no", {}, fields, QUICK).find("12&all=yes")

    assert (found, service.paths) == ({"balance": "12.5"}, ["/accounts?number=12%26all%3Dyes&all=no"])


@pytest.mark.parametrize("bad", [Answer(status=500), Answer(status=503), Answer(status=429), said(CHEN, cut=True)])
def test_what_may_be_gone_in_a_moment_is_asked_again(bank: HttpLookup, service: Service, bad: Answer) -> None:
    """The second time it is there."""
    service.answer(bad, said(CHEN))

    assert bank.find("1234") == ROW
    assert len(service.asked) == 2


def test_a_slow_answer_is_asked_for_again(bank: HttpLookup, service: Service) -> None:
    """When time is up for the first."""
    service.answer(Answer(stall=True), said(CHEN))

    assert bank.find("1234") == ROW


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (Answer(status=500), "HTTP 500"),
        (said(CHEN, cut=True), "the connection was cut"),
        (Answer(stall=True), "no answer within 300 ms"),
        (Answer(trickle=True), "no answer within 300 ms"),
    ],
)
def test_patience_comes_to_an_end(bank: HttpLookup, service: Service, bad: Answer, reason: str) -> None:
    """After as many attempts as were allowed, and in the time that they may take."""
    service.answer(bad)
    began = time.monotonic()

    assert reason_of(bank) == reason
    assert len(service.asked) == 2
    assert time.monotonic() - began < 2 * QUICK.timeout_ms / 1000 + SLACK_S


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (Answer(status=401), "HTTP 401"),
        (Answer(status=400), "HTTP 400"),
        (Answer(b"<html>", status=200), "the answer is no JSON"),
        (Answer(status=204), "the answer is no JSON"),
        (said({"account": {"balance": 1}}), "the answer lacks name"),
        (said({**CHEN, "account": {"balance": [1]}}), "balance is a list or has parts of its own"),
        (Answer(b" " * LARGEST_BYTES + b"{}"), f"the answer has more than {LARGEST_BYTES} bytes"),
        (Answer(b"\x1f\x8b\x08", headers={"Content-Encoding": "gzip"}), "the answer is no JSON"),
    ],
)
def test_what_another_attempt_would_not_mend_is_not_asked_again(
    bank: HttpLookup, service: Service, bad: Answer, reason: str
) -> None:
    """The operator is told why."""
    service.answer(bad)

    assert reason_of(bank) == reason
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_sent_elsewhere(bank: HttpLookup, service: Service, status: int) -> None:
    """Neither key nor secret go where the flow does not say."""
    with running_service() as other:
        other.answer(said(CHEN))
        service.answer(Answer(status=status, headers={"Location": f"{other.origin}/accounts/1234"}))

        assert reason_of(bank) == f"HTTP {status}: sent to another address"
        assert (other.asked, len(service.asked)) == ([], 1)


def test_the_proxies_of_the_environment_are_passed_by(
    bank: HttpLookup, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked up goes to the service alone."""
    monkeypatch.setenv("HTTP_PROXY", "http://localhost:9")
    monkeypatch.setenv("ALL_PROXY", "http://localhost:9")
    service.answer(said(CHEN))

    assert bank.find("1234") == ROW


def test_a_service_that_is_gone_is_told() -> None:
    """Nobody listens there any more."""
    with running_service() as gone:
        origin = gone.origin

    assert reason_of(HttpLookup(f"{origin}/{{key}}", {}, FIELDS, QUICK)) == "it cannot be reached"


def test_a_key_too_long_for_an_address_is_told(bank: HttpLookup) -> None:
    """No address has a hundred thousand characters."""
    assert reason_of(bank, "1" * 100_000) == "there is no such address"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key, that only we trust."""
    folder = tmp_path_factory.mktemp("certificate")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    more = f"-addext subjectAltName=DNS:localhost -keyout {folder}/key.pem -out {folder}/own.pem"
    try:
        subprocess.run([*command.split(), *more.split()], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this machine has no openssl to make a certificate with")
    both = folder / "both.pem"
    both.write_text((folder / "own.pem").read_text() + (folder / "key.pem").read_text())
    return both


def test_a_certificate_that_nobody_trusts_is_refused(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And taken once the operator says so; before that the service hears nothing."""
    with running_service(certificate) as safe:
        safe.answer(said(CHEN))
        url = f"{safe.origin}/{{key}}"

        assert reason_of(HttpLookup(url, {}, FIELDS, QUICK)) == "its certificate is not trusted"
        assert safe.asked == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert HttpLookup(url, {}, FIELDS, Patience(5000)).find("1234") == ROW
        other_name = url.replace("localhost", "127.0.0.1")
        assert reason_of(HttpLookup(other_name, {}, FIELDS, QUICK)) == "its certificate is not trusted"


@pytest.mark.parametrize("answer", [said(CHEN), Answer(status=500), Answer(status=401), Answer(b"13579 s3cr3t")])
def test_no_log_and_no_error_tells_what_was_searched_for(
    bank: HttpLookup, service: Service, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor the secret, however much is logged, however it ends."""
    service.answer(answer)
    told = ""
    with caplog.at_level(logging.DEBUG):
        try:
            bank.find("13579")
        except OperatorError as error:
            told = f"{error}{error.__cause__}"

    assert service.paths[0] == "/accounts/13579"
    assert not any(word in caplog.text + told for word in ("13579", SECRET, "陈小明"))


def test_a_search_that_is_interrupted_leaves_nothing_open(
    bank: HttpLookup, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever watches may have had enough while the service is silent."""

    def enough(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ivr.lookups.http_lookup.values_of", enough)
    service.answer(said(CHEN))

    with pytest.raises(KeyboardInterrupt):
        bank.find("1234")
