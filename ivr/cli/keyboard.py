"""What is typed, line by line, at a terminal or piped."""

import sys
from collections.abc import Iterator

import click


def typed_lines() -> Iterator[str]:
    """Each line when it is there, until the end of the input (Ctrl-D) or Ctrl-C; a terminal is asked for them."""
    while True:
        if sys.stdin.isatty():
            click.echo("you> ", nl=False, err=True)
        try:
            line = sys.stdin.buffer.readline().decode("utf-8", "replace")
        except KeyboardInterrupt:  # leaving by Ctrl-C is leaving
            return
        if not line:
            return
        yield line.rstrip("\r\n")
