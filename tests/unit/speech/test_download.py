"""Downloads from a server of our own that cuts, stalls, changes its files and lies."""

import functools
import random
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.errors import DownloadError, ModelError
from ivr.speech import download
from ivr.speech.download import Download, Patience, fetch_text
from tests.model_server import Answer, ModelServer

DATA = random.Random(0).randbytes(300_000)
QUICK = Patience(connect_s=5.0, read_s=0.3, pauses_s=(0.0, 0.0))


@pytest.fixture
def part(tmp_path: Path, server: ModelServer) -> Path:
    """Where the file is fetched to; the server has it."""
    server.files["a.zip"] = DATA
    return tmp_path / "a.zip.part"


def fetch(server: ModelServer, part: Path, expected: int | None = len(DATA)) -> list[tuple[int, int | None]]:
    """Fetch a.zip, and return the progress that was told."""
    seen: list[tuple[int, int | None]] = []
    Download(f"{server.url}a.zip", part, expected, lambda *moved: seen.append(moved), QUICK).run()
    return seen


def test_a_file_comes_whole_and_tells_how_far_it_is(server: ModelServer, part: Path) -> None:
    """The progress ends at the whole."""
    seen = fetch(server, part)

    assert part.read_bytes() == DATA
    assert seen[-1] == (len(DATA), len(DATA))
    assert sorted(seen) == seen


def test_after_a_cut_only_the_rest_is_asked_for(server: ModelServer, part: Path) -> None:
    """And only if the file is still the same: If-Range."""
    server.answers.append(Answer(cut=100_000))

    fetch(server, part)

    assert part.read_bytes() == DATA
    assert server.spans() == [None, "bytes=100000-"]
    assert server.asked[1].if_range


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 299_999), max_size=4), ignore=st.booleans())
def test_any_cuts_give_the_same_file(server: ModelServer, part: Path, cuts: list[int], ignore: bool) -> None:
    """Wherever the connection is cut, and whether or not the server knows ranges."""
    server.answers.clear()
    server.answers.extend(Answer(cut=cut, ignore_range=ignore) for cut in cuts)

    part.unlink(missing_ok=True)
    try:
        fetch(server, part)
    except DownloadError:  # patience is used up when attempts bring no more than was there
        server.answers.clear()
        fetch(server, part)

    assert part.read_bytes() == DATA


def test_a_server_that_ignores_ranges_sends_it_all_again(server: ModelServer, part: Path) -> None:
    """The part is not put before the whole."""
    server.answers.extend([Answer(cut=100_000), Answer(ignore_range=True)])

    fetch(server, part)

    assert part.read_bytes() == DATA


def test_a_file_that_changed_meanwhile_is_fetched_anew(server: ModelServer, part: Path) -> None:
    """No file is made of two editions."""
    server.answers.append(Answer(cut=100_000))
    new = DATA[::-1]
    server.answers.extend([Answer(status=503)] * 3)
    with pytest.raises(DownloadError):
        fetch(server, part)
    server.files["a.zip"] = new

    fetch(server, part)

    assert part.read_bytes() == new


def test_a_part_of_an_edition_that_nobody_can_name_is_not_used(server: ModelServer, part: Path) -> None:
    """Without ETag and date the whole is fetched again."""
    server.tags = False
    server.answers.append(Answer(cut=100_000))

    fetch(server, part)

    assert part.read_bytes() == DATA
    assert server.spans() == [None, None]


def test_a_part_that_came_from_elsewhere_is_not_used(server: ModelServer, part: Path) -> None:
    """A file of that name without its stamp, or with a torn one, is no beginning of ours."""
    part.write_bytes(b"something else")
    part.with_name("a.zip.part.json").write_text('{"url": ')

    fetch(server, part)

    assert part.read_bytes() == DATA


def test_a_part_longer_than_the_file_is_thrown_away(server: ModelServer, part: Path) -> None:
    """The server answers 416 and the download begins anew."""
    fetch(server, part)
    with part.open("ab") as file:
        file.write(b"more")

    fetch(server, part)

    assert part.read_bytes() == DATA


def test_what_is_whole_is_not_asked_for_again(server: ModelServer, part: Path) -> None:
    """Not even whether it is still there."""
    fetch(server, part)
    fetch(server, part)

    assert server.spans() == [None]


def test_another_part_than_asked_for_is_not_appended(server: ModelServer, part: Path) -> None:
    """A server that is off by one."""
    server.answers.extend([Answer(cut=100_000), Answer(wrong_range=True)])

    fetch(server, part)

    assert part.read_bytes() == DATA


def test_a_stalled_server_is_left_and_asked_again(server: ModelServer, part: Path) -> None:
    """Silence is a cut."""
    server.answers.append(Answer(stall=100_000))

    fetch(server, part)

    assert part.read_bytes() == DATA
    assert server.spans() == [None, "bytes=100000-"]


def test_patience_ends_and_what_has_come_is_kept(server: ModelServer, part: Path) -> None:
    """When attempts bring nothing new; the next run goes on."""
    server.answers.extend([Answer(stall=100_000), *[Answer(stall=0)] * 3])

    with pytest.raises(DownloadError, match="the server has stopped sending"):
        fetch(server, part)

    assert part.read_bytes() == DATA[:100_000]
    fetch(server, part)
    assert part.read_bytes() == DATA


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(server: ModelServer, part: Path, status: int) -> None:
    """Once is no failure."""
    server.answers.append(Answer(status=status))

    fetch(server, part)

    assert part.read_bytes() == DATA


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(status=404), "there is no such file on the server"),
        (Answer(status=403), r"the server refuses \(HTTP 403\)"),
        (Answer(status=407), "the proxy wants a user and a password"),
    ],
)
def test_a_refusal_is_told_at_once(server: ModelServer, part: Path, answer: Answer, told: str) -> None:
    """With what it means."""
    server.answers.append(answer)

    with pytest.raises(DownloadError, match=told):
        fetch(server, part)
    assert len(server.asked) == 1


def test_a_server_that_sends_round_in_circles_is_told(server: ModelServer, part: Path) -> None:
    """Redirects end."""
    server.answers.extend(Answer(status=302, location="/a.zip") for _ in range(100))

    with pytest.raises(DownloadError, match="round in circles"):
        fetch(server, part)


@pytest.mark.parametrize("no_length", [False, True])
def test_a_file_of_another_size_is_refused(server: ModelServer, part: Path, no_length: bool) -> None:
    """Whether the server tells its length or just sends more; nothing of it is kept."""
    server.answers.append(Answer(no_length=no_length))

    with pytest.raises(DownloadError, match=r"should have 200000|more than the 200000 bytes"):
        fetch(server, part, 200_000)
    assert not part.exists()


def test_a_file_of_unknown_size_ends_with_the_connection(server: ModelServer, part: Path) -> None:
    """Where neither we nor the server know it."""
    server.answers.append(Answer(no_length=True))

    seen = fetch(server, part, None)

    assert part.read_bytes() == DATA
    assert seen[-1] == (len(DATA), None)


def test_a_server_that_is_not_there_is_told_at_once(part: Path) -> None:
    """No waiting where nobody is."""
    with pytest.raises(DownloadError, match="the server cannot be reached"):
        Download("http://127.0.0.1:9/a.zip", part, None, lambda *_: None, Patience()).run()


@pytest.mark.parametrize("url", ["ftp://example.org/a.zip", "a.zip"])
def test_what_is_no_address_is_told(part: Path, url: str) -> None:
    """From IVR_MODELS_URL."""
    with pytest.raises(DownloadError, match="no address"):
        Download(url, part, None, lambda *_: None, QUICK).run()


def test_a_proxy_of_the_environment_is_used(server: ModelServer, part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stands for a proxy: it is asked for a host that does not exist."""
    monkeypatch.setenv("HTTP_PROXY", server.url)

    Download("http://models.invalid/a.zip", part, None, lambda *_: None, QUICK).run()

    assert part.read_bytes() == DATA


@pytest.mark.parametrize("proxy", ["http://me:hush@127.0.0.1:9", "ftp://me:hush@127.0.0.1:9", "http://me:hush@[:9"])
def test_a_proxy_that_fails_is_told_without_its_password(
    server: ModelServer, part: Path, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    """Absent, of an unknown kind, or no address."""
    monkeypatch.setenv("HTTP_PROXY", proxy)

    with pytest.raises(DownloadError) as caught:
        Download("http://models.invalid/a.zip", part, None, lambda *_: None, QUICK).run()
    assert "hush" not in str(caught.value)


def test_a_full_disk_keeps_what_has_come(server: ModelServer, part: Path) -> None:
    """The disk is not full but files may not grow, which stops a write in the same way; with room it goes on."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(ModelError, match=r"cannot be written .*Make room and run this again"):
            fetch(server, part)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert part.read_bytes() == DATA[: part.stat().st_size] != b""

    fetch(server, part)

    assert part.read_bytes() == DATA
    assert server.spans()[0] is None
    assert str(server.spans()[1]).startswith("bytes=")


def test_a_text_is_fetched(server: ModelServer) -> None:
    """Chinese comes as it is."""
    server.files["list"] = "模型".encode()

    assert fetch_text(f"{server.url}list", QUICK) == "模型"


@pytest.mark.parametrize(("content", "told"), [(b"\xff\xfe\xff", "no text"), (b"x" * 5_000_000, "too long")])
def test_what_cannot_be_a_text_is_refused(server: ModelServer, content: bytes, told: str) -> None:
    """An endless or binary answer."""
    server.files["list"] = content

    with pytest.raises(DownloadError, match=told):
        fetch_text(f"{server.url}list", QUICK)


def test_a_busy_server_fails_a_text(server: ModelServer) -> None:
    """A list is asked for once."""
    server.answers.append(Answer(status=503))
    server.files["list"] = b"[]"

    with pytest.raises(DownloadError, match="busy or broken"):
        fetch_text(f"{server.url}list", QUICK)


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[httpx.Request], httpx.Response]], None]:
    """Answer requests without any network, for what a server of our own cannot do: certificates."""

    def answer(handler: Callable[[httpx.Request], httpx.Response]) -> None:
        client = functools.partial(httpx.Client, transport=httpx.MockTransport(handler), follow_redirects=True)
        monkeypatch.setattr(download, "_client", lambda _: client())

    return answer


def test_nobody_is_led_from_an_encrypted_address_to_another(
    pretend: Callable[[Callable[[httpx.Request], httpx.Response]], None],
) -> None:
    """Whoever sits in between could send anything."""

    def lead_astray(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            return httpx.Response(302, headers={"Location": "http://there.example/list"})
        return httpx.Response(200, text="[]")

    pretend(lead_astray)
    with pytest.raises(DownloadError, match="sends us on to an unencrypted address"):
        fetch_text("https://here.example/list", QUICK)


def test_a_certificate_that_is_not_trusted_is_told(
    pretend: Callable[[Callable[[httpx.Request], httpx.Response]], None],
) -> None:
    """As companies' proxies have them; with the variable that helps."""

    def distrust(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate in certificate chain")

    pretend(distrust)
    with pytest.raises(DownloadError, match=r"certificate is not trusted here \(SSL_CERT_FILE"):
        fetch_text("https://here.example/list", QUICK)
