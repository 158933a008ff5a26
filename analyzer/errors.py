"""The user's own mistakes, one sentence each; the command line turns them into a line and an exit code."""

from __future__ import annotations


class AnalyzerError(Exception):
    """Something the user can mend: the message says what, where and what to do."""


class BadInputError(AnalyzerError):
    """PATH or an option cannot be used as given."""


class NothingToAnalyseError(AnalyzerError):
    """There is no Python file below PATH, or none that could be read."""
