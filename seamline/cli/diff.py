"""``seamline diff OLD.json NEW.json --contracts``: what does a change of the code break for callers?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seamline.cli.settings import Voice, shared_options

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis

BROKEN = 1


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--contracts", is_flag=True, help="Compare what the services offer each other.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A line a change, or a JSON document of all changes.",
)
@shared_options
def diff_command(  # noqa: PLR0913  # one parameter per flag, as click passes them
    old: Path,
    new: Path,
    form: str,
    *,
    contracts: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    debug: bool,
) -> int:
    """Compare two saved results, OLD with NEW.

    With --contracts: list the operations that the change breaks for their callers, and what may break them; with -v
    also what does no harm. The exit code is 1 if anything breaks.

    \b
    Examples:
      seamline diff main.json branch.json --contracts
      seamline diff main.json branch.json --contracts --format json
    """
    del debug  # read by main, which prints the traceback
    from analyzer.compare.contracts import compare_contracts
    from analyzer.compare.noting import Standing
    from reports.render.contract_changes import changes_json, changes_text, tally
    from reports.render.output import write

    if not contracts:
        raise click.UsageError("say what to compare: --contracts is what two results can be compared by")
    voice = Voice(quiet, verbose, color)
    before, after = _result(old), _result(new)
    changes = compare_contracts(before.contracts, after.contracts, Standing.of(after))
    text = changes_json(changes) if form == "json" else changes_text(changes, whole=verbose).encode()
    write("-", text)
    voice.note(tally(changes))
    return BROKEN if changes.breaking else 0


def _result(file: Path) -> Analysis:
    """Return a saved result that has contracts; raises ReportError that names the file."""
    from reports.errors import ReportError
    from seamline.cli.saved import read_result

    try:
        found = read_result(file)
    except ReportError as problem:
        said = str(problem)
        raise ReportError(said if str(file) in said else f"{file}: {said}") from problem
    if found.services and not found.contracts:
        raise ReportError(f"{file} holds services without contracts; run `seamline analyze` again")
    return found
