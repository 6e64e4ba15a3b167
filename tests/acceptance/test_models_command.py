"""`ivr models` as people and programs use it, against a web server of our own."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from ivr.settings import Settings
from ivr.speech.model_store import starters, unpack
from ivr.terms import Language
from tests.acceptance.conftest import Ivr
from tests.model_server import Answer, ModelServer, model_server, model_zip

NAME = "vosk-model-cn-0.22"
ARCHIVE = model_zip(NAME)
Result: TypeAlias = subprocess.CompletedProcess[str]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A server that has a Chinese model of which this version knows no checksum."""
    with model_server() as running:
        running.publish(NAME, ARCHIVE)
        yield running


@pytest.fixture
def surroundings(server: ModelServer, tmp_path: Path) -> dict[str, str]:
    """Where models are fetched from and put, and no proxy."""
    return {"IVR_MODELS_URL": server.url, "IVR_DATA_DIR": str(tmp_path / "data"), "NO_PROXY": "127.0.0.1"}


@pytest.fixture
def models(ivr: Ivr, surroundings: dict[str, str]) -> Callable[..., Result]:
    """Run `ivr models`."""

    def run(*arguments: object) -> Result:
        return ivr("models", *arguments, **surroundings)

    return run


@pytest.fixture
def start(surroundings: dict[str, str]) -> Callable[..., "subprocess.Popen[str]"]:
    """Begin an `ivr models` that the test ends in its own way."""

    def started(*arguments: object) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "ivr", "models", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **surroundings},
        )

    return started


def test_starters_and_official_models_are_listed_without_a_network(
    models: Callable[..., Result], server: ModelServer
) -> None:
    """The list comes with the program; `cn` and `zh` are one language."""
    listed = json.loads(models("list", "--json").stdout)
    chinese = json.loads(models("list", "--language", "cn", "--json").stdout)

    assert {"ivr-en-starter", "vosk-model-small-en-us-0.15", NAME} <= {one["name"] for one in listed}
    assert {one["language"] for one in chinese} == {"zh"}
    assert chinese == [one for one in listed if one["language"] == "zh"]
    assert "vosk-model-small-cn-0.22" in models("list").stdout
    assert server.asked == []


def test_the_vendors_list_is_fetched_when_asked_for(models: Callable[..., Result], server: ModelServer) -> None:
    """And known from then on."""
    server.publish("vosk-model-cn-9", ARCHIVE)

    assert "vosk-model-cn-9" in models("list", "--online").stdout
    assert "vosk-model-cn-9" in models("list").stdout
    assert [one.path for one in server.asked] == ["model-list.json"]


def test_a_model_is_got_shown_and_removed(models: Callable[..., Result], server: ModelServer, tmp_path: Path) -> None:
    """From nothing to nothing."""
    got = json.loads(models("get", NAME, "--json").stdout)
    again = models("get", NAME)
    card = json.loads(models("card", NAME, "--json").stdout)
    asked = len(server.asked)
    removed = models("remove", NAME, "--yes")

    path = tmp_path / "data" / "models" / NAME
    assert (got["path"], card["path"], card["installed_at"]) == (str(path), str(path), got["installed_at"])
    assert card["verified"] == f"md5 as in the vendor's list, fetched from {server.url}model-list.json"
    assert (card["bytes"], card["disk_bytes"] > card["unpacked_bytes"] > 200_000) == (len(ARCHIVE), True)
    assert "was here already" in again.stdout
    assert (removed.returncode, path.exists(), len(server.asked)) == (0, False, asked)


def test_progress_is_not_drawn_into_a_pipe(models: Callable[..., Result]) -> None:
    """Only words on stderr, and the result on stdout."""
    result = models("get", NAME)

    assert result.returncode == 0
    assert result.stderr.splitlines()[-1].startswith("ivr: verified: md5 as in the vendor's list")
    assert "\x1b" not in result.stderr + result.stdout
    assert "It takes grammars. Use it with: ivr call --model" in result.stdout


def test_progress_is_drawn_on_a_terminal(surroundings: dict[str, str]) -> None:
    """A bar with bytes and speed on stderr; stdout has the result alone."""
    pty = pytest.importorskip("pty")
    ours, terminal = pty.openpty()
    command = [sys.executable, "-m", "ivr", "models", "get", NAME, "--json"]
    environment = {**os.environ, **surroundings, "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=terminal, env=environment) as process:
        os.close(terminal)
        drawn = b"".join(_chunks(ours))
        assert process.stdout is not None
        told = json.loads(process.stdout.read())
    os.close(ours)

    assert told["name"] == NAME
    assert "fetching" in drawn.decode()
    assert "ivr: verified: md5" in drawn.decode()


def _chunks(terminal: int) -> Iterator[bytes]:
    """What is written to a terminal, until its last writer is gone (which Linux tells as an error)."""
    try:
        while chunk := os.read(terminal, 65536):
            yield chunk
    except OSError:
        return


def test_without_a_server_the_steps_by_hand_are_told(ivr: Ivr, surroundings: dict[str, str], tmp_path: Path) -> None:
    """Exit code 3, and they work: a file put there is picked up, one named with --from is installed."""
    cut_off = {**surroundings, "IVR_MODELS_URL": "http://127.0.0.1:9/vosk"}
    place = tmp_path / "data" / "models" / f"{NAME}.zip"
    failed = ivr("models", "get", NAME, **cut_off)
    assert failed.returncode == 3
    assert f"fetch http://127.0.0.1:9/vosk/{NAME}.zip ({NAME}.zip, about 1.3G)" in failed.stderr
    assert f"put it at {place} and run 'ivr models get {NAME}' again" in failed.stderr
    assert "Traceback" not in failed.stderr

    place.write_bytes(ARCHIVE)
    picked_up = ivr("models", "get", NAME, **cut_off)
    assert (picked_up.returncode, place.with_suffix("").is_dir()) == (0, True)

    ivr("models", "remove", NAME, "--yes", **cut_off)
    elsewhere = place.rename(tmp_path / "elsewhere.zip")
    assert ivr("models", "get", NAME, "--from", elsewhere, **cut_off).returncode == 0


def test_killed_in_the_middle_the_next_get_goes_on(
    models: Callable[..., Result], start: Callable[..., "subprocess.Popen[str]"], server: ModelServer
) -> None:
    """SIGKILL while bytes come: no model is there, and what came is not fetched again."""
    server.answers.extend([Answer(), Answer(stall=150_000)])
    with start("get", NAME) as process:
        assert server.stalled.wait(60)
        wait_for_bytes(models, server)
        process.kill()
    listed = json.loads(models("list", "--language", "zh", "--json").stdout)
    assert not any(one["installed"] for one in listed if one["name"] == NAME)

    assert models("get", NAME).returncode == 0
    first, second = server.spans()
    assert (first, str(second).startswith("bytes=")) == (None, True)


def wait_for_bytes(models: Callable[..., Result], server: ModelServer) -> None:
    """Give the process that is about to be killed the time of one other command to write down what came."""
    models("list")
    assert server.stalled.is_set()


def test_stopped_by_the_keyboard_it_says_that_it_can_go_on(
    models: Callable[..., Result], start: Callable[..., "subprocess.Popen[str]"], server: ModelServer
) -> None:
    """Ctrl-C: exit code 130 and no traceback; then it goes on."""
    server.answers.extend([Answer(), Answer(stall=150_000)])
    with start("get", NAME) as process:
        assert server.stalled.wait(60)
        wait_for_bytes(models, server)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "running this again goes on from there" in told
    assert "Traceback" not in told

    assert models("get", NAME).returncode == 0
    assert server.spans() == [None, "bytes=150000-"]


def test_two_processes_at_once_fetch_it_once(
    start: Callable[..., "subprocess.Popen[str]"], server: ModelServer
) -> None:
    """The second waits for the first."""
    server.answers.extend([Answer(), Answer(pause=100_000)])
    with start("get", NAME) as first:
        assert server.stalled.wait(60)
        with start("get", NAME) as second:
            assert second.stderr is not None
            assert "another ivr is installing" in second.stderr.readline()
            server.resume.set()
            assert (first.wait(60), second.wait(60)) == (0, 0)

    assert server.spans() == [None]


def test_a_disk_that_is_full_is_told_and_then_goes_on(
    models: Callable[..., Result], surroundings: dict[str, str], server: ModelServer
) -> None:
    """Files may not grow beyond the archive, which stops unpacking as a full disk does; the archive is kept."""
    resource = pytest.importorskip("resource")
    archive = model_zip(NAME, size=50_000, text=400_000)
    server.publish(NAME, archive)
    limit = len(archive) + 1000
    assert limit < 400_000

    result = subprocess.run(
        [sys.executable, "-m", "ivr", "models", "get", NAME],
        capture_output=True,
        text=True,
        env={**os.environ, **surroundings},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
    )
    assert (result.returncode, "Make room and run this again" in result.stderr) == (3, True)
    assert "Traceback" not in result.stderr

    assert models("get", NAME).returncode == 0
    assert server.spans() == [None]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("get", "vosk-model-small-zh-0.22"), 2, "Did you mean 'vosk-model-small-cn-0.22'?"),
        (("get", "el"), 2, "Name one of these: vosk-model-el-gr-0.7"),
        (("card", "ivr-en-startr"), 2, "Did you mean 'ivr-en-starter'?"),
        (("remove", "ivr-en-starter", "--yes"), 2, "comes with this program and stays"),
        (("remove", NAME, "--yes"), 2, "is not installed. Installed: none"),
        (("remove", "../../etc", "--yes"), 2, "no model is called"),
    ],
)
def test_wrong_use_is_answered_with_what_would_be_right(
    models: Callable[..., Result], server: ModelServer, arguments: tuple[str, ...], code: int, told: str
) -> None:
    """And asks nobody."""
    result = models(*arguments)

    assert (result.returncode, told in result.stderr, server.asked) == (code, True, [])


def test_nothing_is_deleted_unasked(models: Callable[..., Result]) -> None:
    """A program that cannot answer must say --yes."""
    models("get", NAME)

    refused = models("remove", NAME)

    assert (refused.returncode, "Say --yes" in refused.stderr) == (2, True)
    assert json.loads(models("card", NAME, "--json").stdout)["installed"]


def test_a_starter_has_its_card(models: Callable[..., Result]) -> None:
    """As text for people."""
    assert "ivr-en-starter" in models("card", "ivr-en-starter").stdout.splitlines()[0]


def test_an_installed_model_is_used_by_its_name_everywhere(
    ivr: Ivr, surroundings: dict[str, str], tmp_path: Path, cache_dir: Path
) -> None:
    """Here the starter, packed as an official model would be: the doctor loads it, a flow is checked against it."""
    name = "vosk-model-en-in-0.5"
    settings = Settings()
    starter = next(one for one in starters(settings.models_dir) if one.language is Language.ENGLISH)
    files = unpack(starter, cache_dir / "models")
    archive = tmp_path / f"{name}.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(files.rglob("*")):
            if file.is_file():
                packed.writestr(f"{name}/{file.relative_to(files).as_posix()}", file.read_bytes())
    model = {**surroundings, "IVR_MODEL": name}
    missing = ivr("doctor", "--only", "model", **model)
    assert (missing.returncode, f"ivr models get {name}" in missing.stdout) == (1, True)

    installed = ivr("models", "get", name, "--from", archive, **surroundings)
    found = ivr("doctor", "--only", "model", **model)

    assert (installed.returncode, found.returncode) == (0, 0)
    assert f"{name} loads" in found.stdout
    assert ivr("flow", "check", "retail", **model).returncode == 0


def test_no_other_command_brings_the_network_client() -> None:
    """What cannot be imported cannot call home."""
    code = "import sys, ivr.cli.main; sys.exit('httpx' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
