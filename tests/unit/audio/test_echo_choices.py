"""What was found out about two devices is kept for them."""

from pathlib import Path

import pytest

from ivr.audio.echo import Echo, EchoChoice
from ivr.audio.echo_choices import EchoChoices


def test_each_pair_of_devices_has_its_own(tmp_path: Path) -> None:
    """Also those with Chinese names; the newest measurement counts."""
    choices = EchoChoices(tmp_path / "data" / "echo.json")
    choices.keep("麦克风", "音箱", EchoChoice(Echo.HALF_DUPLEX, 480))
    choices.keep("Jabra", "Jabra", EchoChoice(Echo.CANCEL, 120))
    choices.keep("Jabra", "Jabra", EchoChoice(Echo.NONE, 60))

    again = EchoChoices(tmp_path / "data" / "echo.json")
    assert again.of("麦克风", "音箱") == EchoChoice(Echo.HALF_DUPLEX, 480)
    assert again.of("Jabra", "Jabra") == EchoChoice(Echo.NONE, 60)
    assert again.of("Jabra", "音箱") is None


@pytest.mark.parametrize("written", ["", "[]", "{", '{"a | b": 1}', '{"a | b": {"echo": "loud", "tail_ms": 1}}'])
def test_a_file_that_cannot_be_read_is_no_measurement(tmp_path: Path, written: str) -> None:
    """The line is half duplex then, as before."""
    path = tmp_path / "echo.json"
    path.write_text(written)

    assert EchoChoices(path).of("a", "b") is None
