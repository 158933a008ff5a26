"""Which files does the user want, can they be written, and how do they get there?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from seamline.cli.settings import Voice

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis
    from reports.render.options import RenderOptions

DEFAULT = ("html=seamline-report.html", "json=seamline.json")


def parse_outputs(wanted: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (format, target) pairs; raises a usage error for an unknown format or a target that cannot be written."""
    from reports.render.formats import FORMATS
    from reports.render.output import check_writable

    found = []
    for text in wanted or DEFAULT:
        name, sign, target = text.partition("=")
        if not sign or not target:
            raise click.UsageError(f"--output {text} is not FORMAT=PATH, such as html=report.html")
        if name not in FORMATS:
            raise click.UsageError(f"--output {text}: there is no format {name!r}, only {', '.join(FORMATS)}")
        check_writable(target, FORMATS[name].is_folder)
        found.append((name, target))
    targets = [target for _, target in found]
    twice = sorted({target for target in targets if targets.count(target) > 1})
    if twice:
        raise click.UsageError(f"two outputs would go to {twice[0]}; give each its own")
    return found


def write_outputs(analysis: Analysis, outputs: list[tuple[str, str]], options: RenderOptions, voice: Voice) -> None:
    """Render and write every output; raises ReportError if the disk refuses."""
    from reports.render.formats import render
    from reports.render.output import write

    for name, target in outputs:
        write(target, render(analysis, name, options))
        if target != "-":
            voice.note(f"wrote {target}")
