"""What is kept of a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ivr.terms import Disposition, EndReason, Language


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call; `started` is UTC. The last three are unknown until the call has ended."""

    id: str
    flow: str
    flow_version: str
    language: Language
    started: datetime
    duration_ms: int | None = None
    disposition: Disposition | None = None
    end_reason: EndReason | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what the line said, what the caller said to it, what was made of it. Times in ms of audio.

    `survey` is the slot that a survey asked for and its answer, empty where there was none.
    """

    call_id: str
    number: int
    node_before: str
    node_after: str
    prompt: str
    transcript: Mapping[str, Any] = field(default_factory=dict)
    interpretation: Mapping[str, Any] = field(default_factory=dict)
    decision: Mapping[str, Any] = field(default_factory=dict)
    timings: Mapping[str, int] = field(default_factory=dict)
    survey: Mapping[str, str] = field(default_factory=dict)
