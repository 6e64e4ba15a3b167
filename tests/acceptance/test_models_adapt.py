"""`ivr models adapt` and the warnings of `ivr flow check`, as authors meet them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import Ivr

SHOP = """\
flow: shop
language: en
start: hello
hand_over: {queue: general}
intents:
  order:
    means: order
    examples:
      - i want to buy a zorblat
      - another zorblat please
  billing: {means: pay, examples: [i want to pay a bill]}
slots:
  product: {type: choice, ask: Which one?, choices: {zorblat: [the zorblat, the QUIXEL], other: [another one]}}
routes: {order: desk, billing: desk}
nodes:
  hello: {say: Hello., listen: {to: any}}
  desk: {collect: [product], transfer: {queue: billing}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A flow with two words that no dictionary holds."""
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, "utf-8")
    return path


def test_an_author_gets_the_words_heard_that_the_checker_warned_of(ivr: Ivr, shop: Path, tmp_path: Path) -> None:
    """Warned of, guessed, corrected, and warned of no more."""
    warned = ivr("flow", "check", shop)
    assert warned.returncode == 0
    assert "shop (en) can take calls" in warned.stdout
    assert [
        line.partition(" cannot hear")[0].rpartition(" model ")[0]
        for line in warned.stderr.splitlines()
        if "unheard" in line
    ] == [
        f"{shop}:9:9: warning[unheard-word]: 'zorblat' is a word that the speech",
        f"{shop}:13:77: warning[unheard-word]: 'quixel' is a word that the speech",
    ]

    guessed = ivr("models", "adapt", "--flow", shop, "--out", tmp_path / "model")
    assert (guessed.returncode, guessed.stderr) == (0, "")
    assert "  zorblat Z AO R B L AE T\n" in guessed.stdout

    (tmp_path / "names.txt").write_text("Zorblat Z AO R B L AA T  # as the shop says it\n", "utf-8")
    lexicon = ("--lexicon", tmp_path / "names.txt")
    corrected = json.loads(
        ivr("models", "adapt", "--flow", shop, *lexicon, "--out", tmp_path / "model", "--json").stdout
    )
    words = {one["word"]: one for one in corrected["words"]}
    assert words["zorblat"] == {"word": "zorblat", "pronunciations": ["Z AO R B L AA T"], "source": "lexicon"}
    assert words["quixel"]["source"] == "guess"
    assert words["bill"]["source"] == "dictionary"
    assert (corrected["model"], corrected["unheard"]) == (str(tmp_path / "model"), [])

    checked = ivr("flow", "check", shop, "--model", tmp_path / "model")
    assert (checked.returncode, "unheard" in checked.stderr) == (0, False)


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_warnings_for_programs(ivr: Ivr, shop: Path, options: tuple[str, ...], code: int) -> None:
    """Objects on standard output, and the exit code of a flow that can take calls; another when asked for."""
    result = ivr("flow", "check", shop, "--json", *options)

    warnings = [one for one in json.loads(result.stdout) if one["code"] == "unheard-word"]
    assert (result.returncode, result.stderr) == (code, "")
    assert [(one["code"], one["severity"], one["line"], one["column"]) for one in warnings] == [
        ("unheard-word", "warning", 9, 9),
        ("unheard-word", "warning", 13, 77),
    ]
    assert warnings[0]["fix"].startswith("`ivr models adapt` gives it a pronunciation")


def test_errors_are_told_for_programs_too(ivr: Ivr, shop: Path) -> None:
    """A flow that cannot take calls is not compared with a model."""
    shop.write_text(SHOP.replace("start: hello", "start: helo"), "utf-8")

    result = ivr("flow", "check", shop, "--json")

    assert result.returncode == 1
    assert json.loads(result.stdout) == [
        {
            "code": "no-such-node",
            "severity": "error",
            "file": str(shop),
            "line": 3,
            "column": 8,
            "message": "start: no node 'helo'",
            "fix": "Did you mean 'hello'?",
        }
    ]


def test_an_adapted_model_takes_calls(ivr: Ivr, tmp_path: Path) -> None:
    """The retail line with a model of its own words: the recorded caller gets to the queue."""
    out = tmp_path / "retail"
    assert ivr("models", "adapt", "--flow", "retail", "--out", out).returncode == 0

    result = ivr("call", "--wav", "audio_samples/calls/track_order.wav", "--model", out, "--json")

    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0
    assert any(event["event"] == "lookup" for event in events)


def test_the_command_explains_itself(ivr: Ivr) -> None:
    """With an example, as every command."""
    result = ivr("models", "adapt", "--help")

    assert (result.returncode, result.stderr) == (0, "")
    assert "ivr models adapt --flow retail" in result.stdout


def test_mistakes_in_a_lexicon_file_stand_at_their_places(ivr: Ivr, shop: Path, tmp_path: Path) -> None:
    """No model is written."""
    names = tmp_path / "names.txt"
    names.write_text("zorblat Z AOO R\nquixel\n", "utf-8")

    result = ivr("models", "adapt", "--flow", shop, "--lexicon", names, "--out", tmp_path / "model")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"{names}:1:11: error[no-such-sound]: no phone 'AOO'. Did you mean 'AO'?",
        f"{names}:2:1: error[no-sounds]: 'quixel' has no phones. Write how it is said behind it",
    ]
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--flow", "retial"), 2, "Did you mean 'retail'?"),
        (("--flow", "retail", "--lexicon", "nowhere.txt"), 1, "nowhere.txt:1:1: error[cannot-read]: cannot be read"),
        (("--flow", "retail", "--model", "ivr-en-startr"), 3, "ivr-en-starter"),
        (("--flow", "retail", "--out", "/proc/model"), 2, "/proc/model: cannot be written"),
        (("--flow", "retail", "--out", "."), 2, "is there already and is no adapted model"),
        ((), 2, "Missing option '--flow'"),
    ],
)
def test_wrong_use_is_told_in_one_message(ivr: Ivr, arguments: tuple[str, ...], code: int, said: str) -> None:
    """Whose move it is, by the exit code."""
    result = ivr("models", "adapt", *arguments)

    assert result.returncode == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_killed_run_leaves_nothing_half(shop: Path, tmp_path: Path, cache_dir: Path) -> None:
    """Killed as soon as it writes: there is no model, and the next run makes one."""
    folder = tmp_path / "models"
    command = [sys.executable, "-m", "ivr", "models", "adapt", "--flow", str(shop), "--out", str(folder / "shop")]
    settings = {**os.environ, "IVR_CACHE_DIR": str(cache_dir), "IVR_DATA_DIR": str(tmp_path / "data")}
    with subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not any(folder.glob(".shop-*/shop/am")):
            time.sleep(0.005)
        process.kill()
    written = (folder / "shop").exists()

    done = subprocess.run(command, env=settings, capture_output=True, timeout=120, check=False)

    assert not written
    assert done.returncode == 0
    assert (folder / "shop" / "graph" / "HCLr.fst").exists()
