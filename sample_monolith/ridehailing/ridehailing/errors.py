"""What a caller may be told, with the HTTP status that fits."""

from __future__ import annotations


class Refused(Exception):
    """A rule of the house says no; the message may be shown to the person who asked."""

    status = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Missing(Refused):
    """There is no such thing, or it belongs to somebody else."""

    status = 404
