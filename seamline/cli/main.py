"""What happens when a user types ``seamline``?"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from analyzer.errors import AnalyzerError, NothingToAnalyseError
from reports.errors import ReportError
from seamline.cli.analyze import analyze_command
from seamline.cli.cluster import cluster_command
from seamline.cli.diff import diff_command
from seamline.cli.explain import explain_command
from seamline.cli.interrupts import INTERRUPTED, NOTHING_WRITTEN, Interrupts
from seamline.cli.report import report_command
from seamline.cli.schema import schema_command

USAGE = 2
NOTHING_TO_ANALYSE = 3
FILES_UNREAD = 4
OUR_BUG = 70


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # click's protocol
    if wanted:
        from analyzer.assemble import tool_version

        click.echo(f"seamline {tool_version()}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Show, with evidence, where a Python monolith could be cut into services.

    The source is read, never imported or run.

    \b
    Examples:
      seamline analyze .
      seamline analyze src --output html=report.html --output csv=facts
      seamline report seamline.json --output html=report.html
      seamline explain shop.billing.models.Invoice
    """


for _command in (analyze_command, report_command, explain_command, diff_command, cluster_command, schema_command):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None, interrupts: Interrupts | None = None) -> int:
    """Run the command line and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except (click.Abort, KeyboardInterrupt):
        return _fail(NOTHING_WRITTEN, INTERRUPTED)
    except Exception as problem:  # noqa: BLE001  # whatever is left is a bug of ours, and is said so
        if interrupts is not None and interrupts.pressed:  # foreign code made another error of it
            return _fail(NOTHING_WRITTEN, INTERRUPTED)
        if "--debug" in given:
            traceback.print_exc()
        place = f"{type(problem).__name__}: {problem}"
        return _fail(
            f"a bug of seamline, not yours: {place}; run again with --debug and report what it prints", OUR_BUG
        )


def _run(given: list[str]) -> int:
    try:
        outcome = cli.main(given, prog_name="seamline", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as problem:
        return _fail(_usage(problem), USAGE)
    except NothingToAnalyseError as problem:
        return _fail(str(problem), NOTHING_TO_ANALYSE)
    except (AnalyzerError, ReportError) as problem:
        return _fail(str(problem), USAGE)
    except BrokenPipeError:
        return 0


def _usage(problem: click.ClickException) -> str:
    text = problem.format_message().rstrip(".").replace("\n", " ")
    if isinstance(problem, click.UsageError) and problem.ctx is not None:
        return f"{text}; see `{problem.ctx.command_path} --help`"
    return text


def _fail(message: str, code: int) -> int:
    click.echo(f"seamline: {message}", err=True)
    return code
