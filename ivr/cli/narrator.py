"""The conversation on a terminal, as it happens."""

from rich.console import Console
from rich.text import Text

from ivr.call.timeline import CallEvent

INDENT = " " * 16


class Narrator:
    """Tells each entry of the timeline in one or two lines."""

    def __init__(self, console: Console) -> None:
        self._console = console

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
            case "lookup":
                self._tell(entry, "look-up", f"{told['source']}: {told['outcome']}", "magenta")
            case "transfer":
                self._tell(entry, "transfer", f"ticket {told['ticket']} in queue '{told['queue']}'", "bold yellow")
                self._under(told["text"])
            case "call_ended":
                self._tell(entry, "end", f"{told['disposition']} ({told['reason']})", "bold")

    def _decision(self, entry: CallEvent) -> None:
        told = entry.details
        what = f" {told['intent']} {told['score']:.2f}" if told["intent"] else ""
        slots = "".join(f"  {name} = {value}" for name, value in told["slots"].items())
        self._tell(entry, "decided", f"{told['kind']}{what}{slots}", "yellow")
        self._under(f"because {told['reason']}")

    def _tell(self, entry: CallEvent, who: str, text: str, style: str) -> None:
        minutes, ms = divmod(entry.at_ms, 60_000)
        line = Text(f"{minutes:02}:{ms / 1000:04.1f} {who:>8}  ", "dim")
        line.append(text, style)
        self._console.print(line, highlight=False)

    def _under(self, text: str) -> None:
        self._console.print(Text(f"{INDENT}  {text}", "dim"), highlight=False)
