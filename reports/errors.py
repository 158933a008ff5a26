"""What can go wrong that the user can put right."""

from __future__ import annotations


class ReportError(Exception):
    """A mistake in what a report was asked for; its text is one sentence for the user."""
