"""The command `ivr`."""

import sys
from difflib import get_close_matches

import click

from ivr import __version__
from ivr.cli.accounts import accounts
from ivr.cli.backtest import backtest_command
from ivr.cli.call import call
from ivr.cli.desk import desk
from ivr.cli.doctor import doctor
from ivr.cli.flow import flow
from ivr.cli.models import models
from ivr.cli.publishing import diff, publish, rollback, versions
from ivr.cli.queue import queue
from ivr.cli.serve import serve
from ivr.cli.transcribe import transcribe
from ivr.cli.understand import understand
from ivr.cli.voices import voices
from ivr.errors import AuthorError, IvrError


class Group(click.Group):
    """Turns our errors into one clear message and an exit code, and suggests the near miss."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], self.list_commands(ctx), 1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", ctx) from error

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except IvrError as error:
            who = "" if isinstance(error, AuthorError) else "ivr: "  # an author's errors begin with file:line:col
            click.echo(f"{who}{error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(0)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="ivr")
def main() -> None:
    """An offline voice line: callers say in their own words what they need.

    \b
    Try:
      ivr call --flow retail --text          type a conversation
      ivr call --flow retail                 speak into the microphone
      ivr doctor                             see what is there and what is missing

    Exit codes: 0 good, 1 the answer is no, 2 wrong use, 3 the environment, 70 our own bug.
    """


for command in (publish, versions, rollback, diff, backtest_command):
    flow.add_command(command)

main.add_command(call)
main.add_command(flow)
main.add_command(transcribe)
main.add_command(understand)
main.add_command(queue)
main.add_command(desk)
main.add_command(serve)
main.add_command(accounts)
main.add_command(models)
main.add_command(voices)
main.add_command(doctor)
