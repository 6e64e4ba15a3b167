"""What happened in a call and when."""

import json

from ivr.call.timeline import CallEvent, Timeline
from ivr.terms import EndReason


def test_everybody_who_watches_sees_everything_in_order() -> None:
    """A later watcher sees what comes from then on."""
    first: list[CallEvent] = []
    second: list[CallEvent] = []
    timeline = Timeline(first.append)
    timeline.emit("prompt", 0, text="Hello")
    timeline.watch(second.append)
    timeline.emit("heard", 1200, text="hi")

    assert [CallEvent("prompt", 0, {"text": "Hello"}), CallEvent("heard", 1200, {"text": "hi"})] == first
    assert first[1:] == second


def test_an_entry_is_one_line_of_json() -> None:
    """The name and the time first; Chinese as it is, line ends escaped, our own words as text."""
    line = CallEvent("call_ended", 20, {"text": "再见\n", "reason": EndReason.GOODBYE}).as_json()

    assert line == '{"event": "call_ended", "at_ms": 20, "text": "再见\\n", "reason": "goodbye"}'
    assert json.loads(line)["reason"] == "goodbye"
