"""The options that every command shares, and how a command speaks to the user."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Voice:
    """Says things on stderr: notes unless quiet, details only when verbose."""

    def __init__(self, quiet: bool, verbose: bool, color: str) -> None:  # three flags of the command line
        self._quiet = quiet
        self._verbose = verbose
        self.shows_progress = not quiet and not verbose
        asked = "never" if os.environ.get("NO_COLOR") and color == "auto" else color
        self._color = sys.stderr.isatty() if asked == "auto" else asked == "always"

    def note(self, text: str) -> None:
        """Say what was done."""
        if not self._quiet:
            click.echo(text, err=True, color=self._color)

    def warn(self, text: str) -> None:
        """Say what the user should look at."""
        if not self._quiet:
            click.echo(click.style(text, fg="yellow"), err=True, color=self._color)

    def detail(self, text: str) -> None:
        """Say what is being done, to who asked for it."""
        if self._verbose and not self._quiet:
            click.echo(click.style(text, dim=True), err=True, color=self._color)


def shared_options(command: _Command) -> _Command:
    """Add ``-q``, ``-v``, ``--debug`` and ``--color`` to a command."""
    for option in (
        click.option("--debug", is_flag=True, help="Show the traceback of a bug."),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="Colour messages; NO_COLOR is respected.",
        ),
        click.option("-v", "--verbose", is_flag=True, help="Say what is being done and why."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
    ):
        command = option(command)
    return command


def render_options(command: _Command) -> _Command:
    """Add the options of commands that write reports."""
    for option in (
        click.option(
            "--redact-words",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="With --redact: write which word stands for which, to keep for yourself.",
        ),
        click.option(
            "--redact-key",
            metavar="TEXT",
            default="",
            envvar="SEAMLINE_REDACT_KEY",
            help="With --redact: a secret; with the same one a word is replaced alike in every version of the code.",
        ),
        click.option("--redact", is_flag=True, help="Replace every name of the source, so that others may see it."),
        click.option("--no-diagrams", is_flag=True, help="Leave the diagrams out of the report."),
        click.option(
            "--source-url",
            metavar="TEMPLATE",
            default="",
            envvar="SEAMLINE_SOURCE_URL",
            help="Turn evidence into links: a URL with {path} and {line}.",
        ),
        click.option(
            "--output",
            "-o",
            "outputs",
            multiple=True,
            metavar="FORMAT=PATH",
            help="Write html, json, md, or a folder of csv, openapi, asyncapi, portal, boundaries or adr; "
            "- is stdout. May be repeated.",
        ),
    ):
        command = option(command)
    return command
