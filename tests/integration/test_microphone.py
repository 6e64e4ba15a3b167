"""A call through a real sound system: PulseAudio with null devices stands in for the headset."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ivr.audio.microphone_line import STALL_S
from ivr.audio.pcm import level_dbfs
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.terms import Language

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("pulseaudio", "paplay", "pactl", "parec"))),
    reason="needs Debian's pulseaudio, pulseaudio-utils, libportaudio2 and libasound2-plugins",
)
SINKS = [f"--load=module-null-sink sink_name={name} rate=16000 channels=1" for name in ("caller", "speaker")]


@pytest.fixture
def sound_system(tmp_path: Path) -> Iterator[tuple[Mapping[str, str], subprocess.Popen[bytes]]]:
    """A PulseAudio of this test's own, with what reaches it; the microphone hears what is played to sink "caller"."""
    (tmp_path / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n")
    tmp_path.chmod(0o700)
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    daemon = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--load=module-native-protocol-unix", *SINKS]
    server = subprocess.Popen(daemon, env=environment, stderr=subprocess.DEVNULL)
    try:
        for choice in (["set-default-sink", "speaker"], ["set-default-source", "caller.monitor"]):
            _until_it_works(["pactl", *choice], environment)
        yield environment, server
    finally:
        server.terminate()
        server.wait()


def _until_it_works(command: list[str], environment: Mapping[str, str]) -> None:
    deadline = time.monotonic() + 20
    while subprocess.run(command, env=environment, capture_output=True, check=False).returncode:
        assert time.monotonic() < deadline, f"{command} never worked"
        time.sleep(0.1)


@pytest.mark.parametrize("stands_still", [False, True])
def test_a_caller_at_the_microphone_is_heard_and_answered(
    sound_system: tuple[Mapping[str, str], subprocess.Popen[bytes]], tmp_path: Path, stands_still: bool
) -> None:
    """What is said is understood, prompts come out of the loudspeaker, both are recorded.

    So it is too when the sound system stands still for longer than PortAudio can wait, before the caller speaks.
    """
    environment, server = sound_system
    sentence = tmp_path / "agent.wav"
    voice = Pyttsx3Voice()
    soundfile.write(
        sentence, voice.render("I want to talk to an agent", Manner(Language.ENGLISH, "gmw/en-us+f5", 140)), 16_000
    )
    voice.close()
    out, heard = tmp_path / "call.wav", tmp_path / "heard.raw"
    with heard.open("wb") as file:
        ear = subprocess.Popen(
            ["parec", "-d", "speaker.monitor", "--rate=16000", "--channels=1", "--format=s16le"],
            env=environment,
            stdout=file,
        )
        call = [sys.executable, "-m", "ivr", "call", "--headset", "--json", "--out", str(out)]
        line = subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, text=True)
        watchdog = threading.Timer(120, line.kill)
        watchdog.start()
        assert line.stdout is not None
        events = []
        for text in line.stdout:
            events.append(json.loads(text))
            asked = {"prompt", "decision"} & {events[-1]["event"]}
            if asked and events[-1].get("node") == "welcome" and not any(one["event"] == "transfer" for one in events):
                time.sleep(1)
                if stands_still:
                    server.send_signal(signal.SIGSTOP)
                    time.sleep(2 * STALL_S)
                    server.send_signal(signal.SIGCONT)
                    time.sleep(STALL_S)  # to be opened anew
                    stands_still = False
                subprocess.run(["paplay", "-d", "caller", str(sentence)], env=environment, check=True)
        code = line.wait()
        line.stdout.close()
        watchdog.cancel()
        ear.terminate()
        ear.wait()

    assert (code, events[-1]["disposition"]) == (0, "transferred")
    assert level_dbfs(np.fromfile(heard, dtype=np.int16)) > -45
    assert soundfile.info(out).channels == 2


def test_without_a_device_it_is_said_what_to_do(tmp_path: Path) -> None:
    """PortAudio without any device: code 3 and the fix."""
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}

    result = subprocess.run(
        [sys.executable, "-m", "ivr", "call"], env=environment, capture_output=True, text=True, check=False, timeout=120
    )

    if result.returncode == 0:
        pytest.skip("this machine has a sound card")
    assert result.returncode == 3
    assert "--wav FILE" in result.stderr
