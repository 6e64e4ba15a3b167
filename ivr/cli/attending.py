"""Who attends to callers that wait on a line of this machine."""

from datetime import UTC, datetime
from pathlib import Path

from ivr.app import read_desk
from ivr.audio.line import Line
from ivr.call.attendance import Attended
from ivr.handoff.desk import Desk
from ivr.handoff.desk_queue import DeskQueue
from ivr.handoff.estimates import Estimates
from ivr.house import Attending
from ivr.settings import Settings


def attended(settings: Settings, out: Path | None, agent_input: str | None, agent_output: str | None) -> Attending:
    """The desk of the database; an agent who talks at this machine has devices of their own.

    Voice messages lie beside the recording `out`, or in the data folder. Raises AuthorError for a desk file.
    """
    messages = out.parent if out else settings.data_dir / "messages"

    def line() -> Line:
        from ivr.cli.agent_line import open_agent_line  # late: needs a sound card

        return open_agent_line(agent_input or "", agent_output or "")

    has_line = agent_input is not None or agent_output is not None

    plan = read_desk(settings).plan

    def at(queue: DeskQueue) -> Attended:
        desk = Desk(queue, plan, lambda: datetime.now(UTC))
        return Attended(desk, messages, Estimates(desk), line if has_line else None)

    return at
