"""``seamline explain NAME``: why is a definition, module or table in its service?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seamline.cli.settings import Voice, shared_options

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis


@click.command("explain")
@click.argument("name")
@click.argument("source", type=click.Path(path_type=Path), default="seamline.json")
@shared_options
def explain_command(  # noqa: PLR0913  # one parameter per flag, as click passes them
    name: str, source: Path, *, quiet: bool, verbose: bool, color: str, debug: bool
) -> int:
    """Say why NAME is in its service: what pulls it there and elsewhere, and what would move it.

    NAME is a definition, module or table, or the last part of its name. SOURCE is a saved result (by default
    seamline.json in the current folder), or a folder or .py file to analyse.

    \b
    Examples:
      seamline explain shop.billing.models.Invoice
      seamline explain Invoice result.json
      seamline explain shop_invoice path/to/monolith
    """
    del debug  # read by main, which prints the traceback
    from reports.render.explanation import explanation_text
    from reports.views.why import explain

    analysis = _analysis(source, Voice(quiet, verbose, color))
    click.echo("\n".join(explanation_text(one) for one in explain(analysis, name)), nl=False)
    return 0


def _analysis(source: Path, voice: Voice) -> Analysis:
    if source.is_dir() or source.suffix == ".py":
        from analyzer.kept import analyze
        from seamline.cli.progress import ShownProgress
        from seamline.config.load import load_options

        options = load_options(source, None, {})
        with ShownProgress(voice) as progress:
            return analyze(source, options, progress)
    from seamline.cli.saved import read_result

    return read_result(source)
