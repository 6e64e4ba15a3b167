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
from statistics import median
from typing import Any, TypeAlias

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy.signal import correlate

from ivr.app import open_desk
from ivr.audio.frames import LINE_RATE
from ivr.audio.microphone_line import STALL_S
from ivr.audio.pcm import level_dbfs
from ivr.prompts.pyttsx3_voice import Pyttsx3Voice
from ivr.prompts.voice import Manner
from ivr.settings import Settings
from ivr.terms import Language

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("pulseaudio", "paplay", "pactl", "parec"))),
    reason="needs Debian's pulseaudio, pulseaudio-utils, libportaudio2 and libasound2-plugins",
)
SINKS = [f"--load=module-null-sink sink_name={name} rate=16000 channels=1" for name in ("caller", "speaker")]
BYTES_A_MOMENT = 4
"""In a recording: two channels of 16 bits."""
AUDIBLE = 0.01
"""RMS of half a second in which the line says something (a barge-in leaves whole seconds of a prompt unsaid)."""

Sound: TypeAlias = NDArray[np.float64]
SoundSystem: TypeAlias = tuple[Mapping[str, str], subprocess.Popen[bytes]]
"""The environment in which PulseAudio is found, and its process."""

DEVICES = """
pcm.!default { type pulse }
ctl.!default { type pulse }
pcm.headset_microphone { type pulse device caller.monitor }
pcm.headset_earphone { type pulse device speaker }
"""


@pytest.fixture
def sound_system(tmp_path: Path) -> Iterator[SoundSystem]:
    """A PulseAudio of this test's own, with what reaches it; the microphone hears what is played to sink "caller"."""
    (tmp_path / ".asoundrc").write_text(DEVICES)
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


class LiveCall:
    """`ivr call` as a process, whose events can be waited for."""

    def __init__(self, environment: Mapping[str, str], folder: Path, *options: str) -> None:
        self.environment = {**environment, "IVR_DATA_DIR": str(folder)}
        self.out = folder / "call.wav"
        self.events: list[dict[str, Any]] = []
        self._stderr = folder / "stderr"
        with self._stderr.open("w") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ivr", "call", "--json", "--out", str(self.out), *options],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        self._watchdog = threading.Timer(120, self._process.kill)
        self._watchdog.start()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            self.events.append(json.loads(text))
            yield self.events[-1]

    def wait_for(self, event: str) -> None:
        """Read until that has happened."""
        assert any(one["event"] == event for one in self), f"no {event}: {self.errors()}"

    def say_at_each_welcome(self, sentence: Path) -> Iterator[None]:
        """Whenever the caller is asked for their wish they have it played, a second after this yields."""
        for event in self:
            if event["event"] in ("prompt", "decision") and event["node"] == "welcome" and not self.named("transfer"):
                time.sleep(1)
                yield
                subprocess.run(["paplay", "-d", "caller", str(sentence)], env=self.environment, check=True)
            if event["event"] == "transfer":
                return

    def finish(self) -> int:
        """Wait for the end, and give the exit code."""
        for _ in self:
            pass
        code = self._process.wait()
        self._watchdog.cancel()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code

    def interrupt(self) -> None:
        """Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def named(self, event: str) -> list[dict[str, Any]]:
        """The events of that name."""
        return [one for one in self.events if one["event"] == event]

    def errors(self) -> str:
        """What was said on standard error."""
        return self._stderr.read_text()


@pytest.fixture(scope="module")
def sentence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody asks for an agent."""
    path = tmp_path_factory.mktemp("said") / "agent.wav"
    voice = Pyttsx3Voice()
    pcm = voice.render("I want to talk to an agent", Manner(Language.ENGLISH, "gmw/en-us+f5", 140))
    voice.close()
    soundfile.write(path, pcm, LINE_RATE)
    return path


@pytest.mark.parametrize("stands_still", [False, True])
def test_a_caller_at_the_microphone_is_heard_and_answered(
    sound_system: SoundSystem, tmp_path: Path, sentence: Path, stands_still: bool
) -> None:
    """What is said is understood, prompts come out of the loudspeaker, both are recorded; devices are named.

    So it is too when the sound system stands still for longer than PortAudio can wait, before the caller speaks; then
    it is told that sound was lost.
    """
    environment, server = sound_system
    heard, still_to_come = tmp_path / "heard.raw", stands_still
    with heard.open("wb") as file:
        ear = subprocess.Popen(
            ["parec", "-d", "speaker.monitor", "--rate=16000", "--channels=1", "--format=s16le"],
            env=environment,
            stdout=file,
        )
        call = LiveCall(environment, tmp_path, "--headset", "--input", "microphone", "--output", "headset_earphone")
        for _ in call.say_at_each_welcome(sentence):
            if still_to_come:
                server.send_signal(signal.SIGSTOP)
                time.sleep(2 * STALL_S)
                server.send_signal(signal.SIGCONT)
                time.sleep(STALL_S)  # to be opened anew
                still_to_come = False
        code = call.finish()
        ear.terminate()
        ear.wait()

    assert (code, call.events[-1]["disposition"]) == (0, "transferred"), call.errors()
    assert level_dbfs(np.fromfile(heard, dtype=np.int16)) > -45
    assert soundfile.info(call.out).channels == 2
    if stands_still:
        lost = call.named("sound_lost")[-1]
        assert lost["microphone"] + lost["loudspeaker"] > 0
        assert "sound was lost" in call.errors()


def test_the_recording_has_each_side_when_it_was_to_be_heard(sound_system: SoundSystem, tmp_path: Path) -> None:
    """A microphone that hears the loudspeaker, and nothing else: both channels of the recording are the prompt."""
    environment, _ = sound_system
    _until_it_works(["pactl", "set-default-source", "speaker.monitor"], environment)
    call = LiveCall(environment, tmp_path, "--headset")
    call.wait_for("prompt")
    growing = call.out.with_name(call.out.name + ".part")
    deadline = time.monotonic() + 60
    while growing.stat().st_size < 4 * LINE_RATE * BYTES_A_MOMENT and time.monotonic() < deadline:
        time.sleep(0.1)
    call.interrupt()
    code = call.finish()

    assert (code, call.events[-1]["reason"]) == (0, "hung_up")
    caller, line = soundfile.read(call.out, dtype="float64")[0].T
    half_seconds = range(LINE_RATE, len(line) - LINE_RATE, LINE_RATE // 2)
    apart = [_apart_ms(caller, line, at) for at in half_seconds if _rms(line[at : at + LINE_RATE // 2]) > AUDIBLE]
    assert apart, "the line was never to be heard for half a second"
    assert abs(median(apart)) <= 40


def _rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(sound**2)))


def _apart_ms(caller: Sound, line: Sound, at: int) -> float:
    """How much later the half second of the line's side that begins there is heard from the caller's side."""
    half, most = LINE_RATE // 2, LINE_RATE // 8
    matches = correlate(caller[at - most : at + half + most], line[at : at + half], "valid")
    return float((np.argmax(matches) - most) * 1000 / LINE_RATE)


@pytest.mark.parametrize("handed_over", [False, True])
def test_unplugging_a_device_ends_the_call_with_everything_recorded(
    sound_system: SoundSystem, tmp_path: Path, sentence: Path, handed_over: bool
) -> None:
    """Code 3 and what to do; the call is on record, its recording whole, and a ticket waits that was written before.

    Once the devices go away in the first prompt, once the whole sound system when the caller has been handed over. On a
    machine so busy that the last words were given away by then, that is a call like any other.
    """
    environment, server = sound_system
    call = LiveCall(environment, tmp_path, "--headset")
    if handed_over:
        for _ in call.say_at_each_welcome(sentence):
            pass
        server.kill()
    else:
        call.wait_for("prompt")
        time.sleep(1)
        subprocess.run(["pactl", "unload-module", "module-null-sink"], env=environment, check=True)
    code = call.finish()

    desk = open_desk(Settings(data_dir=tmp_path))
    end = call.events[-1]
    assert "Traceback" not in call.errors()
    if not (handed_over and code == 0):
        assert (code, end["disposition"], end["reason"]) == (3, "failed", "failure"), call.errors()
        assert "ivr doctor" in call.errors()
    assert [one.disposition for one in desk.records.calls()] == [end["disposition"]]
    assert len(desk.queue.waiting()) == handed_over
    assert soundfile.info(call.out).duration >= end["at_ms"] / 1000
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("hears_itself", [True, False])
def test_doctor_measures_echo_and_calls_go_by_it(sound_system: SoundSystem, tmp_path: Path, hears_itself: bool) -> None:
    """A microphone that hears the loudspeaker is not left as it is, one that does not is a headset."""
    environment, _ = sound_system
    source = "speaker.monitor" if hears_itself else "caller.monitor"
    _until_it_works(["pactl", "set-default-source", source], environment)
    doctor = [sys.executable, "-m", "ivr", "doctor"]
    environment = {**environment, "IVR_DATA_DIR": str(tmp_path)}

    told = subprocess.run(
        [*doctor, "--echo", "--json"], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    listed = subprocess.run(
        [*doctor, "--only", "sound-card"], env=environment, capture_output=True, text=True, check=True, timeout=120
    )

    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    assert (found["voices"] > 0) == hears_itself
    assert (found["echo"] == "none") == (not hears_itself)
    assert f"echo: {found['echo']}" in listed.stdout
    if hears_itself:
        assert found["echo_dbfs"] == pytest.approx(found["played_dbfs"], abs=6)


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
