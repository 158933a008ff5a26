"""What changed together in the past, as far as version control knows."""

from __future__ import annotations

import msgspec


class CoChange(msgspec.Struct, frozen=True, order=True):
    """Two files or modules, ``a`` before ``b``, that were changed in the same commits.

    ``commits`` is how many commits changed both, ``weight`` (above 0, at most 1) how closely they change together.
    """

    a: str
    b: str
    weight: float
    commits: int


class HistoryRead(msgspec.Struct, frozen=True):
    """How much of the history was read: commits that changed the analysed code, and pairs of modules found in them.

    ``reason`` says why none was read, or what is missing; it is empty where everything was read.
    """

    commits: int = 0
    pairs: int = 0
    reason: str = ""


class History(msgspec.Struct, frozen=True):
    """The history of the analysed files: pairs of their present paths, sorted; the rest as in ``HistoryRead``."""

    commits: int = 0
    pairs: tuple[CoChange, ...] = ()
    reason: str = ""
