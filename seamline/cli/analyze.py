"""``seamline analyze PATH``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seamline.cli.outputs import parse_outputs, write_outputs
from seamline.cli.progress import ShownProgress
from seamline.cli.redaction import redaction_asked
from seamline.cli.settings import Voice, render_options, shared_options

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis

FILES_UNREAD = 4


@click.command("analyze")
@click.argument("path", type=click.Path(path_type=Path))
@render_options
@click.option(
    "--services",
    metavar="N|A..B",
    envvar="SEAMLINE_SERVICES",
    help="How many services; default: as the evidence supports.",
)
@click.option(
    "--resolution",
    type=click.FloatRange(min=0, min_open=True),
    envvar="SEAMLINE_RESOLUTION",
    help="Finer above 1, coarser below.",
)
@click.option("--seed", type=click.IntRange(min=0), envvar="SEAMLINE_SEED", help="Seed of the partition.")
@click.option("--include", multiple=True, metavar="GLOB", help="Read only files that match (as in .gitignore).")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files that match.")
@click.option(
    "--source-root", "source_roots", multiple=True, metavar="DIR", help="A folder from which modules are named."
)
@click.option(
    "--settings", metavar="MODULE", envvar="SEAMLINE_SETTINGS", help="The settings module that the project runs with."
)
@click.option("--with-tests", is_flag=True, default=None, help="Read tests like code.")
@click.option("--with-migrations", is_flag=True, default=None, help="Read migrations like code.")
@click.option(
    "--jobs", "-j", type=click.IntRange(min=0), envvar="SEAMLINE_JOBS", help="Processes; 0 or none: one per core."
)
@click.option(
    "--cache/--no-cache",
    default=None,
    envvar="SEAMLINE_USE_CACHE",
    help="Keep results and what was read of each file for the next run ($SEAMLINE_CACHE or the user's cache folder).",
)
@click.option(
    "--git/--no-git",
    default=None,
    envvar="SEAMLINE_GIT",
    help="Count what was changed together in the newest commits, if PATH lies in a git repository.",
)
@click.option("--config", type=click.Path(path_type=Path), envvar="SEAMLINE_CONFIG", help="Configuration file.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    envvar="SEAMLINE_TODAY",
    help="The day against which accepted findings are held, to get the same result again on a later one.",
)
@click.option("--strict", is_flag=True, envvar="SEAMLINE_STRICT", help="Exit with 4 if a file could not be read.")
@shared_options
def analyze_command(  # noqa: PLR0913  # one parameter per flag, as click passes them
    path: Path,
    outputs: tuple[str, ...],
    source_url: str,
    config: Path | None,
    *,
    no_diagrams: bool,
    strict: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    debug: bool,
    **flags: Any,
) -> int:
    """Analyse the Python source below PATH (a folder or one file).

    Without --output, writes seamline-report.html and seamline.json into the current folder.

    \b
    Examples:
      seamline analyze .
      seamline analyze monolith --output html=report.html --services 4..8
      seamline analyze src --output csv=facts --exclude 'legacy/**' --jobs 4
      seamline analyze . --output openapi=contracts --output portal=pages
      seamline analyze . --redact --output html=shared.html
    """
    del debug  # read by main, which prints the traceback
    from analyzer.kept import analyze
    from reports.render.options import RenderOptions
    from seamline.config.load import load_options

    voice, targets = Voice(quiet, verbose, color), parse_outputs(outputs)
    redaction = redaction_asked(flags, source_url)
    options = load_options(path, config, {name: value if value != () else None for name, value in flags.items()})
    with ShownProgress(voice) as progress:
        analysis = analyze(path, options, progress)
    _warn(analysis, voice)
    shown = RenderOptions(source_url=source_url, diagrams=not no_diagrams)
    write_outputs(redaction.apply(analysis, voice), targets, shown, voice)
    return FILES_UNREAD if _unread(analysis) and strict else 0


def _unread(analysis: Analysis) -> int:
    return analysis.coverage.files_unread + analysis.coverage.documents_unread


def _warn(analysis: Analysis, voice: Voice) -> None:
    for miss in analysis.project.unmet:
        voice.warn(f"steering: {miss}")
    seen, unread = analysis.coverage, _unread(analysis)
    if unread:
        voice.warn(f"{unread} of {seen.files + seen.documents} files could not be read; the report lists them")
