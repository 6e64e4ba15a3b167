"""What a call knows of its flow's opening hours: whether somebody is there, and when next, in words."""

from datetime import datetime

from ivr.flow.model import Flow
from ivr.prompts.spoken_values import read_opening


def told_hours(flow: Flow, now: datetime) -> dict[str, str]:
    """The values `hours.NAME` and `hours.NAME.opens` of a call that began at this moment."""
    told = {}
    for name, hours in flow.hours.items():
        at = hours.at(now)
        told[f"hours.{name}"] = "open" if hours.is_open(at) else "closed"
        told[f"hours.{name}.opens"] = read_opening(hours.next_opening(at), at.date(), flow.language)
    return told
