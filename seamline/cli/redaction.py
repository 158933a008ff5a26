"""Which names may leave the house with the outputs?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seamline.cli.settings import Voice

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Redaction:
    """What was asked for: whether names are replaced, by which key, and where the owner's list of words goes."""

    wanted: bool
    key: str
    words: Path | None

    def check(self, source_url: str) -> None:
        """Raise a usage error for options that contradict each other, before anything is analysed."""
        from reports.render.output import check_writable

        if self.wanted and source_url:
            raise click.UsageError(
                "--redact with --source-url: links would show the paths that are redacted; give one of them"
            )
        if self.words is not None and not self.wanted:
            raise click.UsageError("--redact-words lists the words that --redact replaces; give both")
        if self.words is not None:
            check_writable(str(self.words), False)

    def apply(self, analysis: Analysis, voice: Voice) -> Analysis:
        """Return the result that may be written."""
        if not self.wanted:
            return analysis
        from reports.redact.redact import redact, word_list
        from reports.render.output import write

        made = redact(analysis, self.key)
        if self.words is not None:
            write(str(self.words), word_list(made.words))
            voice.note(f"wrote {self.words}, which gives every name away: keep it")
        return made.analysis
