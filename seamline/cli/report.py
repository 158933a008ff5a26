"""``seamline report RESULT.json``: render a saved result again, without the source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from seamline.cli.outputs import parse_outputs, write_outputs
from seamline.cli.redaction import redaction_asked
from seamline.cli.settings import Voice, render_options, shared_options


@click.command("report")
@click.argument("result", type=click.Path(path_type=Path))
@render_options
@shared_options
def report_command(  # noqa: PLR0913  # one parameter per flag, as click passes them
    result: Path,
    outputs: tuple[str, ...],
    source_url: str,
    *,
    no_diagrams: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    debug: bool,
    **flags: Any,
) -> int:
    """Render RESULT (the JSON of an analysis) again.

    \b
    Examples:
      seamline report seamline.json --output html=report.html --source-url 'https://git.example/{path}#L{line}'
      seamline report seamline.json --redact --redact-words words.csv --output html=shared.html
    """
    del debug  # read by main, which prints the traceback
    from reports.render.options import RenderOptions
    from seamline.cli.saved import read_result

    voice = Voice(quiet, verbose, color)
    targets = parse_outputs(outputs or ("html=seamline-report.html",))
    redaction = redaction_asked(flags, source_url)
    analysis = redaction.apply(read_result(result), voice)
    write_outputs(analysis, targets, RenderOptions(source_url=source_url, diagrams=not no_diagrams), voice)
    return 0
