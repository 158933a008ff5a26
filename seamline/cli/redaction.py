"""Which names may leave the house with the outputs?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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


def redaction_asked(flags: dict[str, Any], source_url: str) -> Redaction:
    """Take what was asked for out of the flags; raises a usage error, before any work, for what contradicts itself."""
    from reports.render.output import check_writable

    asked = Redaction(flags.pop("redact"), flags.pop("redact_key"), flags.pop("redact_words"))
    if asked.wanted and source_url:
        raise click.UsageError(
            "--redact with --source-url: links would show the paths that are redacted; give one of them"
        )
    if asked.words is not None and not asked.wanted:
        raise click.UsageError("--redact-words lists the words that --redact replaces; give both")
    if asked.words is not None:
        check_writable(str(asked.words), is_folder=False)
    return asked
