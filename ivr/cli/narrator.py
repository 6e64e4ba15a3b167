"""The conversation on a terminal, as it happens."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ivr.call.timeline import CallEvent

PIPE_WIDTH = 400
"""Columns when standard output is no terminal: lines are left whole for whatever reads them."""


class Narrator:
    """Tells each entry of the timeline, with long texts hanging under their first line."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)
        if console is None and not self._console.is_terminal:
            self._console = Console(highlight=False, width=PIPE_WIDTH)

    def __call__(self, entry: CallEvent) -> None:
        told = entry.details
        match entry.event:
            case "call_started":
                self._tell(entry, "call", f"{told['flow']} ({told['language']}), call {told['call']}", "dim")
            case "prompt":
                self._tell(entry, "line", told["text"], "cyan")
            case "heard":
                over = ", over the prompt" if told["barged_in"] else ""
                words = f'"{told["text"]}"' if told["text"] else "(no words)"
                self._tell(entry, "caller", f"{words}  confidence {told['confidence']:.2f}{over}", "bold green")
            case "decision":
                self._decision(entry)
            case "language":
                spoken = told["language"] or "not known yet"
                self._tell(entry, "language", f"{spoken} ({told['by']})", "blue")
                self._under(f"because {told['reason']}")
            case "lookup":
                self._tell(entry, "look-up", f"{told['source']}: {told['outcome']}", "magenta")
                if told["reason"]:
                    self._under(f"because {told['reason']}")
            case "transfer":
                self._tell(entry, "transfer", f"ticket {told['ticket']} in queue '{told['queue']}'", "bold yellow")
                self._under(told["text"])
            case "survey":
                self._tell(entry, "survey", f"{told['slot']}: {told['answer'] or '(no answer)'}", "magenta")
            case "call_ended":
                self._tell(entry, "end", f"{told['disposition']} ({told['reason']})", "bold")
            case _:
                self._wait(entry)

    def _wait(self, entry: CallEvent) -> None:
        """What comes of a caller who waits for an agent."""
        told = entry.details
        match entry.event:
            case "waiting":
                minutes = f", {told['minutes']} minutes at most, as told" if told["minutes"] else ""
                self._tell(entry, "waiting", f"place {told['place'] or 'unknown'}{minutes}", "yellow")
            case "connected":
                self._tell(entry, "agent", told["agent"], "bold yellow")
            case "agent_lost" | "agent_finished":
                self._tell(entry, "agent", entry.event.removeprefix("agent_"), "yellow")
            case "callback":
                self._tell(entry, "callback", told["number"], "bold yellow")
            case "message":
                self._tell(entry, "message", told["file"] or "typed", "bold yellow")

    def _decision(self, entry: CallEvent) -> None:
        told = entry.details
        what = [told["kind"], f"{name} {told['score']:.2f}" if (name := told["intent"] or told["entry"]) else ""]
        what += [f"{name} = {value}" for name, value in told["slots"].items()]
        self._tell(entry, "decided", "  ".join(filter(None, what)), "yellow")
        self._under(f"because {told['reason']}")

    def _tell(self, entry: CallEvent, who: str, text: str, style: str) -> None:
        minutes, ms = divmod(entry.at_ms, 60_000)
        self._row(f"{minutes:02}:{ms / 1000:04.1f}", who, Text(text, style))

    def _under(self, text: str) -> None:
        self._row("", "", Text(text, "dim"))

    def _row(self, when: str, who: str, text: Text) -> None:
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(style="dim", width=7)
        row.add_column(style="dim", width=8, justify="right")
        row.add_column(overflow="fold")  # Chinese has no spaces to break at
        row.add_row(when, who, text)
        self._console.print(row)
